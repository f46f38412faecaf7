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
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from bench import desk_measured
from bench.desk_measured import line
from dev import assets
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster, end_with_parent
from dev.release import last_release, unpack

SITE = "127.0.0.1:8430"  # where people think they are
FORMER_PORT, PORT = 8431, 8432
ROWS = 100_000
A_SECOND = 20  # participations
CALM = 10  # seconds before and after each change
LONGEST = 60  # seconds that a request may take
WAITING = 200  # participations at the same time
READING, RESTING = 3, 1  # seconds
TREE = ROOT / "build" / "upgrade"
MAILS = TREE / "mails"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
AGAIN = "gleich ein neuer Versuch"  # what migrate says before it tries again
ADDRESSES = """
    INSERT INTO survey_subscription (id, address, token, wording_version, requested_at, topics,
        confirmed_at)
    SELECT gen_random_uuid(), 'vorher' || number || '@example.org', 'bench' || number, '1', now(),
        '{}', now()
    FROM generate_series(1, %s) AS number
"""


class Request(NamedTuple):
    start: float  # seconds, of the machine's clock that only goes forward
    seconds: float
    status: int  # 0: no answer


class Phase(NamedTuple):
    name: str
    start: float
    end: float


class People:
    """Who takes part, A_SECOND each second; `port` is where they are led."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.requests: list[Request] = []
        self.taken: list[int] = []  # the numbers of those whom a receipt was promised
        self.ended = threading.Event()
        self.phases: list[Phase] = []

    @contextlib.contextmanager
    def taking_part(self) -> Iterator[None]:
        thread = threading.Thread(target=self.come)
        thread.start()
        try:
            yield
        finally:
            self.ended.set()
            thread.join()

    def come(self) -> None:
        number, start = 0, time.monotonic()
        with ThreadPoolExecutor(WAITING) as threads:
            while not self.ended.wait(max(0, start + number / A_SECOND - time.monotonic())):
                threads.submit(self.take_part, number)
                number += 1

    def take_part(self, number: int) -> None:
        email = f"bench{number}@example.org" if number % 2 else ""
        answers = {"forum": "verkehr", "reason": f"Grund {number}: Bus/Bahn", "email": email}
        self.ask("GET", "/mitmachen/", {})
        _, page = self.ask("POST", "/mitmachen/", answers)
        signed = re.search('name="signed" value="([^"]+)"', page)
        if not signed:
            return
        time.sleep(1)  # people read the check page; meanwhile the code may change
        status, _ = self.ask("POST", "/mitmachen/absenden/", {"signed": signed[1]})
        if status == 303:
            self.taken.append(number)

    def ask(self, method: str, address: str, fields: dict[str, str]) -> tuple[int, str]:
        """Ask by a connection of its own, as a proxy does; return status and page."""
        start = time.monotonic()
        status, page = 0, ""
        sender = ".".join(map(str, os.urandom(4)))  # each from a network of its own
        headers = {"Host": SITE, "X-Forwarded-For": sender} | (FORM if fields else {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request(method, address, urlencode(fields), headers)
            response = connection.getresponse()
            page, status = response.read().decode(), response.status
        connection.close()
        self.requests.append(Request(start, time.monotonic() - start, status))
        return status, page

    @contextlib.contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.phases.append(Phase(name, start, time.monotonic()))
        say(f"{name}: {self.phases[-1].end - start:.1f} s")


class Code:
    """A tree of the portal on the database of the measurement."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.environment = os.environ | {
            "PYTHONPATH": str(folder),
            "STATIC_ROOT": str(folder / "build" / "bench-static"),
            "SITE_URL": f"http://{SITE}",
            "TRUSTED_PROXIES": "1",
            "EMAIL_URL": f"file:///{MAILS}",
        }

    def manage(self, *arguments: str) -> str:
        """Run a command; return what it says."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed:\n{done.stdout}")
        return done.stdout

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run web server and worker; at the end they finish what they have begun."""
        gunicorn = ["-m", "gunicorn", "--config", "ruhrdialog/gunicorn.conf.py"]
        bind = ["--bind", f"127.0.0.1:{self.port}", "ruhrdialog.wsgi"]
        processes = [self.start(*gunicorn, *bind), self.start("manage.py", "run_worker")]
        try:
            wait_until_ready(self.port)
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            preexec_fn=end_with_parent(signal.SIGTERM),
        )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    assets.bring_up_to_date()
    version, commit = last_release()
    shutil.rmtree(TREE, ignore_errors=True)
    folder = TREE / "former"
    (folder / "build").mkdir(parents=True)
    MAILS.mkdir()
    unpack(commit, folder)
    (folder / "build" / "assets").symlink_to(ROOT / "build" / "assets")
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-upgrade")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        set_defaults(FORMER_PORT)
        former, now = Code(folder, FORMER_PORT), Code(ROOT, PORT)
        former.manage("migrate", "-v0")
        former.manage("load_content")
        for code in (former, now):
            code.manage("collectstatic", "--noinput", "-v0")
        fill(cluster, rows)
        say(f"Version {version}, {rows} submissions and addresses")
        before = counted(cluster)
        people = People(FORMER_PORT)
        said = upgrade(cluster, former, now, people)
        sys.exit(report(cluster, people, before, said.count(AGAIN)))


