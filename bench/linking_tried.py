"""Three times: a trial run taken back, a hundred citizens, a night; what links them in the files.

The real worker sends the mails and does the night, on a durable Postgres of its own. Every file
below `base/` and `global/` is read before and after, as tests/survey/upkeep/linking.py does it. The
last line is a JSON object: of 100 pairs those found before and after the night, by run; and those
that `pg_wal` holds the morning after, and when `pg_switch_wal()` and a checkpoint came then.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster, end_with_parent

RUNS = 3
CITIZENS = 100
TRIAL = 300
PATIENCE = 120  # seconds


def main() -> None:
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-linking")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        set_defaults()
        django.setup()
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        runs = [run(cluster) for _ in range(RUNS)]
    print(json.dumps({name: [one[name] for one in runs] for name in runs[0]}))


def run(cluster: Cluster) -> dict[str, int]:
    """Let a day and a night pass in a new database; return what was found."""
    from django.db import connection

    from survey.upkeep.tasks import shuffle
    from tests.survey.upkeep import linking

    with linking.own_database(cluster), worker(connection.settings_dict["NAME"]) as is_alive:
        linking.trial_run(TRIAL)
        linking.take_part(range(CITIZENS))
        wait_for(lambda: not jobs(), is_alive)
        linking.confirm(range(CITIZENS))
        linking.publish_news()
        citizens = linking.known(CITIZENS)
        found = {"before": pairs(linking, citizens)}
        now: Any = {"timestamp": 0}
        shuffle.defer(**now)
        wait_for(lambda: not jobs(), is_alive)
        found["after"] = pairs(linking, citizens)
        found["in_wal"] = in_wal(cluster, citizens)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
        found["in_wal_after_switch"] = in_wal(cluster, citizens)
    say(str(found))
    return found


def pairs(linking: Any, citizens: list[Any]) -> int:
    traces = linking.traces(citizens, "base", "global")
    found: int = linking.best(linking.attempts(citizens, traces))
    say(f"{found} pairs; {len(traces.of_addresses)} traces in {len(traces.files)} files")
    return found


@contextlib.contextmanager
def worker(database: str) -> Iterator[Callable[[], bool]]:
    """Run the worker on a database; give what tells whether it is still there."""
    url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        preexec_fn=end_with_parent(signal.SIGTERM),
    )
    try:
        yield lambda: process.poll() is None
    finally:
        process.terminate()
        process.wait()


def jobs() -> int:
    """Return how many jobs wait or are done just now, but for those of each minute."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.exclude(task_name="survey.tasks.retry_stalled").count()


def wait_for(is_done: Callable[[], bool], is_alive: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_done():
        if not is_alive() or time.monotonic() > end:
            sys.exit("The worker didn't do its jobs.")
        time.sleep(0.1)


def in_wal(cluster: Cluster, citizens: list[Any]) -> int:
    """Return of how many citizens the address comes next after the answers in the log."""
    files = sorted(file for file in (cluster.data / "pg_wal").iterdir() if file.is_file())
    log = b"".join(file.read_bytes() for file in files)
    addresses = {citizen.address.encode() for citizen in citizens}
    any_address = re.compile(b"|".join(map(re.escape, addresses)))
    found = 0
    for citizen in citizens:
        answers = log.find(citizen.answer.encode())
        following = any_address.search(log, answers) if answers >= 0 else None
        found += following is not None and following[0] == citizen.address.encode()
    return found


if __name__ == "__main__":
    main()
