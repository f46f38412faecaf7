"""A database connection that gives up when the server is silent."""

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

# Seconds. More than the server's own statement_timeout, which a frozen server can't keep.
PATIENCE = 3.0


class ImpatientConnection(psycopg.Connection[Any]):
    """Connection on which no statement waits longer than PATIENCE for the server.

    The end of patience is a `psycopg.OperationalError`. The connection is then closed, because
    a rollback or a next statement on it would only wait again.
    """

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, PATIENCE if timeout is None else timeout)
        except psycopg.OperationalError:
            if timeout is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise
