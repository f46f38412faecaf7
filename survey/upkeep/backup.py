"""A dump of the database with what is needed to judge it: `manage.py backup`, and what reads it.

Beside a dump stands a list (JSON) of the moment in which it was made: rows and md5 of each table,
which keys it wants, which version wrote it. Postgres' own programs do the work; a password reaches
them by their environment, never by a command line.
"""

import hmac
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg import sql

from survey.upkeep.erased import write_erased
from survey.upkeep.models import Mark

# Of a moment, or sessions of staff: a restore must not bring them back.
LEFT_OUT = ("django_cache", "django_session", "survey_ratelimit", "usersessions_usersession")
FROM_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
# By which the text of a row is the same in each session.
AS_TEXT = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; "
AS_TEXT += "SET extra_float_digits = 1; SET bytea_output = 'hex'"


DIGEST = sql.SQL(
    "SELECT count(*), coalesce(md5(string_agg(row, '' ORDER BY row)), '') "
    "FROM (SELECT md5(t::text) AS row FROM "
)


class BackupError(Exception):
    """It can't be done; the words say why, and are for people."""


Tables = dict[str, tuple[int, str]]


def back_up(folder: Path) -> tuple[Path, list[str]]:
    """Write dump and list into a folder, take old ones out; return the dump, and what to mind."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = timezone.now()
    name = f"portal-{now:%Y%m%d-%H%M%S}"
    parts = [folder / f"{name}.dump", folder / f"{name}.json"]
    half = [file.with_suffix(f"{file.suffix}.part") for file in parts]
    warnings = [] if is_after_the_night(now) else [BEFORE_THE_NIGHT]
    try:
        with snapshot() as session, private_files():
            [number] = session.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
            ours = ["--format=custom", "--no-owner", "--no-privileges", *left_out]
            run("pg_dump", *ours, f"--snapshot={number}", f"--file={half[0]}")
            made = {
                "made": now.isoformat(),
                "version": settings.VERSION,
                "keys": needed_keys(),
                "tables": digests(session),
            }
            half[1].write_text(json.dumps(made, indent=1) + "\n")
        for written, file in zip(half, parts, strict=True):
            with written.open("rb") as content:
                os.fsync(content.fileno())
            written.rename(file)
    finally:
        for file in half:
            file.unlink(missing_ok=True)
    write_erased(folder)
    take_old_out(folder, now)
    return parts[0], warnings


BEFORE_THE_NIGHT = (
    "Die Nacht ist heute noch nicht gelaufen: Dieser Auszug enthält noch die Uhrzeiten der "
    "heutigen Anmeldungen (docs/privacy.md). Besser ist es, ihn danach anzulegen."
)


def is_after_the_night(now: datetime) -> bool:
    mark = Mark.objects.filter(pk=Mark.Name.NIGHT).first()
    return mark is not None and timezone.localdate(mark.at) == timezone.localdate(now)


def take_old_out(folder: Path, now: datetime) -> None:
    """Delete what is older than BACKUP_DAYS: what was erased since would live on in it."""
    for file in folder.glob("portal-*.*"):
        written = datetime.fromtimestamp(file.stat().st_mtime, now.tzinfo)
        if written < now - timedelta(days=settings.BACKUP_DAYS):
            file.unlink()


def needed_keys() -> dict[str, str]:
    """Name the keys without which a dump is only half of it, by marks that tell nothing of them."""
    keys = {"SECRET_KEY": settings.SECRET_KEY}
    for number, key in enumerate(settings.SECRET_KEY_FALLBACKS, 1):
        keys[f"SECRET_KEY_FALLBACKS {number}"] = key
    return {name: mark_of(key) for name, key in keys.items()}


def mark_of(key: str) -> str:
    return hmac.new(key.encode(), b"named in a backup", "sha256").hexdigest()[:12]


def missing_keys(made: dict[str, Any]) -> list[str]:
    """Return which keys of a dump are none of those that are set here."""
    here = set(needed_keys().values())
    return [name for name, mark in made["keys"].items() if mark not in here]


def read_list(dump: Path) -> dict[str, Any]:
    """Return what stands in the list of a dump. Raises BackupError."""
    try:
        made: dict[str, Any] = json.loads(dump.with_suffix(".json").read_text())
        made["tables"] = {name: tuple(both) for name, both in made["tables"].items()}
        datetime.fromisoformat(made["made"])
        made["keys"].values()
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise BackupError(
            f"Neben {dump.name} fehlt die Liste {dump.stem}.json, oder sie ist nicht lesbar."
        ) from None
    return made


def digests(session: psycopg.Connection[Any]) -> Tables:
    """Return rows and md5 of each table that a dump holds, whatever the order of the rows."""
    session.execute(AS_TEXT)
    names = session.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall()
    tables = {}
    for (name,) in names:
        if name not in LEFT_OUT:
            query = DIGEST + sql.Identifier(name) + sql.SQL(" t) AS rows")
            rows = session.execute(query).fetchone()
            tables[name] = (int(rows[0]), str(rows[1])) if rows else (0, "")
    return tables


def differences(expected: Tables, found: Tables) -> list[str]:
    """Return in words which tables aren't the same."""
    said = []
    for name in sorted(expected.keys() | found.keys()):
        before, after = expected.get(name), found.get(name)
        if before is None or after is None:
            said.append(f"{name}: {'fehlt' if before else 'ist zu viel'}")
        elif before[0] != after[0]:
            said.append(f"{name}: {after[0]} Zeilen statt {before[0]}")
        elif before != after:
            said.append(f"{name}: {before[0]} Zeilen, aber anderer Inhalt")
    return said


