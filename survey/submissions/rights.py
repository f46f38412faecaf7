"""Of which forums somebody reviews the submissions: every list, count and step asks here."""

from django.contrib.auth.models import User

from forums.models import Forum

KEPT = "_reviewed_forums"


def reviewed_forums(user: User) -> list[int] | None:
    """Return the keys of the forums; None for all submissions, those without a forum too.

    Keys, not subqueries: only these can Postgres join with the other indexes. They are kept with
    the user, as Django keeps the permissions: a page asks often, and each request has its own user.
    """
    if not user.has_perm("survey.review_submission"):
        return []
    if user.has_perm("survey.view_every_submission"):
        return None
    if not hasattr(user, KEPT):
        setattr(user, KEPT, list(Forum.objects.of_member(user).values_list("pk", flat=True)))
    kept: list[int] = getattr(user, KEPT)
    return kept
