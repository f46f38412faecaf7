"""Takes the traces out of the tables by which an address could be linked to its answers.

A submission and a subscription are stored one after the other. Even in separate transactions
their rows then have neighbouring transaction numbers (`xmin`) and places. Written again by one
statement, in random order, all rows of a table share one number and their places say nothing.
"""

from datetime import date, datetime, time

from django.db import connection, models, transaction
from django.utils import timezone

from survey.figures.models import Tally
from survey.news.models import Subscription
from survey.submissions.models import Submission


def shuffle_rows(since: date) -> dict[str, int]:
    """Rewrite the rows of all days from `since` to yesterday; return the number for each table.

    The tallies are merged as well: they were written with the submissions.
    Today's rows wait for the next night: among few rows of one moment a random order hides
    nothing. The old versions are gone from the disk after the VACUUM at the end.
    """
    start, end = (
        datetime.combine(day, time.min, timezone.get_current_timezone())
        for day in (since, timezone.localdate())
    )
    counts = {
        "submissions": rewrite(Submission, "day", since, timezone.localdate()),
        "subscriptions": rewrite(Subscription, "requested_at", start, end),
    }
    Tally.objects.merge()
    tables = [model._meta.db_table for model in (Submission, Subscription, Tally)]
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {', '.join(tables)}")
    return counts


def rewrite(model: type[models.Model], column: str, start: date, end: date) -> int:
    """Write the rows with `start` <= column < `end` again, in random order, by one statement."""
    table = connection.ops.quote_name(model._meta.db_table)
    column = connection.ops.quote_name(column)
    with transaction.atomic(), connection.cursor() as cursor:
        # A nested loop takes the rows in the order of the subquery; a hash join wouldn't.
        cursor.execute("SET LOCAL enable_hashjoin = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")
        cursor.execute(
            f"""
            WITH shuffled AS MATERIALIZED (
                SELECT id FROM {table} WHERE {column} >= %s AND {column} < %s ORDER BY random()
            )
            UPDATE {table} AS target SET {column} = target.{column}
            FROM shuffled WHERE target.id = shuffled.id
            """,  # noqa: S608 - names from the models
            [start, end],
        )
        return int(cursor.rowcount)
