"""What happens by itself: which jobs, when, in which queue. What each does its own room tests."""

import asyncio
import contextlib

import pytest
from procrastinate.contrib.django import app

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


def test_a_worker_gives_signs_of_life_while_it_works_if_it_is_asked_to(tmp_path, monkeypatch):
    seen = []

    class Jobs:
        open_async = contextlib.nullcontext

        async def run_worker_async(self, **options):
            await asyncio.sleep(0)
            seen.append((tmp_path / "alive").exists())

    monkeypatch.setattr(run_worker, "app", Jobs())
    for alive in (None, tmp_path / "alive"):
        asyncio.run(run_worker.Command().work(alive))
    assert seen == [False, True]
