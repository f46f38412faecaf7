"""The faults of a bad day, while twenty people a second take part.

`bench/faults [--seconds N] [--only NAME]`: the real portal (gunicorn, a durable Postgres, a worker,
a spool). Each fault begins five seconds after the people and lasts N (10) seconds; they go on for
five more. In each stands how many participations were begun (form, check page, sending, every
fourth with an address), how many got their receipt, how many rows of these are missing at the end
and how many are there twice, how many were refused with their text and without, answers that took
over five seconds, answers of 500 and above, and the seconds from the end of the fault until a
receipt that was stored before came again for good. A refused one isn't sent again. The last line is
a JSON object with the worst of all faults.

People ask gunicorn itself. Only while 400 clients send forms, a byte a second each, all ask nginx
in front of it (`deploy/nginx.conf`, TLS), which is there for that; what these clients do to
gunicorn itself is played only when it is asked for.

`disk full` is a trigger that refuses with Postgres' own code for it (53100): the file system of
this machine stays as it is.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.people import FORM, Participation, People, as_from_a_proxy, connect
from dev import assets, serve
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster, end_with_parent
from tests.proxy import Proxy, running_proxy

PORT, TLS_PORT, PLAIN_PORT = 8328, 8329, 8330
GUNICORN = f"http://127.0.0.1:{PORT}"
CALM = 5  # seconds before a fault, and after it
SLOW = 5  # seconds
FEW_CONNECTIONS = 60
SLOW_CLIENTS = 400
BEHIND_NGINX = "400 slow"
NO_NGINX = "400 slow, no nginx"


class Found(NamedTuple):
    """What one fault did."""

    begun: int
    acknowledged: int
    lost: int
    double: int
    refused: int
    text_lost: int
    slow: int
    errors: int
    back_s: float


class Portal:
    """The running portal, with all that can be broken about it."""

    def __init__(self, cluster: Cluster, spool: Path, proxy: Proxy) -> None:
        self.cluster = cluster
        self.spool = spool
        self.proxy = proxy
        self.front = ""  # where people are led
        self.server = serve.start_server(PORT)
        serve.wait_until_ready(self.server, PORT)
        self.worker: subprocess.Popen[bytes] | None = None
        self.is_over = False
        self.keeper = threading.Thread(target=self.keep_a_worker, daemon=True)
        self.keeper.start()

    def keep_a_worker(self) -> None:
        """Start a worker, and another one as often as it ends, as the operator's system does."""
        while not self.is_over:
            command = [sys.executable, "manage.py", "run_worker"]
            self.worker = subprocess.Popen(
                command,
                cwd=ROOT,
                stderr=subprocess.DEVNULL,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
            self.worker.wait()
            time.sleep(1)

    def stop(self) -> None:
        self.is_over = True
        if self.worker:
            self.worker.terminate()
        self.keeper.join()
        serve.stop(self.server)

    def processes(self) -> list[int]:
        """Return the processes of Postgres, the first one first."""
        if not self.cluster.process:
            return []
        first = self.cluster.process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def send(self, number: int) -> None:
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def end_connections(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )


# The faults: contexts that last as long as the fault does


@contextlib.contextmanager
def nothing(portal: Portal) -> Iterator[None]:
    yield


@contextlib.contextmanager
def killed(portal: Portal) -> Iterator[None]:
    portal.send(signal.SIGKILL)
    if portal.cluster.process:
        portal.cluster.process.wait()
    yield
    portal.cluster.start()


@contextlib.contextmanager
def restarted(portal: Portal) -> Iterator[None]:
    if portal.cluster.process:
        portal.cluster.process.send_signal(signal.SIGINT)
        portal.cluster.process.wait()
    portal.cluster.start()
    yield


@contextlib.contextmanager
def frozen(portal: Portal) -> Iterator[None]:
    portal.send(signal.SIGSTOP)
    portal.send(signal.SIGSTOP)  # those that were begun meanwhile
    yield
    portal.send(signal.SIGCONT)


@contextlib.contextmanager
def locked(portal: Portal) -> Iterator[None]:
    with portal.cluster.connect() as connection, connection.transaction():
        connection.execute("LOCK TABLE survey_submission")
        yield


@contextlib.contextmanager
def jobs_locked(portal: Portal) -> Iterator[None]:
    with portal.cluster.connect() as connection, connection.transaction():
        connection.execute("LOCK TABLE procrastinate_jobs")
        yield


@contextlib.contextmanager
def used_up(portal: Portal) -> Iterator[None]:
    """All connections that the server has are others'."""
    with contextlib.ExitStack() as taken:
        with portal.cluster.connect() as connection:
            portal.end_connections(connection)
        with contextlib.suppress(psycopg.OperationalError):
            for _ in range(FEW_CONNECTIONS):
                taken.enter_context(portal.cluster.connect())
        yield


@contextlib.contextmanager
def full(portal: Portal) -> Iterator[None]:
    with portal.cluster.connect() as connection:
        connection.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'No space left' USING ERRCODE = '53100'; END $$; "
            "CREATE TRIGGER full_disk BEFORE INSERT ON survey_submission "
            "EXECUTE FUNCTION full_disk()"
        )
        yield
        connection.execute("DROP FUNCTION full_disk CASCADE")


