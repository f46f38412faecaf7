"""A worker is killed before each step of draining the spool, then another one drains it again.

All is committed, since it meets several processes; so the rows are removed by hand.
"""

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from itertools import count

import pytest
from django.db import OperationalError, connection, transaction

from dev.environment import ROOT
from dev.postgres import end_with_parent
from forums.models import Forum
from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.participation import spooled
from survey.spool import files
from survey.submissions.models import Submission, Withdrawal
from tests.portal import database_at

FORMER, NEW = "Zu voll", "Zu leer"  # reasons


@pytest.fixture(scope="module")
def folder():
    """A spool in memory: what is killed loses nothing there, and fsync is quick."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        yield name


@pytest.fixture(scope="module")
def program(folder, django_db_setup):
    """What drains; draining.py says how it is spoken with."""
    place = {
        "DJANGO_SETTINGS_MODULE": "ruhrdialog.settings",
        "DATABASE_URL": database_at(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]),
        "SPOOL_DIR": folder,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.survey.participation.draining"],
        cwd=ROOT,
        env=os.environ | place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=end_with_parent(signal.SIGKILL),
    ) as process:
        assert process.stdout.readline() == "0\n"
        yield process
        process.kill()


@pytest.fixture(autouse=True)
def _committed(program, folder, django_db_blocker, settings):
    settings.SPOOL_DIR = folder
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE survey_submission, survey_withdrawal, survey_tally, survey_ratelimit, "
                "django_cache CASCADE"
            )


class Worker:
    """A process that drains, but stands still before one of its steps."""

    def __init__(self, program, number):
        self.program = program
        self.next_step = self.tell(number)

    def tell(self, word):
        self.program.stdin.write(f"{word}\n")
        self.program.stdin.flush()
        return self.program.stdout.readline().strip()

    def be_killed(self):
        assert self.tell("SIGKILL") == str(-signal.SIGKILL)

    def go_on(self):
        assert self.tell("SIGCONT") == "0"


@pytest.fixture
def at_each_step(program):
    """Let something wait, and a worker come, as often as it has steps; give worker and code."""

    def workers(prepare=nothing):
        for number in count(1):
            code = random_code()
            spooled.keep(code, {"forum": "verkehr", "reason": FORMER})
            prepare(code)
            worker = Worker(program, number)
            if worker.next_step == "0":
                return
            yield worker, code
            assert spooled.waiting() == 0

    return workers


def found(code):
    """Return what is stored under a receipt: each text, and None for its withdrawal."""
    stored = Submission.objects.filter(receipt_hash=receipt_hash(code))
    withdrawn = Withdrawal.objects.filter(receipt_hash=receipt_hash(code))
    return [*stored.values_list("reason", flat=True), *[None] * withdrawn.count()]


# What there is when the worker comes, besides what waits


def nothing(code):
    pass


def stored(code):
    """Another worker was killed before it could remove the file."""
    Submission.objects.receive(code, forum=Forum.objects.get(slug="verkehr"), reason=FORMER)


def stored_and_withdrawn(code):
    stored(code)
    spooled.withdraw(code)


def stored_and_changed(code):
    stored(code)
    spooled.change(code, reason=NEW)


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (nothing, FORMER),
        (stored, FORMER),
        (spooled.withdraw, None),
        (stored_and_withdrawn, None),
        (stored_and_changed, NEW),
    ],
)
def test_killed_at_any_step_it_is_there_once(at_each_step, prepare, expected):
    steps = []
    for worker, code in at_each_step(prepare):
        steps.append(worker.next_step)
        worker.be_killed()
        spooled.drain()
        assert found(code) == [expected], steps
    assert steps[-4:] == ["flock", "unlink", "fsync", "end"]
    assert "INSERT" in steps[:-4]


# What the citizen does meanwhile; given back is whether it was taken


def withdraw(post, code):
    return post(f"/beleg/{code}/").status_code == 303


def change(post, code):
    return post(f"/beleg/{code}/aendern/", {"reason": NEW}).status_code == 303


@contextmanager
def away():
    """A page finds no database, though the worker does."""

    def refuse(*_):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        yield


ACTS = pytest.mark.parametrize(("act", "expected"), [(withdraw, None), (change, NEW)])


@ACTS
@pytest.mark.parametrize(("database", "not_found"), [(nullcontext, []), (away, ["fsync", "end"])])
def test_what_was_withdrawn_or_changed_after_the_kill_stays_so(
    at_each_step, post, act, expected, database, not_found
):
    refused = []
    for worker, code in at_each_step():
        worker.be_killed()
        with database():
            is_taken = act(post, code)
        spooled.drain()
        assert found(code) == [expected if is_taken else FORMER], worker.next_step
        refused += [] if is_taken else [worker.next_step]
    assert refused == not_found


@ACTS
def test_what_is_withdrawn_or_changed_while_a_worker_drains_is_so(
    at_each_step, post, act, expected, monkeypatch
):
    monkeypatch.setattr(files, "PATIENCE", 0.05)  # the worker may stand still with the lock
    refused = []
    for worker, code in at_each_step():
        with away():
            is_taken = act(post, code)
        worker.go_on()
        spooled.drain()
        assert found(code) == [expected if is_taken else FORMER], worker.next_step
        refused += [] if is_taken else [worker.next_step]
    assert refused == ["unlink", "fsync", "end"]


def test_what_is_being_withdrawn_while_it_is_sent_again_stays_withdrawn(django_db_blocker):
    code = random_code()
    first = Submission.objects.receive(code, other_topic="Thema")

    def send_again():
        with django_db_blocker.unblock(), connection.temporary_connection():
            return Submission.objects.receive(code, other_topic="Thema")

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first.withdraw()
            again = thread.submit(send_again)
            with connection.cursor() as cursor:
                waits = False
                while not (waits or again.done()):
                    cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                    [waits] = cursor.fetchone()
            assert not again.done()
        assert again.result() is None
    assert found(code) == [None]
