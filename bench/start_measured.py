"""How long the web server takes from its start to the first page, and its memory.

`bench/start [--rounds N]`: gunicorn with its two processes on a Postgres that runs and is migrated,
started and ended N (5) times. Memory is counted as the kernel shares it out (PSS), of all processes
together, after each page of the menu was asked for and a submission was sent to both. The last line
is a JSON object with the medians.
"""

import argparse
import contextlib
import json
import statistics
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.people import People
from bench.trees import Tree
from dev import assets, serve
from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster
from tests.portal import free_port

PAGES = ["/", "/themenforen/", "/faq/", "/mitmachen/", "/beleg/", "/neuigkeiten/"]
TIMES = 20  # so that both processes have answered each page


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/start")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    assets.bring_up_to_date()
    cluster = Cluster("bench-start")
    cluster.remove()  # what an interrupted run left
    try:
        with cluster:
            tree = Tree(ROOT, free_port(), DATABASE_URL=cluster.url)
            tree.manage("migrate", "-v0")
            tree.manage("load_content")
            tree.manage("collectstatic", "--noinput", "-v0")
            rounds = [one_round(tree) for _ in range(options.rounds)]
    finally:
        cluster.remove()
    seconds, megabytes = (statistics.median(values) for values in zip(*rounds, strict=True))
    print(json.dumps({"first_page_s": round(seconds, 2), "pss_mb": round(megabytes)}))


def one_round(tree: Tree) -> tuple[float, float]:
    """Return the seconds until the first page, and the megabytes."""
    start = time.monotonic()
    server = tree.start(
        *("-m", "gunicorn", "--config", "ruhrdialog/gunicorn.conf.py"),
        *("--bind", f"127.0.0.1:{tree.port}", "ruhrdialog.wsgi"),
    )
    try:
        while not page_comes(tree.url):
            time.sleep(0.01)
        seconds = time.monotonic() - start
        use(tree.url)
        megabytes = pss(server.pid) / 1e6
    finally:
        serve.stop(server)
    say(f"first page after {seconds:.2f} s, {megabytes:.0f} MB")
    return seconds, megabytes


def page_comes(url: str) -> bool:
    with contextlib.suppress(urllib.error.URLError, OSError):
        urllib.request.urlopen(url, timeout=20).close()
        return True
    return False


def use(url: str) -> None:
    for page in PAGES * TIMES:
        urllib.request.urlopen(url + page).close()
    people = People(url, url, lambda number: {"forum": "verkehr", "reason": f"{number}. Zu voll"})
    for number in range(TIMES):
        people.take_part(number)
    assert all(request.is_fine for request in people.requests)


def pss(process: int) -> int:
    """Return the bytes of a process and of all that it has started."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(pss(int(child)) for child in children)


if __name__ == "__main__":
    set_defaults()
    main()
