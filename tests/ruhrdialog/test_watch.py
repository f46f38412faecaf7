"""The watch: a line when something goes wrong, one when it is right again, and none between."""

import pytest
from django.db import OperationalError, connection

from ruhrdialog.health import watch
from ruhrdialog.health.watch import Watcher
from tests.ruhrdialog.health import ago, all_well, execute, mail_server_fails, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _well(db, monkeypatch):
    monkeypatch.setattr(watch.connections, "close_all", lambda: None)  # the test's own
    all_well()


@pytest.fixture
def watcher(tmp_path):
    """Return a function that makes one of another process, as each opens the file anew."""
    files = []

    def make():
        files.append((tmp_path / "told").open("a+"))
        return Watcher(files[-1])

    yield make
    for file in files:
        file.close()


@pytest.fixture
def lines(caplog):
    """Return the lines since the last time."""

    def read():
        found = [f"{record.levelname} {record.getMessage()}" for record in caplog.records]
        caplog.clear()
        return found

    return read


def test_the_first_one_says_that_the_portal_has_started_and_which_version(watcher, lines, settings):
    watcher().turn()
    assert lines() == [f"INFO The portal has started, version {settings.VERSION}."]


def test_a_dead_worker_is_one_line_and_its_return_another(watcher, lines):
    one = watcher()
    one.turn()
    lines()
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '70 seconds'")
    one.turn()
    assert lines() == []  # it may be about to start again
    for _ in range(3):
        one.turn()
    [line] = lines()
    assert line.startswith("ERROR Wrong: worker. Der Worker meldet sich seit 7")
    worker(ago(seconds=1))
    for _ in range(3):
        one.turn()
    assert lines() == ["INFO Right again: worker."]
    execute("DELETE FROM procrastinate_workers")
    one.turn()
    one.turn()
    assert len(lines()) == 1


def test_a_worker_that_is_started_again_is_no_line(watcher, lines):
    one = watcher()
    one.turn()
    lines()
    execute("DELETE FROM procrastinate_workers")
    one.turn()
    worker(ago(seconds=1))
    one.turn()
    one.turn()
    assert lines() == []


def test_several_things_are_a_line_each(watcher, lines):
    one = watcher()
    one.turn()
    lines()
    execute("DELETE FROM procrastinate_workers")
    mail_server_fails(ago(minutes=1))
    one.turn()
    one.turn()
    assert [line.split(".")[0] for line in lines()] == [
        "ERROR Wrong: mail_server",
        "ERROR Wrong: worker",
    ]


def test_of_several_processes_one_looks_and_the_next_tells_nothing_twice(watcher, lines):
    one, other = watcher(), watcher()
    one.turn()
    lines()
    execute("DELETE FROM procrastinate_workers")
    for _ in range(3):
        other.turn()
        one.turn()
    assert len(lines()) == 1
    one.file.close()  # as the kernel does when a process ends
    for _ in range(3):
        other.turn()
    assert lines() == []
    worker(ago(seconds=1))
    other.turn()
    assert lines() == ["INFO Right again: worker."]


def test_without_the_database_nothing_else_begins_or_ends(watcher, lines, monkeypatch):
    one = watcher()
    execute("DELETE FROM procrastinate_workers")
    one.turn()
    one.turn()
    lines()
    with monkeypatch.context() as away:

        def fail():
            raise OperationalError

        away.setattr(connection, "cursor", fail)
        for _ in range(3):
            one.turn()
    assert lines() == ["ERROR Wrong: database. Die Datenbank antwortet nicht."]
    one.turn()
    assert lines() == ["INFO Right again: database."]


def test_a_fault_of_its_own_is_told_and_ends_nothing(watcher, lines, monkeypatch):
    def fail():
        raise ValueError

    one = watcher()
    with monkeypatch.context() as broken:
        broken.setattr(watch, "look", fail)
        one.turn()
    assert lines()[1:] == ["ERROR The watch has failed."]
    execute("DELETE FROM procrastinate_workers")
    one.turn()
    one.turn()
    assert len(lines()) == 1
