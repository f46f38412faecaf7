"""Participations a second behind nginx: the form, the check page, the sending that leads to a
receipt.

`bench/participate [--against REV] [--without NAME …] [--rounds N] [--seconds N]`: nginx with
deploy/nginx.conf, the real gunicorn with its two processes, a durable Postgres. CLIENTS people take
part one after the other without a pause (wrk, bench/participate.lua), each from a network of its
own, with a text of 1 KB and three further topics, every tenth with an address. In each round
pgbench writes the least that this needs, as many at a time: one row, and three in the same
statement. In the same rounds, each on a database of its own, runs with `--against` the code of
another commit, with `--without` (as often as wanted) that of now where an index or a trigger of the
submissions is missing. Rows are counted at the end.

The last line is a JSON object: participations a second (median), their share of pgbench's, receipts
without a row; with `--against` or `--without` the same of each.
"""

import argparse
import contextlib
import json
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from bench.behind import Site, as_behind, place, prepare, running_site, wrk
from bench.trees import Tree, unpacked
from dev import assets
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import DATABASE, Cluster
from tests.portal import free_port

CLIENTS = 8
FOLDER = ROOT / "build" / "participate"
NOW = "now"
LEAST = """
WITH answer AS (
    INSERT INTO answers VALUES (
        gen_random_uuid(), sha256(random()::text::bytea), repeat('Der Bus ist voll. ', 55)
    )
    RETURNING id
)
INSERT INTO others (key) SELECT gen_random_uuid() FROM answer, generate_series(1, 3);
"""
TABLES = """
CREATE TABLE answers (id uuid PRIMARY KEY, hash bytea UNIQUE, text text);
CREATE TABLE others (id bigserial PRIMARY KEY, key uuid);
"""
TOLD = re.compile(r"acknowledged (\d+) refused (\d+)(.*)")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/participate")
    parser.add_argument("--against", metavar="REV")
    parser.add_argument("--without", metavar="NAME", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    options = parser.parse_args()
    assets.bring_up_to_date()
    with running_site("participate") as site, contextlib.ExitStack() as running:
        trees = {NOW: site.tree}
        with site.cluster.connect() as connection:
            connection.execute(TABLES)
        if rev := options.against:
            trees[rev] = beside(site, rev, unpacked(rev, FOLDER / database(rev)))
        for name in options.without:
            trees[name] = beside(site, name, ROOT)
            drop(site.cluster, name)
        for name in [*trees][1:]:
            running.enter_context(trees[name].running(with_worker=False))
        seen = [one_round(site, trees, options.seconds) for _ in range(options.rounds)]
        rows = {name: stored(site.cluster, name) for name in trees}
    result: dict[str, object] = {
        name: {
            "per_second": round(
                statistics.median(each[name] for each in seen) / options.seconds, 1
            ),
            "pgbench_ratio": round(
                statistics.median(each[name] / options.seconds / each["least"] for each in seen), 4
            ),
            "lost": max(0, round(sum(each[name] for each in seen)) - rows[name]),
        }
        for name in trees
    }
    print(json.dumps(result[NOW] if len(result) == 1 else result))


def beside(site: Site, name: str, folder: Path) -> Tree:
    """Return a tree on a database of its own."""
    with site.cluster.connect() as connection:
        connection.execute(f"CREATE DATABASE {database(name)}")
    url = f"{site.tree.environment['DATABASE_URL'].rpartition('/')[0]}/{database(name)}"
    tree = Tree(folder, free_port(), DATABASE_URL=url, **as_behind(site.proxy))
    prepare(tree)
    return tree


def database(name: str) -> str:
    """Return the name of the database of a tree."""
    return DATABASE if name == NOW else "of_" + re.sub(r"\W", "_", name)


def drop(cluster: Cluster, name: str) -> None:
    """Take an index or a trigger of the submissions away."""
    with cluster.connect(database(name)) as connection:
        is_index = connection.execute("SELECT to_regclass(%s)", [name]).fetchone() != (None,)
        what = f"INDEX {name}" if is_index else f"TRIGGER {name} ON survey_submission"
        connection.execute(f"DROP {what}")


def one_round(site: Site, trees: dict[str, Tree], seconds: int) -> dict[str, float]:
    """Return how many pgbench did in a second, and how many receipts each tree gave."""
    seen = {"least": least(site.cluster, seconds)}
    for name, tree in trees.items():
        if len(trees) > 1:
            site.proxy.lead_to(tree.port)
            site.proxy.reload()
        seen[name] = participations(site, seconds)
    told = (f"{name} {seen[name] / seconds:.1f} a second" for name in trees)
    say(", ".join([f"pgbench {seen['least']:.0f}", *told]))
    return seen


def least(cluster: Cluster, seconds: int) -> float:
    """Return the statements a second of pgbench, which writes only the rows."""
    where = ["-h", str(cluster.socket), "-U", "portal", "portal"]
    shape = ["-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", "-"]
    command = [str(cluster.programs() / "pgbench"), *shape, *where]
    told = subprocess.run(command, input=LEAST, capture_output=True, text=True, check=True).stdout
    return float(told.partition("tps = ")[2].split()[0])


def participations(site: Site, seconds: int) -> int:
    """Let CLIENTS people take part; return how many got a receipt."""
    script = ["-s", str(place("participate.lua"))]
    arguments = [f"-t{CLIENTS}", *script, site.proxy.bare_url, "--"]
    arguments += [urlsplit(site.proxy.url).netloc, str(time.time_ns() // 1_000_000)]
    told = TOLD.search(wrk(seconds, CLIENTS, *arguments))
    if told is None or int(told[2]):
        sys.exit(f"The portal refused: {told and told[0]}")
    return int(told[1])


def stored(cluster: Cluster, name: str) -> int:
    """Return how many submissions there are."""
    with cluster.connect(database(name)) as connection:
        row = connection.execute("SELECT count(*) FROM survey_submission").fetchone()
        return int(row[0]) if row else 0


if __name__ == "__main__":
    set_defaults()
    main()
