"""Connections to a database that may be away: nobody waits for long, and not each for himself."""

import select
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.db import Error, IntegrityError, connection
from django.db.transaction import atomic
from procrastinate.exceptions import ConnectorException
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

# Seconds. More than the server's own statement_timeout, which a frozen server can't keep.
PATIENCE = 3.0
REST = 0.5  # seconds in which nobody asks again after a failure
TRY = 5.0  # seconds that one may need to find out whether it is back

# Every way in which the database can refuse: away, frozen, read-only after a failover, full,
# locked, of another schema; for a job, too.
UNAVAILABLE = (Error, ConnectorException)


def apart() -> AbstractContextManager[None]:
    """Let a statement fail without the transaction that is under way, if one is."""
    return atomic() if connection.in_atomic_block else nullcontext()


def broken_rule(error: IntegrityError) -> str | None:
    """Return the name of the constraint that refused."""
    cause = error.__cause__
    return cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None


class Outage:
    """What a process knows about the database being away.

    After a failure nobody asks for a moment, then one asks and all others go on without; else each
    request would wait its whole patience, hold a thread meanwhile, and soon none would be free.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_on = False
        self.next_try = 0.0

    def begin(self) -> None:
        with self.lock:
            self.is_on = True
            self.next_try = time.monotonic() + REST

    def end(self) -> None:
        self.is_on = False

    def lets_try(self) -> bool:
        """Tell whether the caller may ask for a connection."""
        if not self.is_on:
            return True
        with self.lock:
            if time.monotonic() < self.next_try:
                return False
            self.next_try = time.monotonic() + TRY
            return True


outage = Outage()


class ImpatientConnection(psycopg.Connection[Any]):
    """Connection on which no statement waits longer than PATIENCE for the server.

    The end of patience is a `psycopg.OperationalError`. The connection is then closed, because
    a rollback or a next statement on it would only wait again.
    """

    @classmethod
    def connect(cls, *args: Any, **options: Any) -> "ImpatientConnection":
        try:
            return super().connect(*args, **options)
        except psycopg.OperationalError:
            outage.begin()
            raise

    def has_news(self) -> bool:
        """Tell whether the server has sent something unasked while the connection rested."""
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, PATIENCE if timeout is None else timeout)
        except psycopg.OperationalError:
            if timeout is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
                outage.begin()
            raise
