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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from dev.environment import ROOT
from dev.postgres import end_with_parent

STATIC = ROOT / "build" / "test-static"
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
    """Run the portal on a new database of the Postgres at `server_url`; drop it afterwards."""
    name = f"portal_{secrets.token_hex(4)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    port = free_port()
    url = f"http://{host}:{port}"
    database_url = server_url.rpartition("/")[0] + f"/{name}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ruhrdialog.settings",
        "DATABASE_URL": database_url,
        "SITE_URL": url,
        "ALLOWED_HOSTS": host,
        "STATIC_ROOT": str(STATIC),
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        **environment,
    }
    portal = Portal(url, database_url, folder / "log", environment)
    try:
        prepare(portal)
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


def prepare(portal: Portal) -> None:
    """Migrate, load the content, collect the static files, create the administrator."""
    portal.manage("migrate")
    portal.manage("load_content")
    portal.manage("createsuperuser", "--noinput", f"--username={ADMINISTRATOR}", "--email=")
    collect_static(portal)


def collect_static(portal: Portal) -> None:
    """Collect the static files once in a run of the tests: all portals serve the same."""
    STATIC.mkdir(parents=True, exist_ok=True)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with (STATIC.parent / "test-static.run").open("a+") as stamp:
        fcntl.flock(stamp, fcntl.LOCK_EX)
        stamp.seek(0)
        if stamp.read() != run:
            portal.manage("collectstatic", "--noinput")
            stamp.truncate(0)
            stamp.write(run)


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
