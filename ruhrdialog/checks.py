"""System checks: settings that are fine alone and wrong together, a database from between."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@checks.register(deploy=True)
def https_needs_a_trusted_proxy(**_: Any) -> list[checks.Error]:
    """The portal itself speaks HTTP only: with https the proxy in front must be known."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return [
            checks.Error(
                "SITE_URL is https, but no proxy is trusted: every page would redirect to itself.",
                hint="Set TRUSTED_PROXIES to the number of your own proxies, usually 1.",
                id="ruhrdialog.E001",
            )
        ]
    return []


@checks.register(deploy=True)
def the_operator_is_known(**_: Any) -> list[checks.Warning]:
    """The legal pages need what only the operator knows."""
    return [
        checks.Warning(
            f"OPERATOR_{name.upper()} isn't set: the legal pages show a gap in its place.",
            hint="The README says what belongs in it.",
            id="ruhrdialog.W001",
        )
        for name, value in settings.OPERATOR.items()
        if not value
    ]


@checks.register(checks.Tags.database)
def former_migrations_are_applied_all_or_none(**options: Any) -> list[checks.Error]:
    """What a migration replaces and is gone can't be made up for; Django would go on without it."""
    known = MigrationLoader(None).disk_migrations
    errors = []
    for alias in options.get("databases") or []:
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for migration in known.values():
            former = set(migration.replaces) - known.keys()
            missing = former - applied.keys()
            if missing and missing != former:
                errors.append(half_applied(migration, missing))
    return errors


def half_applied(migration: Migration, missing: set[tuple[str, str]]) -> checks.Error:
    names = ", ".join(sorted(f"{app}.{name}" for app, name in missing))
    return checks.Error(
        f"{migration} stands for former migrations of which the database lacks some: {names}.",
        hint="Migrate with the last release that has them, then with this one.",
        id="ruhrdialog.E002",
    )


@checks.register(checks.Tags.database)
def the_log_of_postgres_holds_no_content(**options: Any) -> list[checks.Warning]:
    """Only an administrator of the server can set this, so it is read and told."""
    return [
        checks.Warning(
            f"The log of Postgres would hold what people write: {name} is {value}.",
            hint=f"ALTER SYSTEM SET {name} = {silent}; SELECT pg_reload_conf();",
            id="ruhrdialog.W002",
        )
        for alias in options.get("databases") or []
        for name, value, silent in telling_settings(connections[alias])
    ]


def telling_settings(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """Return each setting that lets values into the log, its value, and what would be silent.

    PostgreSQL 18, section 19.8.3: in detail of an error stands the row that was refused; beside a
    statement stand its parameters, unless their length is 0.
    """
    now = {}
    with connection.cursor() as cursor:
        for name in LOG_SETTINGS:
            cursor.execute(f"SHOW {name}")
            [now[name]] = cursor.fetchone()
    statements = now["log_statement"] in ("all", "mod") or now["log_min_duration_statement"] != "-1"
    telling = {
        "log_error_verbosity": now["log_error_verbosity"] != "terse",
        "log_parameter_max_length": statements and now["log_parameter_max_length"] != "0",
        "log_parameter_max_length_on_error": now["log_parameter_max_length_on_error"] != "0",
    }
    silent = {"log_error_verbosity": "terse"}
    return [(name, now[name], silent.get(name, "0")) for name, tells in telling.items() if tells]


LOG_SETTINGS = (
    *("log_error_verbosity", "log_statement", "log_min_duration_statement"),
    *("log_parameter_max_length", "log_parameter_max_length_on_error"),
)