def fill(alias: str, dump: Path) -> None:
    """Read a dump into an empty database. Raises BackupError, also for one that isn't empty."""
    with snapshot(alias) as session:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        [number] = session.execute(tables).fetchone() or (0,)
    if number:
        name = connections[alias].settings_dict["NAME"]
        raise BackupError(
            f"Die Datenbank {name} ist nicht leer ({number} Tabellen). Nichts wurde geändert."
        )
    options = "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"
    run("pg_restore", *options, "--dbname=", str(dump), alias=alias)


def found_in(alias: str) -> Tables:
    with snapshot(alias) as session:
        return digests(session)


@contextmanager
def snapshot(alias: str = "default") -> Iterator[psycopg.Connection[Any]]:
    """Open a session of its own that sees one moment of the database, and changes nothing."""
    parameters = parameters_of(alias)
    with psycopg.connect(**parameters) as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        yield session
        session.rollback()


def parameters_of(alias: str) -> dict[str, Any]:
    parameters = connections[alias].get_connection_params()
    ours = ("cursor_factory", "context", "prepare_threshold")  # of Django's own connections
    return {name: value for name, value in parameters.items() if name not in ours}


def run(program: str, *arguments: str, alias: str = "default") -> None:
    """Run a program of Postgres on a database. Raises BackupError with what it says."""
    if not (found := shutil.which(program)):
        raise BackupError(f"{program} fehlt: Es gehört zu Postgres (postgresql-client).")
    parameters = parameters_of(alias)
    environment = {
        variable: str(parameters[name])
        for name, variable in FROM_LIBPQ.items()
        if parameters.get(name)
    }
    if arguments[-2:-1] == ("--dbname=",):
        arguments = (*arguments[:-2], f"--dbname={parameters['dbname']}", arguments[-1])
    done = subprocess.run(
        [found, *arguments], env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        # Of a refused row Postgres would say what stands in it.
        said = [line for line in done.stderr.splitlines() if "error:" in line]
        raise BackupError(f"{program} ist gescheitert: {' '.join(said[:3]) or done.returncode}")


@contextmanager
def private_files() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
