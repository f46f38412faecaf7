"""`dev/run`: the whole portal on this machine, until Ctrl-C."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError

from dev import assets
from dev.configuration import MAIL_FOLDER, MAILS, fill_in_operator, set_defaults
from dev.environment import ROOT, say, up_to_date
from dev.postgres import Cluster, end_with_parent

ADMINISTRATOR = "admin"


def main() -> None:
    """Bring everything up in order, serve, and stop it in the opposite order."""
    port = chosen_port()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as running:
        refuse_taken_port(port)
        assets.bring_up_to_date()
        own_database = "DATABASE_URL" not in os.environ
        if own_database:
            say("Starting Postgres …")
            os.environ["DATABASE_URL"] = running.enter_context(Cluster("dev")).url
        set_defaults(port)
        fill_in_operator()
        try:
            prepare(own_database)
        except (OperationalError, ImproperlyConfigured) as error:
            sys.exit(f"The portal can't start: {error}")
        server = start_server(port)
        running.callback(stop, server)
        wait_until_ready(server, port)
        if os.environ["EMAIL_URL"] == MAIL_FOLDER:
            say(f"Mails are written to {MAILS.relative_to(ROOT)}/, none is sent.")
        say(f"The portal is ready: http://127.0.0.1:{port} – administration below /verwaltung/")
        sys.exit(supervise(server, running))
    say("\nStopped.")


def chosen_port() -> int:
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    return int(port)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another one: PORT={port + 1} dev/run")


def prepare(own_database: bool) -> None:
    """Migrate, load the content into empty tables, collect static files, make an administrator."""
    django.setup()
    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0, skip_checks=False)
    call_command("load_content")
    collect_static()
    if own_database:
        create_administrator()


def collect_static() -> None:
    """Collect and compress the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    files = [
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list(ignore_patterns=[])
    ]
    state = [f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files)]
    with up_to_date(Path(settings.STATIC_ROOT) / ".stamp", "\n".join(state).encode()) as fresh:
        if not fresh:
            say("Collecting and compressing the static files …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def create_administrator() -> None:
    """Create the first administrator of the embedded database and show the password, once."""
    users = apps.get_model("auth", "User").objects
    if not users.filter(is_superuser=True).exists():
        password = secrets.token_urlsafe(12)
        users.create_superuser(ADMINISTRATOR, password=password)
        say(f"Administrator for /verwaltung/, shown only once: {ADMINISTRATOR} / {password}")
        say("To see the review desk alive: dev/manage sample_submissions 500")


def start_server(port: int) -> subprocess.Popen[bytes]:
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "ruhrdialog/gunicorn.conf.py"]
    return subprocess.Popen(
        [*gunicorn, "--bind", f"127.0.0.1:{port}", "ruhrdialog.wsgi"],
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )


def supervise(server: subprocess.Popen[bytes], running: contextlib.ExitStack) -> int:
    """Keep a worker for the jobs alive as long as the server runs; return the server's exit code.

    The worker ends when it loses the database for a while; then it is started again.
    """
    worker = None
    while server.poll() is None:
        if worker is None or worker.poll() is not None:
            worker = start_worker()
            running.callback(stop, worker)
        time.sleep(1)
    return server.returncode


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "run_worker"],
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait()


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the portal answers; give up with the server's own exit code."""
    while server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        time.sleep(0.05)
    sys.exit(server.returncode)


if __name__ == "__main__":
    main()
