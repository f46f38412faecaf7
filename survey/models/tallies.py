"""How many submissions there are of each kind: counts of a million rows without reading them."""

from collections import Counter

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.functions import RandomUUID
from django.db import connection, models
from django.db.models import Sum

from forums.models import Forum

COLUMNS = "what, day, assigned_forum_id, forum_id, state, with_proposal, value"
MERGE = f"""
    WITH former AS (DELETE FROM survey_tally RETURNING *)
    INSERT INTO survey_tally ({COLUMNS}, number)
    SELECT {COLUMNS}, sum(number) FROM former GROUP BY {COLUMNS}
    HAVING sum(number) <> 0 ORDER BY {COLUMNS}
"""  # noqa: S608 - constants


class TallyQuerySet(models.QuerySet):
    """Counts in the place of submissions."""

    def reviewed_by(self, user: AbstractBaseUser) -> "TallyQuerySet":
        """Return the counts of what SubmissionQuerySet.reviewed_by returns."""
        if not user.has_perm("survey.review_submission"):
            return self.none()
        if user.has_perm("survey.view_every_submission"):
            return self.all()
        forums = list(Forum.objects.of_member(user).values_list("pk", flat=True))
        return self.filter(assigned_forum__in=forums)

    def count_by(self, *keys: str, what: str = "submission") -> Counter:
        """Count by some columns, as SubmissionQuerySet.count_by does."""
        rows = self.filter(what=what).values_list(*keys).annotate(number=Sum("number"))
        return Counter({tuple(key): number for *key, number in rows.exclude(number=0)})

    def merge(self) -> None:
        """Make one row of all that count the same.

        They are sorted, so that nothing tells any more in which order submissions came.
        """
        with connection.cursor() as cursor:
            cursor.execute(MERGE)


class Tally(models.Model):
    """A number to be added up with those beside it: there may be several, or negative ones.

    Triggers (migration 0012) write one for what each statement adds, changes or deletes: so the
    sums are exact in every transaction, and nobody waits for a row in which somebody else counts.
    Once a night they are merged.
    """

    class What(models.TextChoices):
        SUBMISSION = "submission", "Beitrag"
        INTEREST = "interest", "Weiteres Thema"  # value: its key
        TAG = "tag", "Schlagwort"  # value: its key
        ANSWER = "answer", "Antwort"  # value: days from the submission to the answer

    # Random, as that of a submission.
    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    what = models.CharField(max_length=10, choices=What)
    # Of the submission; its state, and whether it has a proposal, only where it is counted itself.
    day = models.DateField()
    # Without constraints, which would be checked for every row.
    assigned_forum = models.ForeignKey(
        Forum, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    forum = models.ForeignKey(
        Forum, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    state = models.CharField(max_length=20)
    with_proposal = models.BooleanField()
    value = models.BigIntegerField(null=True)
    number = models.IntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "Zählung"
        verbose_name_plural = "Zählungen"
        indexes = [models.Index(fields=["what", "day"], name="tally_by_day")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} am {self.day:%d.%m.%Y}: {self.number}"
