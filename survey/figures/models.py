"""How many submissions there are of each kind: counts of a million rows without reading them.

Triggers (tallies.sql), one for each statement, *add* rows of differences: sums are exact inside
every transaction, nobody waits for a row in which somebody else counts, a bulk statement writes few
rows. It is machinery that one doesn't see in Python; tests compare every sum with the rows, for
each role and on awkward data. What a reviewer has moved away is counted one by one.

A night's merge makes a row for each day and one for each month: what asks for no single days adds
up the months that lie wholly in a period, the days around them, and what came since, a tenth of the
rows (the overview of a million takes Leitung 90 ms in the place of 160). The index holds all that
is counted by day, so that the table isn't read (30 ms in the place of 95).

Looked at: plain scans with covering indexes (160 ms for the answers alone); a materialised view or
a cache (list, overview and export disagree until it is made anew); counts kept by our verbs (an
import and every `update()` would have to remember them); one row a kind, updated in place (two
citizens who send the same would wait for each other); GROUPING SETS for several tables in one pass
(it hashed all days); sums of all time (they don't help a period); months kept by the triggers
(twice the writes).
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Sum

from forums.models import Forum
from survey.submissions.rights import reviewed_forums
from survey.submissions.steps import states_in

OTHERS = "assigned_forum_id, forum_id, state, with_proposal, value"
MERGE = f"""
    WITH former AS (DELETE FROM survey_tally RETURNING *),
    days AS (
        SELECT what, day, {OTHERS}, sum(number) AS number FROM former WHERE span <> 'month'
        GROUP BY what, day, {OTHERS} HAVING sum(number) <> 0
    ),
    months AS (
        SELECT what, date_trunc('month', day)::date AS day, {OTHERS}, sum(number) AS number
        FROM days GROUP BY 1, 2, {OTHERS}
    )
    INSERT INTO survey_tally (span, what, day, {OTHERS}, number)
    SELECT 'day', * FROM days UNION ALL SELECT 'month', * FROM months
    ORDER BY 1, 2, 3, {OTHERS}
"""  # noqa: S608 - constants


def month_after(day: date) -> date:
    """Return the first day of the month after that of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def select(columns: str, rows: models.QuerySet[Any, Any], grouping: str) -> list[tuple[Any, ...]]:
    """Return what a query gives that Django has no words for, of the rows of one that it has."""
    try:
        inner, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        statement = f"SELECT {columns} FROM ({inner}) AS rows {grouping}"  # noqa: S608 - no values
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


class TallyQuerySet(models.QuerySet["Tally"]):
    """Counts in the place of submissions."""

    def reviewed_by(self, user: User) -> "TallyQuerySet":
        """Return the counts of what SubmissionQuerySet.reviewed_by returns."""
        forums = reviewed_forums(user)
        return self.all() if forums is None else self.filter(assigned_forum__in=forums)

    def by(self, span: "Tally.Span", since: date, end: date) -> "TallyQuerySet":
        """Return the counts of each day, or of each month, from `since` on and before `end`."""
        return self.filter(span__in=["", span], day__gte=since, day__lt=end)

    def in_period(self, since: date, end: date) -> list["TallyQuerySet"]:
        """Return what adds up to the counts of all days in fewer rows: by month where it can."""
        first = since if since.day == 1 else month_after(since)
        last = end.replace(day=1)
        day, month = Tally.Span.DAY, Tally.Span.MONTH
        parts = [(day, since, first), (month, first, last), (day, last, end)]
        if first >= last:
            parts = [(day, since, end)]
        return [self.by(span, start, stop) for span, start, stop in parts if start < stop]

    def count_by(self, *keys: str, what: str = "submission") -> Counter[tuple[Any, ...]]:
        """Count by some columns, as SubmissionQuerySet.count_by does."""
        rows = self.filter(what=what).values_list(*keys).annotate(number=Sum("number"))
        return Counter({tuple(key): number for *key, number in rows.exclude(number=0)})

    def oldest_unread(self) -> dict[int | None, date]:
        """Return the day of who waits longest in each forum."""
        unread = self.filter(what=Tally.What.SUBMISSION, state__in=states_in("unread"))
        days = unread.values_list("assigned_forum", "day").annotate(number=Sum("number"))
        rows = days.exclude(number=0)
        return dict(select("assigned_forum, min(day)", rows, "GROUP BY assigned_forum"))

    def merge(self) -> None:
        """Make one row of all that count the same, for each day and for each month.

        They are sorted, so that nothing tells any more in which order submissions came.
        """
        with connection.cursor() as cursor:
            cursor.execute(MERGE)


class Tally(models.Model):
    """A number to be added up with those beside it: there may be several, or negative ones.

    Triggers (tallies.sql) write one for what each statement adds, changes or deletes: so the
    sums are exact in every transaction, and nobody waits for a row in which somebody else counts.
    Once a night they are merged, for each day and for each month: so add up only what `by` or
    `in_period` returns.
    """

    class Span(models.TextChoices):
        DAY = "day", "Tag"
        MONTH = "month", "Monat"

    class What(models.TextChoices):
        SUBMISSION = "submission", "Beitrag"
        INTEREST = "interest", "Weiteres Thema"  # value: its key
        TAG = "tag", "Schlagwort"  # value: its key
        ANSWER = "answer", "Antwort"  # value: days from the submission to the answer

    # Random, as that of a submission.
    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    what = models.CharField(max_length=10, choices=What)
    # Of what was merged; its day is the first one.
    span = models.CharField(max_length=5, choices=Span, blank=True, db_default="")
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
        indexes = [
            # With all that is counted by day, so that only the index is read.
            models.Index(
                name="tally_by_span",
                fields=["what", "span", "assigned_forum", "day"],
                include=["state", "number"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} am {self.day:%d.%m.%Y}: {self.number}"