def fill(cluster: Cluster, rows: int) -> None:
    import django

    django.setup()
    desk_measured.fill(cluster, rows, [])
    with cluster.connect() as connection:
        # The worker would delete these meanwhile, as it must after half a year.
        connection.execute("UPDATE survey_submission SET state = 'read' WHERE state = 'spam'")
        connection.execute(ADDRESSES, [rows])
        connection.execute("VACUUM ANALYZE")


def upgrade(cluster: Cluster, former: Code, now: Code, people: People) -> str:
    """Let people take part while the code changes; return what migrate says."""
    with contextlib.ExitStack() as running:
        ending = running.enter_context(contextlib.ExitStack())
        ending.enter_context(former.running())
        running.enter_context(reading(cluster))
        running.enter_context(people.taking_part())
        with people.phase("former code"):
            time.sleep(CALM)
        with people.phase("migrate"):
            said = now.manage("migrate")
            say(said)
        with people.phase("former code, migrated"):
            time.sleep(CALM)
        with people.phase("both start and end"):
            running.enter_context(now.running())
            people.port = now.port
            time.sleep(2)  # who is being answered by the former
            ending.close()
        with people.phase("new code"):
            time.sleep(CALM)
        people.ended.set()
        wait_for_mails(cluster)
    return said


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


def wait_until_ready(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz", headers={"Host": SITE})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    sys.exit(f"The portal at port {port} did not start.")


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


def report(cluster: Cluster, people: People, before: tuple[int, int], tries: int) -> int:
    """Print what was seen; return the exit status."""
    say("\n" + line(["phase", "seconds", "requests", "median ms", "longest ms", "failed"]))
    say(line(["---"] * 6))
    longest = {}
    for phase in people.phases:
        beside = [each for each in people.requests if met(each, phase)]
        times = sorted(round(1000 * each.seconds) for each in beside)
        failed = sum(not 200 <= each.status < 400 for each in beside)
        taken = round(phase.end - phase.start, 1)
        say(line([phase.name, taken, len(times), times[len(times) // 2], times[-1], failed]))
        longest[phase.name.replace(" ", "_").replace(",", "") + "_ms"] = times[-1]
    failures = [each.status for each in people.requests if not 200 <= each.status < 400]
    for status in sorted(set(failures)):
        say(f"{failures.count(status)} times {status or 'no answer'}")
    [duration] = [each.end - each.start for each in people.phases if each.name == "migrate"]
    result = {
        "failed": len(failures),
        "missing": missing_rows(cluster, people.taken, before),
        "mails_missing": len(addresses_of(people.taken) - mailed()),
        "taken": len(people.taken),
        "longest_ms": longest,
        "migrate_s": round(duration, 1),
        "tries_again": tries,
    }
    print(json.dumps(result))
    return 1 if result["failed"] or result["missing"] or result["mails_missing"] else 0


def addresses_of(taken: list[int]) -> set[str]:
    return {f"bench{number}@example.org" for number in taken if number % 2}


def mailed() -> set[str]:
    """Return to whom the workers sent a mail."""
    mails = "".join(file.read_text() for file in MAILS.iterdir())
    return set(re.findall(r"^To: (\S+)", mails, re.MULTILINE))


def met(request: Request, phase: Phase) -> bool:
    return request.start < phase.end and request.start + request.seconds > phase.start


if __name__ == "__main__":
    main()
