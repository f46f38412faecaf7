"""Django's PostgreSQL, but in an outage it refuses at once; Django finds it by this name."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from ruhrdialog.lib.connection import outage


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not outage.lets_try():
            raise psycopg.OperationalError("The database was away a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
            while self.pool and connection.has_news():
                # Most often that the server has closed it. Asked each time, as the pool would, each
                # request had one statement more.
                connection.close()
                self.pool.putconn(connection)
                connection = super().get_new_connection(conn_params)
        except psycopg.Error:
            if outage.is_on:
                outage.begin()
            raise
        outage.end()
        return connection
