"""What happens by itself: which jobs, when, in which queue. What each does its own room tests."""

import asyncio
import contextlib

import pytest
from procrastinate.contrib.django import app
from psycopg import OperationalError

from survey.management.commands import run_worker

PERIODIC = {
    ("survey.tasks.retry_stalled", "* * * * *", "upkeep"),
    ("survey.tasks.forget_times", "* * * * *", "upkeep"),
    ("survey.tasks.ask_mail_server", "* * * * *", "upkeep"),
    ("survey.tasks.read_returned_mails", "*/5 * * * *", "upkeep"),
    ("survey.tasks.list_erased", "*/5 * * * *", "upkeep"),
    ("survey.tasks.keep_retention", "5 * * * *", "upkeep"),
    ("survey.tasks.gather_campaigns", "35 * * * *", "upkeep"),
    ("survey.tasks.mark_repeated_texts", "5 * * * *", "upkeep"),
    ("survey.tasks.renew_signatures", "15 * * * *", "upkeep"),
    ("survey.tasks.renew_numbers", "10 0 * * *", "upkeep"),
    ("survey.tasks.give_by_rules", "*/5 * * * *", "upkeep"),
    ("survey.tasks.send_answers", "* * * * *", "upkeep"),
    ("survey.tasks.send_weekly_mails", "30 4-16 * * 1", "mail"),
    ("survey.tasks.shuffle", "30 1 * * *", "upkeep"),
    ("survey.tasks.add_words", "*/10 * * * *", "upkeep"),
    ("survey.tasks.renew_words", "45 3 * * *", "upkeep"),
    ("survey.tasks.drain_spool", "* * * * *", "participation"),
}


def test_every_minute_hour_and_night_has_its_jobs():
    known = app.periodic_registry.periodic_tasks.values()
    assert {(each.task.name, each.cron, each.task.queue) for each in known} == PERIODIC


def test_all_others_send_mail_when_somebody_asks_for_it():
    """By these names jobs may be queued still: a task keeps the name that it had."""
    periodic = {name for name, _, _ in PERIODIC}
    others = {
        (task.name, task.queue)
        for task in app.tasks.values()
        if task.name not in periodic and not task.name.startswith(("builtin:", "procrastinate."))
    }
    assert others == {
        ("survey.tasks.send_consent_mail", "mail"),
        ("survey.tasks.send_update", "mail"),
    }


@pytest.mark.parametrize("name", sorted(name for name, _, _ in PERIODIC))
def test_the_worker_calls_a_periodic_job_with_its_time_alone(name):
    job = app.tasks[name]
    assert not job.pass_context
    assert job.func.__code__.co_varnames[: job.func.__code__.co_argcount] == ("timestamp",)


class Jobs:
    """A worker whose work is one look at the others."""

    open_async = contextlib.nullcontext

    async def run_worker_async(self, **options):
        for _ in range(5):
            await asyncio.sleep(0)


class Answering:
    async def execute(self, query):
        return None


class Broken:
    async def execute(self, query):
        raise OperationalError


class Gone:
    async def execute(self, query):
        await asyncio.Event().wait()


@pytest.fixture
def work(monkeypatch):
    """Let a worker work on a database; return how often it gave up."""

    def start(database, alive=None):
        ends = []

        async def connected():
            return database()

        monkeypatch.setattr(run_worker, "app", Jobs())
        monkeypatch.setattr(run_worker, "connected", connected)
        monkeypatch.setattr(run_worker, "GONE", 0)
        monkeypatch.setattr(run_worker, "give_up", lambda: ends.append(1))
        asyncio.run(run_worker.Command().work(alive))
        return len(ends)

    return start


def test_a_worker_gives_signs_of_life_while_it_works_if_it_is_asked_to(work, tmp_path):
    assert work(Answering) == 0
    assert work(Broken, tmp_path / "alive") == 0
    assert (tmp_path / "alive").exists()


def test_a_worker_whose_database_went_without_a_word_ends(work, tmp_path):
    assert work(Gone, tmp_path / "alive") == 1
    assert not (tmp_path / "alive").exists()