@contextlib.contextmanager
def read_only(portal: Portal) -> Iterator[None]:
    """What a portal sees that is still connected to the former first server after a failover."""
    with portal.cluster.connect() as connection:
        connection.execute("ALTER DATABASE portal SET default_transaction_read_only = on")
        portal.end_connections(connection)
        yield
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("ALTER DATABASE portal RESET default_transaction_read_only")
        portal.end_connections(connection)


@contextlib.contextmanager
def old_schema(portal: Portal) -> Iterator[None]:
    with portal.cluster.connect() as connection:
        connection.execute("ALTER TABLE survey_submission RENAME version TO former_version")
        yield
        connection.execute("ALTER TABLE survey_submission RENAME former_version TO version")


@contextlib.contextmanager
def worker_killed(portal: Portal) -> Iterator[None]:
    if portal.worker:
        portal.worker.kill()
    yield


@contextlib.contextmanager
def reloads(portal: Portal) -> Iterator[None]:
    for _ in range(3):
        portal.server.send_signal(signal.SIGHUP)
        time.sleep(2)
    yield


@contextlib.contextmanager
def idle(portal: Portal) -> Iterator[None]:
    with contextlib.ExitStack() as open_ones:
        for _ in range(64):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", PORT)))
        yield


@contextlib.contextmanager
def slow(portal: Portal) -> Iterator[None]:
    """Clients send forms, a byte a second each; who is cut off begins anew."""
    over = threading.Event()

    def begin() -> socket.socket:
        connection = connect(portal.front)
        connection.putrequest("POST", "/mitmachen/", skip_host=True)
        for header in (
            as_from_a_proxy(portal.proxy.url) | FORM | {"Content-Length": "5000"}
        ).items():
            connection.putheader(*header)
        connection.endheaders(b"reason=")
        client: socket.socket = connection.sock
        return client

    def drip() -> None:
        while not over.wait(1):
            for place, client in enumerate(those):
                try:
                    client.sendall(b"a")
                except OSError:
                    client.close()
                    with contextlib.suppress(OSError):
                        those[place] = begin()

    with ThreadPoolExecutor(SLOW_CLIENTS) as threads:
        those = list(threads.map(lambda _: begin(), range(SLOW_CLIENTS)))
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for client in those:
            client.close()


