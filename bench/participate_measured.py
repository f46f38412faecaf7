"""Participations a second: GET of the form, POST of the check page, POST that sends, the receipt's
address in the answer.

`bench/participate [--against REV] [--rounds N] [--seconds N]`: the real gunicorn with its two
processes on a durable Postgres of its own, asked by CLIENTS citizens who don't pause; every second
one leaves an address. In each round pgbench writes the least that a participation needs: one row in
a transaction, and three in another (address, job, event). With `--against` the code of another
commit runs in the same rounds, one after the other, on a database of its own. The last line is a
JSON object: for each code the median of its participations a second, and of its share of pgbench's.
"""

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from bench.people import People
from bench.trees import Tree, unpacked
from dev import assets
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster

CLIENTS = 8
FOLDER = ROOT / "build" / "participate"
REASON = "Der Bus kommt zu selten und ist immer voll, vor allem abends nach der Arbeit. " * 4
LEAST = """
BEGIN;
INSERT INTO answers VALUES (gen_random_uuid(), sha256(random()::text::bytea), repeat('Wort ', 80));
COMMIT;
BEGIN;
INSERT INTO addresses VALUES (gen_random_uuid(), random()::text || '@example.org');
INSERT INTO jobs (args) VALUES (gen_random_uuid());
INSERT INTO events (at) VALUES (now());
COMMIT;
"""
TABLES = """
CREATE TABLE answers (id uuid PRIMARY KEY, hash bytea UNIQUE, text text);
CREATE TABLE addresses (id uuid PRIMARY KEY, address text UNIQUE);
CREATE TABLE jobs (id bigserial PRIMARY KEY, args uuid);
CREATE TABLE events (id bigserial PRIMARY KEY, at timestamptz);
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/participate")
    parser.add_argument("--against", metavar="REV")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    options = parser.parse_args()
    assets.bring_up_to_date()
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-participate")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        url = running.enter_context(cluster).url
        trees = {"now": Tree(ROOT, 8411, DATABASE_URL=url)}
        with cluster.connect() as connection:
            connection.execute(TABLES)
            if rev := options.against:
                connection.execute("CREATE DATABASE former")
                folder = unpacked(rev, FOLDER / re.sub(r"\W", "_", rev))
                former = f"{url.rpartition('/')[0]}/former"
                trees[rev] = Tree(folder, 8412, DATABASE_URL=former)
        for tree in trees.values():
            tree.manage("migrate", "-v0")
            tree.manage("load_content")
            tree.manage("collectstatic", "--noinput", "-v0")
            running.enter_context(tree.running(with_worker=False))
        seen = [one_round(cluster, trees, options.seconds) for _ in range(options.rounds)]
    result = {
        name: {
            "per_second": round(statistics.median(each[name] for each in seen), 1),
            "share": round(statistics.median(each[name] / each["least"] for each in seen), 4),
        }
        for name in trees
    }
    print(json.dumps(result))


def one_round(cluster: Cluster, trees: dict[str, Tree], seconds: int) -> dict[str, float]:
    """Return how many each did in a second."""
    seen = {"least": least(cluster, seconds)}
    for name, tree in trees.items():
        seen[name] = participations(tree.url, seconds)
    say(", ".join(f"{name} {number:.1f}" for name, number in seen.items()))
    return seen


def least(cluster: Cluster, seconds: int) -> float:
    """Return the transactions a second of pgbench, which writes only the rows."""
    place = ["-h", str(cluster.socket), "-U", "portal", "portal"]
    shape = ["-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", "-"]
    command = [str(cluster.programs() / "pgbench"), *shape, *place]
    told = subprocess.run(command, input=LEAST, capture_output=True, text=True, check=True).stdout
    return float(told.partition("tps = ")[2].split()[0])


def participations(url: str, seconds: int) -> float:
    """Let CLIENTS citizens take part one after the other; return how many did in a second."""
    people = People(url, url, typed)
    start = time.monotonic()

    def citizen(first: int) -> None:
        for number in count(first, CLIENTS):
            if time.monotonic() > start + seconds:
                return
            people.take_part(number)

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(citizen, range(CLIENTS)))
    took = time.monotonic() - start
    if refused := [each.status for each in people.requests if not each.is_fine]:
        sys.exit(f"The portal refused: {refused}")
    return len(people.participations) / took


def typed(number: int) -> dict[str, str]:
    email = f"b{os.urandom(8).hex()}@example.org" if number % 2 else ""
    answers = {"forum": "verkehr", "reason": f"{number}. {REASON}", "proposal": "Mehr Busse."}
    return answers | {"email": email}


if __name__ == "__main__":
    set_defaults(8411)
    main()
