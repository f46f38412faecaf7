"""Renews what the index has read of the submissions that were there before."""

from typing import Any

from django.db import migrations

AT_ONCE = 500
NEXT = "SELECT id FROM survey_submission WHERE id > %s ORDER BY id LIMIT %s"
# The trigger reads them anew.
RENEW = """
UPDATE survey_submission SET reason = reason
WHERE id = ANY(%s) AND search_vector IS DISTINCT FROM
    to_tsvector('german', survey_words(concat_ws(' ', other_topic, reason, proposal)))
"""
# What is new in these indexes waits in a list, which whoever sends next may have to sort in: of many
# rows that takes seconds.
SORT_IN = "SELECT gin_clean_pending_list(%s::regclass)"
INDEXES = ("submission_search", "submission_signature")


def renew(apps: Any, schema_editor: Any) -> None:
    last = "00000000-0000-0000-0000-000000000000"
    with schema_editor.connection.cursor() as cursor:
        while cursor.execute(NEXT, [last, AT_ONCE]) and (keys := [key for (key,) in cursor]):
            cursor.execute(RENEW, [keys])
            for index in INDEXES:
                cursor.execute(SORT_IN, [index])
            last = keys[-1]
        # Similar texts are found by the statistics of the words.
        cursor.execute("ANALYZE survey_submission")


class Migration(migrations.Migration):
    atomic = False  # each portion for itself, so that nobody waits for long

    dependencies = [("survey", "0008_normal_words")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
