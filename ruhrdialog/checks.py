"""System checks: settings that are fine alone and wrong together, a database from between."""

import runpy
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http.request import split_domain_port, validate_host

from ruhrdialog.health.looked_at import missing_migrations
from ruhrdialog.lib.logs import told
from ruhrdialog.lib.pooler import COMMANDS, missing_limits
from ruhrdialog.lib.smtp.server import SMTP


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
def the_site_is_an_allowed_host(**_: Any) -> list[checks.Error]:
    """Without its own host every page would be a 400."""
    host, _port = split_domain_port(urlsplit(settings.SITE_URL).netloc)
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        checks.Error(
            f"ALLOWED_HOSTS doesn't name {host}, the host of SITE_URL: no page would be served.",
            id="ruhrdialog.E003",
        )
    ]


@checks.register(deploy=True)
def mails_go_out(**_: Any) -> list[checks.Error]:
    """Who asks for news, and Leitung, wait for mails. What else is wrong stops the start."""
    if settings.EMAIL_BACKEND == SMTP:
        return []
    return [
        checks.Error(
            "EMAIL_URL is wrong: with it no mail leaves this machine.",
            hint="The README shows which addresses of mail servers are understood.",
            id="ruhrdialog.E004",
        )
    ]


@checks.register(deploy=True)
def mails_come_back(**_: Any) -> list[checks.Warning]:
    """Without an own address, mails that can't be delivered are nobody's."""
    if settings.BOUNCE_ADDRESS:
        return []
    return [
        checks.Warning(
            "BOUNCE_ADDRESS isn't set: mails that can't be delivered come back to "
            f"{settings.DEFAULT_FROM_EMAIL}, dead addresses stay and get every update, who calls "
            "mails spam stays too, and mail providers think less of this sender.",
            hint="docs/operations.md says how to set it.",
            id="ruhrdialog.W003",
        )
    ]


@checks.register(deploy=True)
def who_agrees_knows_how_often_mails_come(**_: Any) -> list[checks.Warning]:
    """The sentence of consent says how often at most."""
    if settings.NEWS_PER_MONTH:
        return []
    return [
        checks.Warning(
            "NEWS_PER_MONTH isn't set: who gives an address isn't told how often mails come at "
            "most, and nothing keeps the portal from sending one a day.",
            id="ruhrdialog.W006",
        )
    ]


@checks.register(deploy=True)
def the_way_to_the_database_is_closed(**_: Any) -> list[checks.Warning]:
    """Over a network the connection is encrypted and the server's certificate checked."""
    database = settings.DATABASES[DEFAULT_DB_ALIAS]
    hosts = (database.get("HOST") or "").split(",")
    on_this_machine = all(
        host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1") for host in hosts
    )
    if on_this_machine or database.get("OPTIONS", {}).get("sslmode") == "verify-full":
        return []
    return [
        checks.Warning(
            "Whoever is on the way to the database can read along, or answer in its stead.",
            hint="Add ?sslmode=verify-full to DATABASE_URL, and &sslrootcert=FILE for an own "
            "authority.",
            id="ruhrdialog.W004",
        )
    ]


@checks.register(deploy=True)
def temporary_files_have_a_place(**_: Any) -> list[checks.Error]:
    """Uploads are written into one folder, gunicorn's signs of life into another."""
    gunicorn = runpy.run_path(str(Path(__file__).with_name("gunicorn.conf.py")))
    return [
        checks.Error(
            f"There is no place for {what}: {folder} can't be written.",
            hint="In a container whose files are read-only, mount a tmpfs there.",
            id="ruhrdialog.E005",
        )
        for what, folder, place in (
            ("uploads", "/tmp", None),  # noqa: S108 - or what TMPDIR says
            ("gunicorn's signs of life", *[gunicorn["worker_tmp_dir"]] * 2),
        )
        if not takes_files(place)
    ]


def takes_files(place: str | None) -> bool:
    """Tell whether a folder, or Python's choice of one, takes files of a moment.

    Where there is no other, Python chooses the working folder: no place for what people send.
    """
    try:
        folder = place or tempfile.gettempdir()
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return Path(folder) != Path.cwd()


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


@checks.register(deploy=True)
def somebody_is_named_for_what_is_urgent(**_: Any) -> list[checks.Warning]:
    """Who reads of a threat sees whom to ask."""
    if settings.URGENT_CONTACT:
        return []
    return [
        checks.Warning(
            "OPERATOR_URGENT_CONTACT isn't set: staff don't see whom to ask about what is urgent.",
            hint="The README says what belongs in it.",
            id="ruhrdialog.W005",
        )
    ]


@checks.register(deploy=True)
def the_database_is_ready(**options: Any) -> list[checks.CheckMessage]:
    """The schema is that of this release; and what else `check --database default` would say.

    Django leaves databases out unless they are named; who deploys shouldn't have to know that.
    """
    named = options.get("databases")
    try:
        found: list[checks.CheckMessage] = [*not_migrated(named or [DEFAULT_DB_ALIAS])]
        if not named:
            found += checks.run_checks(tags=[checks.Tags.database], databases=[DEFAULT_DB_ALIAS])
    except OperationalError as error:
        return [
            checks.Error(f"The database doesn't answer: {told(error)}.", id="ruhrdialog.E006"),
        ]
    return found


def not_migrated(aliases: list[str]) -> Iterator[checks.Error]:
    for alias in aliases:
        if missing := missing_migrations(alias):
            yield checks.Error(
                f"The database lacks {len(missing)} migrations of this release: "
                f"first {missing[0]}.",
                hint="python manage.py migrate",
                id="ruhrdialog.E007",
            )


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
def pages_have_time_limits(**options: Any) -> list[checks.Error]:
    """Behind PgBouncer the role has them; the web server doesn't start without."""
    return [
        checks.Error(
            f"With DATABASE_POOLER the database's role needs {' and '.join(missing)}.",
            hint=COMMANDS,
            id="ruhrdialog.E008",
        )
        for alias in options.get("databases") or []
        if (missing := missing_limits(alias))
    ]


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
