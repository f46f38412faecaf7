"""`manage.py migrate`: Django's own, made for a portal that people use meanwhile.

One runs at a time, the others wait. A table is waited for half a second at most, since whoever
comes meanwhile queues behind, and pages give up after two; then it is tried again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations import Migration

from ruhrdialog.lib.pooler import refuse_pooler

LOCK = 1310  # the number of PostgreSQL's advisory lock
PAUSE = 2.0  # seconds
TRIES = 30
# What another transaction is to blame for, and what was begun is taken back.
IN_USE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


class Command(migrate.Command):
    database: str

    def handle(self, *args: Any, **options: Any) -> None:
        self.database = options["database"]
        if options["plan"] or options["check_unapplied"]:  # these only look
            super().handle(*args, **options)
            return
        refuse_pooler()
        with self.alone():
            for left in reversed(range(TRIES)):
                try:
                    super().handle(*args, **options)
                    return
                except OperationalError as error:
                    if not isinstance(error.__cause__, IN_USE):
                        raise
                    self.wait_for_a_table(left)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock in a session of its own, which ends with this process, however that ends.

        The session is asked again and again, and never waits inside a statement: making an index
        concurrently, as the other `migrate` may be doing, waits for all statements that are older.
        """
        told = False
        parameters = connections[self.database].get_connection_params()
        with psycopg.connect(**parameters, autocommit=True) as session:
            while not locked(session):
                if not told:
                    self.stdout.write("Ein anderes migrate läuft, dieses wartet darauf.")
                    self.stdout.flush()
                told = True
                time.sleep(PAUSE)
            yield

    def wait_for_a_table(self, tries_left: int) -> None:
        if not tries_left:
            raise CommandError(
                "Eine Tabelle war zu lange in Gebrauch, etwa durch pg_dump. Was migriert ist, "
                "bleibt, das Portal läuft weiter. Bitte später noch einmal: manage.py migrate"
            )
        self.stdout.write("Eine Tabelle ist gerade in Gebrauch; gleich ein neuer Versuch.")
        self.stdout.flush()
        time.sleep(PAUSE)

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        """Let each migration, those of libraries too, wait no longer than ours.

        Those outside of a transaction say themselves how long: some make indexes concurrently, and
        what they have begun stays.
        """
        if migration and migration.atomic and action in TIMEOUT:
            with connections[self.database].cursor() as cursor:
                cursor.execute(TIMEOUT[action])
        super().migration_progress_callback(action, migration, fake)


TIMEOUT = {"apply_start": "SET lock_timeout = '500ms'", "apply_success": "RESET lock_timeout"}


def locked(session: psycopg.Connection[Any]) -> bool:
    row = session.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(row and row[0])
