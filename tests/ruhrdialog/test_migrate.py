"""`manage.py migrate` beside people who use the portal, and beside another one."""

import contextlib
import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangosCommand
from django.db import OperationalError, connection, connections
from django.db.migrations import Migration

from dev.environment import ROOT
from dev.postgres import end_with_parent
from ruhrdialog.management.commands import migrate
from tests.former import FORMER, former_database, plan

WAITS = "Ein anderes migrate läuft"
IN_USE = "Eine Tabelle ist gerade in Gebrauch"


@pytest.fixture
def former(django_db_setup, django_db_blocker, monkeypatch):
    """The address of a database of the last release, which is to be migrated."""
    monkeypatch.setattr(migrate, "PAUSE", 0.01)
    with django_db_blocker.unblock(), former_database() as url:
        yield url


@contextlib.contextmanager
def reading(url):
    """Read submissions in a transaction that doesn't end before the context, as pg_dump does."""
    with psycopg.connect(url) as reader:
        reader.execute("SELECT FROM survey_submission LIMIT 1")
        yield reader


@contextlib.contextmanager
def another_migrate(url):
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [migrate.LOCK])
        yield other


class Told(io.StringIO):
    """What a command says; calls a function when it first says certain words."""

    def __init__(self, **deeds):
        super().__init__()
        self.deeds = {globals()[name]: deed for name, deed in deeds.items()}

    def write(self, text):
        for words in [words for words in self.deeds if words in text]:
            self.deeds.pop(words)()
        return super().write(text)


def migrate_former(**options):
    call_command("migrate", database=FORMER, **options)


def test_it_waits_for_a_table_and_lets_others_pass_meanwhile(former):
    with reading(former) as reader:
        told = Told(IN_USE=reader.commit)
        migrate_former(stdout=told)
    assert IN_USE in told.getvalue()
    assert not plan()
    with connections[FORMER].cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_two_at_once_wait_for_each_other(former):
    with another_migrate(former) as other:
        told = Told(WAITS=lambda: other.execute("SELECT pg_advisory_unlock_all()"))
        migrate_former(stdout=told)
    assert told.getvalue().startswith(WAITS)
    assert not plan()


def test_who_waits_does_not_hold_up_an_index_that_the_other_makes(former, monkeypatch):
    asked, asked_again = count(1), Event()

    def locked(session, ask=migrate.locked):
        if next(asked) > 1:
            asked_again.set()
        return ask(session)

    def wait():
        migrate_former(stdout=io.StringIO(), verbosity=0)
        connections[FORMER].close()  # a thread has its own

    monkeypatch.setattr(migrate, "locked", locked)
    with another_migrate(former) as other, ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(wait)
        try:
            assert asked_again.wait(30)
            other.execute("SET statement_timeout = '10s'")
            other.execute("CREATE INDEX CONCURRENTLY ON forums_forum (title)")
        finally:
            other.execute("SELECT pg_advisory_unlock_all()")
        waiting.result()
    assert not plan()


def test_a_killed_one_frees_the_others_which_go_on_where_it_was(former):
    command = [sys.executable, "manage.py", "migrate"]
    settings = {"DJANGO_SETTINGS_MODULE": "ruhrdialog.settings", "DATABASE_URL": former}
    with reading(former) as reader:
        killed = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent(signal.SIGKILL),
        )
        with killed:
            assert any(IN_USE in line for line in killed.stdout)
            told = Told(WAITS=killed.kill, IN_USE=reader.commit)
            migrate_former(stdout=told)
    assert WAITS in told.getvalue()
    assert not plan()


def test_it_gives_up_in_the_end_and_leaves_the_rest_for_later(former, monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 2)
    before = len(plan())
    told = Told()
    with reading(former), pytest.raises(CommandError, match=r"noch einmal: manage\.py"):
        migrate_former(stdout=told)
    assert told.getvalue().count(IN_USE) == 1
    assert 0 < len(plan()) < before
    migrate_former(verbosity=0)
    assert not plan()


def test_what_is_no_matter_of_waiting_is_told_at_once(db, monkeypatch):
    def fail(*args, **options):
        raise OperationalError("The disk is full.")

    monkeypatch.setattr(DjangosCommand, "handle", fail)
    monkeypatch.setattr(migrate, "PAUSE", 600)
    with pytest.raises(OperationalError, match="The disk is full"):
        call_command("migrate")


def test_what_only_looks_waits_for_nobody(former):
    with another_migrate(former):
        told = Told()
        migrate_former(plan=True, stdout=told)
        with pytest.raises(SystemExit):
            migrate_former(check_unapplied=True, stdout=told)
    assert WAITS not in told.getvalue()
    assert "survey.0005_words_apart" in told.getvalue()


@pytest.mark.parametrize(("atomic", "waits"), [(True, "500ms"), (False, "0")])
def test_migrations_of_libraries_wait_for_no_longer_but_outside_of_transactions(db, atomic, waits):
    def timeout():
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return cursor.fetchone()[0]

    command, migration = migrate.Command(), Migration("0001_any", "library")
    command.database, command.verbosity, migration.atomic = "default", 0, atomic
    command.migration_progress_callback("apply_start", migration)
    assert timeout() == waits
    command.migration_progress_callback("apply_success", migration)
    assert timeout() == "0"
