"""Lets Postgres keep no samples of what leads to an address.

ANALYZE stores values of each column in `pg_statistic`. What it has stored is removed by giving a
column its type once more, which writes no row; the night then writes `pg_statistic` anew.
"""

from typing import Any

from django.db import migrations, transaction

COLUMNS = {
    "survey_subscription": ["id", "address", "token"],
    "survey_delivery": ["subscription_id"],
    "survey_ratelimit": ["sender"],
    "procrastinate_jobs": ["args"],
}
SHORT_LOCK = "SET LOCAL lock_timeout = '500ms'"
TYPE = """
    SELECT format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attname = %s
"""


def keep_no_statistics(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    for table, columns in COLUMNS.items():
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute(SHORT_LOCK)
            changes = []
            for column in columns:
                cursor.execute(TYPE, [table, column])
                [kind] = cursor.fetchone()
                changes += [f"ALTER {column} TYPE {kind}", f"ALTER {column} SET STATISTICS 0"]
            cursor.execute(f"ALTER TABLE {table} {', '.join(changes)}")


def keep_statistics(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    for table, columns in COLUMNS.items():
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute(SHORT_LOCK)
            changes = ", ".join(f"ALTER {column} SET STATISTICS -1" for column in columns)
            cursor.execute(f"ALTER TABLE {table} {changes}")


class Migration(migrations.Migration):
    # Each table for itself: a participation writes several, and would wait for one after the other.
    atomic = False

    dependencies = [
        ("procrastinate", "0041_post_retry_failed_job"),
        ("survey", "0003_tallies"),
    ]

    operations = [migrations.RunPython(keep_no_statistics, keep_statistics)]
