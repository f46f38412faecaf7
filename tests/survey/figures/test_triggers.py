"""The triggers of the tallies stand once: tallies.sql; the migration holds a copy."""

import pytest
from django.db import connection

from dev.environment import ROOT

SOURCE = (ROOT / "survey" / "figures" / "tallies.sql").read_text()
FUNCTIONS = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'survey\\_tally\\_%'"
TRIGGERS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE '%\\_tally\\_%'"
REMOVE = "DROP FUNCTION survey_tally_submissions, survey_tally_others CASCADE"


def definitions():
    with connection.cursor() as cursor:
        cursor.execute(f"{FUNCTIONS} UNION ALL {TRIGGERS} ORDER BY 1")
        return [definition for (definition,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_migrated_database_has_the_triggers_of_the_file():
    migrated = definitions()
    with connection.cursor() as cursor:
        cursor.execute(REMOVE)
        assert definitions() == []
        cursor.execute(SOURCE)
    assert len(migrated) == 2 + 3 * 3  # functions; tables and events
    assert definitions() == migrated
