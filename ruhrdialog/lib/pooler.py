"""PgBouncer that gives each transaction another session (`pool_mode = transaction`).

Then a connection can't set its own time limits, and the role has them. Pages need them, or one lock
holds all threads. What needs a session of its own goes past it.
"""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from ruhrdialog.lib.connection import PATIENCE, UNAVAILABLE

logger = logging.getLogger(__name__)

LIMITS = {"statement_timeout": "2500ms", "lock_timeout": "1s", "work_mem": "16MB"}
COMMANDS = " ".join(f"ALTER ROLE portal SET {name} = '{value}';" for name, value in LIMITS.items())


def missing_limits(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return which time limits a session of the role lacks; the database must answer."""
    if not settings.DATABASE_POOLER:
        return []
    names = ["statement_timeout", "lock_timeout"]
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) "
            "AND NOT setting::integer BETWEEN 1 AND %s ORDER BY name",
            [names, int(PATIENCE * 1000)],
        )
        return [name for (name,) in cursor.fetchall()]


def check_limits() -> None:
    """Raise ImproperlyConfigured if the role lacks a limit; a database that is away is no fault."""
    try:
        missing = missing_limits()
    except UNAVAILABLE:
        logger.warning("The database is away: whether its role has time limits isn't known.")
        return
    if missing:
        raise ImproperlyConfigured(
            f"The portal doesn't start: with DATABASE_POOLER the role needs "
            f"{' and '.join(missing)} (docs/operations.md): {COMMANDS}"
        )


def refuse_pooler() -> None:
    """Raise CommandError in a command that needs a session of its own."""
    if settings.DATABASE_POOLER:
        raise CommandError(
            "Dieses Kommando braucht eine eigene Sitzung: Nennen Sie in DATABASE_URL Postgres "
            "selbst und lassen Sie DATABASE_POOLER weg."
        )
