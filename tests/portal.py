"""The real portal for tests: gunicorn with hashed static files, on a database of its own."""

import contextlib
import fcntl
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from dev.environment import ROOT
from dev.postgres import Cluster, end_with_parent

STATIC = ROOT / "build" / "test-static"
RUN = ROOT / "build" / "tests"  # where pytest keeps what one run of the tests makes
MIGRATED = "tests_migrated"  # made once a run, by the fixture django_db_setup (conftest.py)
TEMPLATE = "portal_template"
DUMP = RUN / "portal_template.sql"
ADMINISTRATOR = "administrator"
PASSWORD = "only-for-tests-of-the-portal"


@dataclass
class Portal:
    """Where a running portal answers and what it runs on."""

    url: str
    database_url: str
    log: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        """Run a command of `manage.py` against the portal's database."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL
        )

    def rows(self, query: str, *parameters: object) -> list[tuple]:
        """Ask the portal's database directly, past Django."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def running_portal(
    server_url: str, folder: Path, host: str = "127.0.0.1", **environment: str
) -> Iterator[Portal]:
    """Run the portal on a new database of the Postgres at `server_url`; drop it afterwards.

    What asks for a portal asks for `django_db_setup` too: it makes the database to be copied.
    """
    name = f"portal_{secrets.token_hex(4)}"
    port = free_port()
    url = f"http://{host}:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ruhrdialog.settings",
        "DATABASE_URL": database_at(server_url, name),
        "SITE_URL": url,
        "ALLOWED_HOSTS": host,
        "STATIC_ROOT": str(STATIC),
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "WEB_CONCURRENCY": "1",  # each starts for seconds
        **environment,
    }
    portal = Portal(url, environment["DATABASE_URL"], folder / "log", environment)
    once_a_run("static", lambda: portal.manage("collectstatic", "--noinput"))
    prepare_once(server_url, portal)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    try:
        with portal.log.open("wb") as log:
            command = [sys.executable, "-m", "gunicorn", "--config", "ruhrdialog/gunicorn.conf.py"]
            server = subprocess.Popen(
                [*command, "--bind", f"127.0.0.1:{port}", "ruhrdialog.wsgi"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent(15),
            )
        try:
            wait_until_ready(portal, server)
            yield portal
        finally:
            server.terminate()
            server.wait()
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def database_at(server_url: str, name: str) -> str:
    return f"{server_url.rpartition('/')[0]}/{name}"


def mark_of(server_url: str) -> int:
    return zlib.crc32(server_url.encode())


def prepare_once(server_url: str, portal: Portal) -> None:
    once_a_run(f"template-{mark_of(server_url)}", lambda: prepare(server_url, portal))


def prepare(server_url: str, portal: Portal) -> None:
    """Make the database that each portal copies: that of all tests, with an administrator.

    It is made once a run, in the Postgres of all tests; another gets a dump of it.
    """
    is_first = server_url == os.environ["DATABASE_URL"]
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        of = f"TEMPLATE {MIGRATED}" if is_first else ""
        connection.execute(f"CREATE DATABASE {TEMPLATE} {of}")
    url = database_at(server_url, TEMPLATE)
    if not is_first:
        prepare_once(os.environ["DATABASE_URL"], portal)
        load(url, DUMP.read_text())
        return
    template = replace(portal, environment=portal.environment | {"DATABASE_URL": url})
    template.manage("createsuperuser", "--noinput", f"--username={ADMINISTRATOR}", "--email=")
    DUMP.write_text(dump(url))  # at once: while it is read nobody can copy the database


def run(program: str, *arguments: str, **options: str) -> str:
    """Run a program of the embedded Postgres; return what it prints."""
    command = [Cluster("test").programs() / program, *arguments]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def dump(url: str, *options: str) -> str:
    return run("pg_dump", *options, f"--dbname={url}")


def load(url: str, dumped: str) -> None:
    run("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={url}", input=dumped)


def once_a_run(name: str, work: Callable[[], None]) -> None:
    """Do what all portals share once in a run of the tests; who comes meanwhile waits."""
    with (RUN / f"{name}.done").open("a+") as stamp:
        fcntl.flock(stamp, fcntl.LOCK_EX)
        stamp.seek(0)
        if not stamp.read():
            work()
            stamp.write("done")


@contextlib.contextmanager
def running_worker(portal: Portal) -> Iterator[subprocess.Popen]:
    """Run the worker that does the portal's jobs."""
    with portal.log.open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=ROOT,
            env=portal.environment,
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent(15),
        )
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(portal: Portal, server: subprocess.Popen) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{portal.url}/readyz", timeout=5).close()
            return
        assert server.poll() is None, portal.log.read_text()
        time.sleep(0.05)
    raise AssertionError(portal.log.read_text())
