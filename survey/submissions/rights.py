"""Of which forums somebody reviews the submissions: every list, count and step asks here."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from forums.models import Forum

KEPT = "_reviewed_forums"


def leads(user: User) -> bool:
    """Tell whether somebody is Leitung: reviews all submissions."""
    return user.has_perm("survey.review_submission") and user.has_perm(
        "survey.view_every_submission"
    )


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


def reviewers(forums: Iterable[int] | None) -> QuerySet[User]:
    """Return who may work on the submissions of some of these forums, by name; None: of any."""
    may_review, may_all = (
        Q(pk__in=User.objects.filter(groups__permissions__codename=right).values("pk"))
        for right in ("review_submission", "view_every_submission")
    )
    if forums is not None:
        members = User.objects.filter(ministries__forums__in=forums)
        may_review &= may_all | Q(pk__in=members.values("pk"))
    working = User.objects.filter(Q(is_superuser=True) | may_review, is_active=True, is_staff=True)
    return working.order_by("last_name", "first_name", "username")
