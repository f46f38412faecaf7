"""A database of November 2026 becomes one of today, with all its rows.

tests/dumps/2026_11.sql was made with the code of commit 7d9ef6d: by its migrations, which are gone
since, its content and a few rows for each table, made by its models and marked as samples; then by
`pg_dump --no-owner --no-privileges`, less a setting that Postgres 16 doesn't know.
"""

import contextlib
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from difflib import unified_diff

import psycopg
import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from procrastinate.contrib.django import app

from dev.environment import ROOT
from tests.portal import database_at, dump, load

DUMP = (ROOT / "tests" / "dumps" / "2026_11.sql").read_text()
OWN = ("survey_", "forums_", "faq_", "ruhrdialog_")
# Where migrating adds rows for what is new; the rights of the roles are given anew each time.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}
GIVEN_ANEW = {"auth_group_permissions"}
MADE_ANEW = {"search_vector"}  # columns that say nothing of their own


@dataclass
class FormerDatabase:
    """The migrated dump, and what stood in each of its tables before and after."""

    url: str
    before: dict[str, list[dict]]
    after: dict[str, list[dict]]


@contextlib.contextmanager
def empty_database():
    """A database of its own on the server of the tests; give its address."""
    server, name = os.environ["DATABASE_URL"], f"former_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as server_connection:
        server_connection.execute(f"CREATE DATABASE {name}")
        try:
            yield database_at(server, name)
        finally:
            server_connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def schema(url):
    lasting = ["--schema-only", "--no-owner", "--no-privileges", "--restrict-key=same"]
    return dump(url, *lasting)


def migrate(url):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ruhrdialog.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment | {"DATABASE_URL": url}, check=True)


def rows(url):
    """Return the rows of each table."""
    with psycopg.connect(url) as database:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return {
            table: [row for (row,) in database.execute(f"SELECT to_jsonb(t) FROM {table} AS t")]
            for (table,) in database.execute(tables).fetchall()
        }


@pytest.fixture(scope="module")
def former():
    with empty_database() as url:
        load(url, DUMP)
        before = rows(url)
        migrate(url)
        yield FormerDatabase(url, before, rows(url))


def test_no_row_is_lost_or_changed(former):
    for table, before in former.before.items():
        assert before or not table.startswith(OWN), f"The dump has no row in {table}"
        after = former.after[table]
        if table not in GIVEN_ANEW:
            kept = [{name: row[name] for name in row.keys() - MADE_ANEW} for row in before]
            lost = [row for row in kept if not any(row.items() <= new.items() for new in after)]
            assert not lost, table
        if table not in GROWING | GIVEN_ANEW:
            assert len(after) == len(before), table


def test_the_schema_is_that_of_a_new_database(former, django_db_setup):
    new = database_at(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    lines = [through_a_dump(url) for url in (new, former.url)]
    assert not [*unified_diff(*lines, "new", "former", n=1)]


def through_a_dump(url):
    """Return the lines of a schema as a restored one has them: some conditions it words anew."""
    with empty_database() as copy:
        load(copy, schema(url))
        return schema(copy).splitlines()


def test_the_jobs_that_wait_there_are_known(former):
    waiting = {job["task_name"] for job in former.after["procrastinate_jobs"]}
    assert waiting
    assert waiting <= app.tasks.keys()


@pytest.mark.django_db
def test_a_database_with_all_former_migrations_or_none_is_taken():
    assert not [found for found in run_checks(databases=["default"]) if found.is_serious()]
    recorder = MigrationRecorder(connection)
    for _, name in [row for row in recorder.applied_migrations() if row[0] == "faq"]:
        recorder.record_unapplied("faq", name)
    assert not [found for found in run_checks(databases=["default"]) if found.is_serious()]


@pytest.mark.django_db
def test_a_database_with_some_of_the_former_migrations_is_refused_as_it_is():
    MigrationRecorder(connection).record_unapplied("survey", "0015_queue_by_day")
    with pytest.raises(SystemCheckError, match=r"lacks some: survey\.0015_queue_by_day"):
        call_command("migrate", skip_checks=False, verbosity=0)
