"""How many submissions there are of each kind: counts of a million rows without reading them."""

from collections import Counter
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import EmptyResultSet
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


def select(columns: str, rows: models.QuerySet, grouping: str) -> list[tuple]:
    """Return what a query gives that Django has no words for, of the rows of one that it has."""
    try:
        inner, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        statement = f"SELECT {columns} FROM ({inner}) AS rows {grouping}"  # noqa: S608 - no values
        cursor.execute(statement, parameters)
        return cursor.fetchall()


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

    def count_by_each(self, *sets: tuple[str, ...]) -> list[Counter]:
        """Count submissions by several sets of columns, reading the tallies once."""
        columns = sorted({key for keys in sets for key in keys})
        rows = self.filter(what=Tally.What.SUBMISSION).values_list(*columns, "number")
        names = ", ".join(columns)
        grouped = ", ".join(f"({', '.join(keys)})" for keys in sets)
        counts = [Counter() for _ in sets]
        # GROUPING has a bit for each column, set where a row isn't grouped by it.
        bits = ["".join("01"[name not in keys] for name in columns) for keys in sets]
        places = {int(value, 2): place for place, value in enumerate(bits)}
        for grouping, *values, number in select(
            f"grouping({names}), {names}, sum(number)",
            rows,
            f"GROUP BY GROUPING SETS ({grouped}) HAVING sum(number) <> 0",
        ):
            place, of = places[grouping], dict(zip(columns, values, strict=True))
            counts[place][tuple(of[name] for name in sets[place])] = number
        return counts

    def oldest_unread(self) -> dict[int | None, date]:
        """Return the day of who waits longest in each forum."""
        unread = self.filter(what=Tally.What.SUBMISSION, state="received")
        days = unread.values_list("assigned_forum", "day").annotate(number=Sum("number"))
        rows = days.exclude(number=0)
        return dict(select("assigned_forum, min(day)", rows, "GROUP BY assigned_forum"))

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
        indexes = [models.Index(fields=["what", "assigned_forum", "day"], name="tally_by_forum")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} am {self.day:%d.%m.%Y}: {self.number}"