FAULTS = {
    "nothing": nothing,
    "killed": killed,
    "restarted": restarted,
    "frozen": frozen,
    "locked": locked,
    "jobs locked": jobs_locked,
    "used up": used_up,
    "disk full": full,
    "read-only": read_only,
    "old schema": old_schema,
    "worker killed": worker_killed,
    "reloads": reloads,
    "64 idle": idle,
    BEHIND_NGINX: slow,
    NO_NGINX: slow,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--only", action="append", choices=FAULTS)
    options = parser.parse_args()
    assets.bring_up_to_date()
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-faults", (f"max_connections={FEW_CONNECTIONS}",))
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        spool = folder / "spool"
        spool.mkdir()
        os.environ["SPOOL_DIR"] = str(spool)
        proxy = Proxy(folder, folder / "shared", TLS_PORT, PLAIN_PORT, patience="15s")
        # As behind nginx; who asks gunicorn itself says what nginx would say.
        os.environ |= {"SITE_URL": proxy.url, "ALLOWED_HOSTS": "localhost,127.0.0.1"}
        os.environ |= {"TRUSTED_PROXIES": "1", "SECOND_FACTOR_REQUIRED": "true"}
        set_defaults(PORT)
        serve.prepare(own_database=False)
        running.enter_context(running_proxy(proxy, PORT))
        portal = Portal(cluster, spool, proxy)
        running.callback(portal.stop)
        found = {}
        for name in options.only or [name for name in FAULTS if name != NO_NGINX]:
            found[name] = play(portal, name, options.seconds)
            say(f"{name:20}" + "".join(f"{k} {v:<6}" for k, v in found[name]._asdict().items()))
    worst = {name: max(getattr(each, name) for each in found.values()) for name in Found._fields}
    print(
        json.dumps(
            {k: worst[k] for k in ("lost", "double", "text_lost", "refused", "slow", "back_s")}
        )
    )


def play(portal: Portal, name: str, seconds: float) -> Found:
    """Let people take part, a fault happen, and count."""
    portal.front = portal.proxy.url if name == BEHIND_NGINX else GUNICORN
    people = People(portal.front, portal.proxy.url, typed)
    with watching(people) as away, people.coming():
        time.sleep(CALM)
        with FAULTS[name](portal):
            time.sleep(seconds)
        end = time.monotonic()
        time.sleep(CALM)
    store_what_waits(portal)
    return count(portal, people.participations, max(away, default=end) - end)


def typed(number: int) -> dict[str, str]:
    address = f"{number}@example.org" if number % 4 == 0 else ""
    return {"forum": "verkehr", "reason": f"Grund {number} ist der Bus", "email": address}


@contextlib.contextmanager
def watching(people: People, page: str = "") -> Iterator[list[float]]:
    """Note each moment at which a page didn't come; unless told otherwise, a receipt.

    That needs the database; public pages come from memory.
    """
    page = page or people.receipt(-1)
    away: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            if people.ask("GET", page)[0].status != 200:
                away.append(time.monotonic())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield away
    finally:
        over.set()
        thread.join()


def store_what_waits(portal: Portal) -> None:
    """Wait for the worker, two minutes at most."""
    for _ in range(240):
        if not [path for path in portal.spool.iterdir() if path.name[0] != "."]:
            return
        time.sleep(0.5)


def count(portal: Portal, people: list[Participation], back_s: float) -> Found:
    with portal.cluster.connect() as connection:
        rows = connection.execute("SELECT reason FROM survey_submission").fetchall()
        connection.execute("DELETE FROM survey_submission")
    stored = [int(reason.split()[1]) for (reason,) in rows]
    acknowledged = {each.number for each in people if each.is_acknowledged}
    requests = [request for each in people for request in each.requests]
    refused = [each for each in people if not each.is_acknowledged]
    if refused:  # what they got
        say(str(dict(Counter(str([one.status for one in each.requests]) for each in refused))))
    return Found(
        begun=len(people),
        acknowledged=len(acknowledged),
        lost=len(acknowledged - set(stored)),
        double=len(stored) - len(set(stored)),
        refused=len(refused),
        text_lost=sum(
            len(each.requests) > 1 and not each.requests[-1].has_text for each in refused
        ),
        slow=sum(request.seconds > SLOW for request in requests),
        errors=sum(request.status >= 500 for request in requests),
        back_s=round(max(0.0, back_s), 2),
    )


if __name__ == "__main__":
    main()
