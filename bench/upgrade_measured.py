"""An upgrade while people take part: from the last release to the code of now.

`bench/upgrade [ROWS]`: the code of the commit that CHANGELOG.md names as the last release migrates
a durable Postgres, which is filled with 100,000 submissions (or ROWS) and as many addresses, and
serves by gunicorn and worker. All the time twenty people a second take part (form, check page,
sending; every second one leaves an address), and somebody reads submissions in transactions of
three seconds. Meanwhile `manage.py migrate` of now runs; then the new code starts beside the
former, and when it is ready people are led to it, as a proxy does: also those who have a check page
of the former. Then the former ends. At the end each submission and each address that was taken must
be there, once, and each address have its mail. The last line is a JSON object: answers other than
2xx and 3xx, rows and mails that are missing, the longest answer in ms of each phase, the seconds of
migrate, and how often it had to try again; the exit status is 0 only if nothing failed or is
missing.
"""

import contextlib
import json
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Iterator

from bench import desk_measured
from bench.people import People, Phase, phase, report
from bench.trees import Tree, unpacked
from dev import assets
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster
from dev.release import last_release

SITE = "http://127.0.0.1:8430"  # where people think they are
FORMER_PORT, PORT = 8431, 8432
ROWS = 100_000
CALM = 10  # seconds before and after each change
READING, RESTING = 3, 1  # seconds
FOLDER = ROOT / "build" / "upgrade"
MAILS = FOLDER / "mails"
AGAIN = "gleich ein neuer Versuch"  # what migrate says before it tries again
ADDRESSES = """
    INSERT INTO survey_subscription (id, address, token, wording_version, requested_at, topics,
        confirmed_at)
    SELECT gen_random_uuid(), 'vorher' || number || '@example.org', 'bench' || number, '1', now(),
        '{}', now()
    FROM generate_series(1, %s) AS number
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    assets.bring_up_to_date()
    version, commit = last_release()
    shutil.rmtree(FOLDER, ignore_errors=True)
    MAILS.mkdir(parents=True)
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-upgrade")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        set_defaults(FORMER_PORT)
        place = {"SITE_URL": SITE, "EMAIL_URL": f"file:///{MAILS}"}
        former = Tree(unpacked(commit, FOLDER / "former"), FORMER_PORT, **place)
        now = Tree(ROOT, PORT, **place)
        former.manage("migrate", "-v0")
        former.manage("load_content")
        for tree in (former, now):
            tree.manage("collectstatic", "--noinput", "-v0")
        fill(cluster, rows)
        say(f"Version {version}, {rows} submissions and addresses")
        before = counted(cluster)
        # They read the check page for a second; meanwhile the code may change.
        people = People(former.url, SITE, typed, reading=1)
        said, phases = upgrade(cluster, former, now, people)
        sys.exit(summary(cluster, people, before, phases, said))


def typed(number: int) -> dict[str, str]:
    email = f"bench{number}@example.org" if number % 2 else ""
    return {"forum": "verkehr", "reason": f"Grund {number}: Bus/Bahn", "email": email}


def fill(cluster: Cluster, rows: int) -> None:
    import django

    django.setup()
    desk_measured.fill(cluster, rows, [])
    with cluster.connect() as connection:
        # The worker would delete these meanwhile, as it must after half a year.
        connection.execute("UPDATE survey_submission SET state = 'read' WHERE state = 'spam'")
        connection.execute(ADDRESSES, [rows])
        connection.execute("VACUUM ANALYZE")


def upgrade(cluster: Cluster, former: Tree, now: Tree, people: People) -> tuple[str, list[Phase]]:
    """Let people take part while the code changes; return what migrate says, and the phases."""
    phases: list[Phase] = []
    with contextlib.ExitStack() as running:
        ending = running.enter_context(contextlib.ExitStack())
        ending.enter_context(former.running(with_worker=True))
        running.enter_context(reading(cluster))
        with people.coming():
            with phase("former code", phases):
                time.sleep(CALM)
            with phase("migrate", phases):
                said = now.manage("migrate")
                say(said)
            with phase("former code, migrated", phases):
                time.sleep(CALM)
            with phase("both start and end", phases):
                running.enter_context(now.running(with_worker=True))
                people.url = now.url
                time.sleep(2)  # who is being answered by the former
                ending.close()
            with phase("new code", phases):
                time.sleep(CALM)
        wait_for_mails(cluster)
    return said, phases


def wait_for_mails(cluster: Cluster) -> None:
    """Return when the last people have sent and no mail waits, or after a minute."""
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'mail'"
    with cluster.connect() as connection:
        for _ in range(20):
            time.sleep(3)
            if connection.execute(waiting).fetchall() == [(0,)]:
                return


@contextlib.contextmanager
def reading(cluster: Cluster) -> Iterator[None]:
    """Let somebody read for READING seconds in a transaction, again and again, as exports do."""
    ended = threading.Event()

    def read() -> None:
        while not ended.wait(RESTING):
            with cluster.connect() as connection, connection.transaction():
                connection.execute("SELECT count(*) FROM survey_submission")
                connection.execute("SELECT count(*) FROM survey_subscription")
                ended.wait(READING)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def counted(cluster: Cluster) -> tuple[int, int]:
    """Return how many submissions and addresses there are."""
    with cluster.connect() as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM survey_submission),"
            "(SELECT count(*) FROM survey_subscription)"
        ).fetchone()
    assert row
    return row[0], row[1]


def missing_rows(cluster: Cluster, taken: list[int], before: tuple[int, int]) -> int:
    """Return how many rows are missing or too many, of those before and of those taken since."""
    with cluster.connect() as connection:
        reasons = connection.execute(
            "SELECT reason FROM survey_submission WHERE reason LIKE 'Grund %: Bus/Bahn'"
        ).fetchall()
        addresses = connection.execute(
            "SELECT address FROM survey_subscription WHERE address LIKE 'bench%'"
        ).fetchall()
    submissions = {reason for (reason,) in reasons}
    wanted = {f"Grund {number}: Bus/Bahn" for number in taken}
    lost = len(wanted - submissions)
    lost += len(addresses_of(taken) - {address for (address,) in addresses})
    twice = len(reasons) - len(submissions)
    now = counted(cluster)
    former = abs(now[0] - len(reasons) - before[0]) + abs(now[1] - len(addresses) - before[1])
    return lost + twice + former


def summary(
    cluster: Cluster, people: People, before: tuple[int, int], phases: list[Phase], said: str
) -> int:
    """Print what was seen; return the exit status."""
    longest = report(phases, people.requests)
    failures = [each.status for each in people.requests if not each.is_fine]
    for status in sorted(set(failures)):
        say(f"{failures.count(status)} times {status or 'no answer'}")
    taken = [each.number for each in people.participations if each.is_acknowledged]
    [duration] = [each.end - each.start for each in phases if each.name == "migrate"]
    result = {
        "failed": len(failures),
        "missing": missing_rows(cluster, taken, before),
        "mails_missing": len(addresses_of(taken) - mailed()),
        "taken": len(taken),
        "longest_ms": longest,
        "migrate_s": round(duration, 1),
        "tries_again": said.count(AGAIN),
    }
    print(json.dumps(result))
    return 1 if result["failed"] or result["missing"] or result["mails_missing"] else 0


def addresses_of(taken: list[int]) -> set[str]:
    return {f"bench{number}@example.org" for number in taken if number % 2}


def mailed() -> set[str]:
    """Return to whom the workers sent a mail."""
    mails = "".join(file.read_text() for file in MAILS.iterdir())
    return set(re.findall(r"^To: (\S+)", mails, re.MULTILINE))


if __name__ == "__main__":
    main()
