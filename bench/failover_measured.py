"""A failover to a synchronous standby and another one back, while twenty a second take part.

`bench/failover [--seconds N]`: the portal of `bench/faults`, whose DATABASE_URL names a Postgres
and its standby, made by pg_basebackup; a commit waits until it is on both. Five seconds after the
people began the first one freezes, as a machine that hangs and answers nobody; N (3) seconds later
the standby is promoted, as the operator's system would do it. Then the other is made anew as its
standby, and the one that takes writes is killed (SIGKILL) in the same way.

Each line says what `bench/faults` counts, and besides in seconds: how long a receipt that was
stored before was away (from the fault on), for how long at most nobody got a receipt, how long
/readyz answered something else than 200; how many submissions waited in the spool when the standby
was promoted, and when the worker had stored all. The last line is a JSON object with the worst of
both.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.faults_measured import (
    CALM,
    GUNICORN,
    PLAIN_PORT,
    PORT,
    TLS_PORT,
    Portal,
    count,
    store_what_waits,
    typed,
    watching,
)
from bench.people import People
from dev import assets, serve
from dev.configuration import set_defaults
from dev.environment import say
from dev.postgres import DATABASE, USER, Cluster
from tests.proxy import Proxy

CAME_BACK = 12  # seconds after the promotion in which all must be as before


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    assets.bring_up_to_date()
    with contextlib.ExitStack() as running:
        one, two = Cluster("bench-failover-1"), Cluster("bench-failover-2")
        for cluster in (one, two):
            cluster.remove()  # what an interrupted run left
            running.callback(cluster.remove)
            running.push(cluster)
        one.__enter__()
        hosts = ",".join(quote(str(each.socket), safe="") for each in (one, two))
        os.environ["DATABASE_URL"] = f"postgres://{USER}@{hosts}/{DATABASE}"
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="failover-")))
        spool = folder / "spool"
        spool.mkdir()
        proxy = Proxy(folder, folder / "shared", TLS_PORT, PLAIN_PORT)  # only its address counts
        os.environ |= {"SPOOL_DIR": str(spool), "SITE_URL": proxy.url}
        os.environ |= {"ALLOWED_HOSTS": "localhost,127.0.0.1", "TRUSTED_PROXIES": "1"}
        os.environ["SECOND_FACTOR_REQUIRED"] = "true"
        set_defaults(PORT)
        serve.prepare(own_database=False)
        portal = Portal(one, spool, proxy)
        running.callback(portal.stop)
        found = [play(portal, two, frozen, options.seconds)]
        portal.send(signal.SIGKILL)  # the frozen one never comes back by itself
        end(one)
        portal.cluster = two
        found.append(play(portal, one, killed, options.seconds))
        portal.cluster = one
    print(json.dumps({name: max(each[name] for each in found) for name in found[0]}))


def frozen(portal: Portal) -> None:
    portal.send(signal.SIGSTOP)
    portal.send(signal.SIGSTOP)  # those that were begun meanwhile


def killed(portal: Portal) -> None:
    portal.send(signal.SIGKILL)
    end(portal.cluster)


def end(cluster: Cluster) -> None:
    if cluster.process:
        cluster.process.wait()
        cluster.process = None


def follow(standby: Cluster, primary: Cluster) -> None:
    """Make a standby anew, and let each commit of the first one wait for it."""
    standby.remove()
    for folder in (standby.folder, standby.socket):
        standby.make_folder(folder)
    login = ["-h", primary.socket, "-U", USER]
    copy = [standby.programs() / "pg_basebackup", "-D", standby.data, "-R", "-c", "fast", *login]
    if standby.run(copy, stdout=subprocess.DEVNULL).wait():
        raise SystemExit("pg_basebackup has failed.")
    standby.start()
    with primary.connect() as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
        states = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        while not connection.execute(states).fetchone():
            time.sleep(0.1)


def play(
    portal: Portal, standby: Cluster, fault: Callable[[Portal], None], seconds: float
) -> dict[str, Any]:
    """Let people take part, a failover happen, and count."""
    follow(standby, portal.cluster)
    people = People(GUNICORN, portal.proxy.url, typed)
    with (
        watching(people) as away,
        watching(people, "/readyz") as not_ready,
        people.coming(),
    ):
        time.sleep(CALM)
        start = time.monotonic()
        fault(portal)
        time.sleep(seconds)
        with standby.connect() as connection:
            connection.execute("SELECT pg_promote()")
        waited = len(list(portal.spool.iterdir()))
        say(f"{fault.__name__}, promoted after {time.monotonic() - start:.1f} s")
        time.sleep(CAME_BACK)
    portal.cluster, former = standby, portal.cluster
    store_what_waits(portal)
    stored = time.monotonic()
    found = count(portal, people.participations, max(away, default=start) - start)._asdict()
    portal.cluster = former
    got = sorted(
        each.requests[-1].start + each.requests[-1].seconds
        for each in people.participations
        if each.is_acknowledged
    )
    found["away_s"] = found.pop("back_s")
    found["no_receipt_s"] = round(max(after - before for before, after in pairwise(got)), 2)
    found["not_ready_s"] = round(max(not_ready, default=start) - start, 2)
    found["waited_in_spool"] = waited
    found["spool_empty_s"] = round(stored - start, 1)
    say(f"{fault.__name__:10}" + "".join(f"{k} {v}  " for k, v in found.items()))
    return found


if __name__ == "__main__":
    main()
