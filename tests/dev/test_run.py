"""`dev/run` and `dev/manage` as a newcomer uses them, in a checkout of their own."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psycopg
import pytest

from dev import serve
from dev.configuration import OPERATOR, fill_in_operator
from dev.environment import ROOT
from tests.portal import free_port

PATIENCE = 60  # seconds until the portal must be ready
ONE_PROCESS = {"WEB_CONCURRENCY": "1"}  # starts sooner: enough to look at data


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the project's files; what was downloaded before is shared with it."""
    tmp_path = tmp_path_factory.mktemp("checkout")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed, cwd=ROOT, text=True).splitlines():
        if (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    for name in (".venv", ".tools", "node_modules"):
        (tmp_path / name).symlink_to(ROOT / name)
    yield tmp_path
    for leftover in private_folders(tmp_path):
        shutil.rmtree(leftover)


def private_folders(checkout):
    """Return the folder in the temporary directory that a run as root makes."""
    script = "from dev import postgres as p; print(p.private_folder(p.Cluster('dev').owner))"
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    folder = subprocess.check_output(
        [sys.executable, "-P", "-c", script], cwd=checkout, env=environment, text=True
    )
    return [folder.strip()]


def environment(**more):
    """Return a newcomer's environment: nothing of the tests' own."""
    own = (
        "DATABASE_URL",
        "SECRET_KEY",
        "SITE_URL",
        "ALLOWED_HOSTS",
        "EMAIL_URL",
        "DJANGO_SETTINGS_MODULE",
    )
    return {name: value for name, value in os.environ.items() if name not in own} | more


@contextlib.contextmanager
def running(checkout, **more):
    """Start `dev/run`; yield its process, address and output when it says that it is ready."""
    port = free_port()
    log = checkout.parent / f"{checkout.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [checkout / "dev" / "run"],
            env=environment(PORT=str(port), **more),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while "The portal is ready" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield process, f"http://127.0.0.1:{port}", log
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def fetch(address):
    with urllib.request.urlopen(address, timeout=10) as response:
        return response.read().decode()


def first_mail(checkout):
    folder = checkout / ".data" / "mails"
    for _ in range(200):
        for file in folder.glob("*"):
            if text := file.read_text():
                return text
        time.sleep(0.1)
    raise AssertionError("No mail was written.")


def manage(checkout, *arguments):
    command = [checkout / "dev" / "manage", *arguments]
    return subprocess.run(
        command, env=environment(), capture_output=True, text=True, timeout=PATIENCE
    )


def test_it_serves_keeps_its_data_and_stops_on_ctrl_c(checkout):
    with running(checkout) as (process, address, log):
        assert "Was soll im Ruhrgebiet besser werden?" in fetch(address)
        output = log.read_text()
        assert f"The portal is ready: {address}" in output
        assert len(re.findall("Administrator .* shown only once: admin / ", output)) == 1
        # The second command works beside the running portal, on the same database.
        code = "from forums.models import *; print(Forum.objects.update(question='Geändert?'))"
        result = manage(checkout, "shell", "--no-imports", "-c", code)
        assert result.stdout == "20\n", result.stderr
        # Who asks for news gets a mail, in a folder: the worker runs.
        form = b"email=nobody@example.org"
        urllib.request.urlopen(f"{address}/auf-dem-laufenden/", form, timeout=10).close()
        assert "nobody@example.org" in first_mail(checkout)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert log.read_text().endswith("Stopped.\n")
        with pytest.raises(urllib.error.URLError):
            fetch(address)

    # What staff edited survives a restart; the password is not shown again.
    with running(checkout, **ONE_PROCESS) as (process, address, log):
        assert "Geändert?" in fetch(f"{address}/themenforen/")
        assert "Administrator" not in log.read_text().replace("administration", "")
        # kill -9: the servers go with it, and the data stay.
        process.kill()
        process.wait()
    with running(checkout, **ONE_PROCESS) as (process, address, log):
        assert "Geändert?" in fetch(f"{address}/themenforen/")
    # And without a running portal.
    result = manage(checkout, "migrate", "--check")
    assert result.returncode == 0, result.stderr


def test_with_database_url_it_uses_that_database_and_starts_none(checkout):
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS given WITH (FORCE)")
        connection.execute("CREATE DATABASE given")
    given = server.rpartition("/")[0] + "/given"
    with running(checkout, DATABASE_URL=given, **ONE_PROCESS) as (_, address, log):
        assert "Was soll im Ruhrgebiet besser werden?" in fetch(address)
        assert "Postgres" not in log.read_text()
        assert "Administrator" not in log.read_text()
    with psycopg.connect(given) as connection:
        assert connection.execute("SELECT count(*) FROM forums_forum").fetchone() == (20,)


def refused(checkout, **more):
    """Return what `dev/run` says when it doesn't start."""
    result = subprocess.run(
        [checkout / "dev" / "run"],
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_taken_port_is_said_and_another_proposed(checkout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(checkout, PORT=str(port))
    assert f"Port {port} is taken. Choose another one: PORT={port + 1} dev/run" in said


def test_a_port_that_is_none_is_said(checkout):
    assert "PORT must be a number from 1 to 65535, not 'http'." in refused(checkout, PORT="http")


@pytest.mark.parametrize("port", ["0", "65536", "-1", ""])
def test_a_port_is_a_number_of_ports(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match=f"^PORT must be a number from 1 to 65535, not '{port}'.$"):
        serve.chosen_port()


def test_a_database_that_is_away_is_said(checkout):
    away = "postgres://portal@127.0.0.1:1/portal"
    said = refused(checkout, PORT=str(free_port()), DATABASE_URL=away)
    assert "The portal can't start: connection failed" in said


def test_an_address_that_is_none_is_said(checkout):
    away = "postgres://portal@127.0.0.1:1/portal"
    said = refused(checkout, PORT=str(free_port()), DATABASE_URL=away, SITE_URL="portal")
    assert "SITE_URL must be scheme and host" in said


def test_words_in_brackets_stand_for_the_operator_but_only_where_nothing_is_said(monkeypatch):
    for name in OPERATOR:
        monkeypatch.delenv(f"OPERATOR_{name}", raising=False)
    monkeypatch.setenv("OPERATOR_NAME", "Testamt")
    fill_in_operator()
    values = {name: os.environ[f"OPERATOR_{name}"] for name in OPERATOR}
    for name in OPERATOR:  # noted, so that they go again
        monkeypatch.setenv(f"OPERATOR_{name}", values[name])
    assert values.pop("NAME") == "Testamt"
    assert all(re.fullmatch(r"(\[[\w -]+\](\\n)?)+", value) for value in values.values())
