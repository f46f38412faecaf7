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
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from dev.configuration import set_defaults
from dev.environment import ROOT, say
from dev.postgres import Cluster, end_with_parent

CLIENTS = 8
TREE = ROOT / "build" / "participate"
SIGNED = re.compile(r'name="signed" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
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


class Code(NamedTuple):
    """A tree of the portal, and where it answers."""

    name: str
    folder: Path
    port: int
    database: str


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/participate")
    parser.add_argument("--against", metavar="REV")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    options = parser.parse_args()
    codes = [Code("now", ROOT, 8411, "portal")]
    if options.against:
        codes.append(Code(options.against, checked_out(options.against), 8412, "former"))
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-participate")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        url = running.enter_context(cluster).url
        with cluster.connect() as connection:
            connection.execute(TABLES)
            for code in codes[1:]:
                connection.execute(f"CREATE DATABASE {code.database}")
        for code in codes:
            running.enter_context(served(code, f"{url.rpartition('/')[0]}/{code.database}"))
        seen = [one_round(cluster, codes, options.seconds) for _ in range(options.rounds)]
    result = {
        code.name: {
            "per_second": round(statistics.median(each[code.name] for each in seen), 1),
            "share": round(statistics.median(each[code.name] / each["least"] for each in seen), 4),
        }
        for code in codes
    }
    print(json.dumps(result))


def checked_out(rev: str) -> Path:
    """Return the tree of a commit, unpacked below build/."""
    folder = TREE / re.sub(r"\W", "_", rev)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", rev], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
    (folder / "build").mkdir()
    (folder / "build" / "assets").symlink_to(ROOT / "build" / "assets")
    return folder


@contextlib.contextmanager
def served(code: Code, database_url: str) -> Iterator[None]:
    """Migrate, collect, and run the portal of a tree."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "SITE_URL": f"http://127.0.0.1:{code.port}",
        "PYTHONPATH": str(code.folder),
        "STATIC_ROOT": str(code.folder / "build" / "bench-static"),
        "TRUSTED_PROXIES": "1",  # each citizen comes from a network of its own
    }
    for command in (["migrate", "-v0"], ["load_content"], ["collectstatic", "--noinput", "-v0"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(
            manage, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=code.folder
        )
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "ruhrdialog/gunicorn.conf.py"]
    server = subprocess.Popen(
        [*gunicorn, "--bind", f"127.0.0.1:{code.port}", "ruhrdialog.wsgi"],
        cwd=code.folder,
        env=environment,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )
    try:
        wait_until_ready(code.port)
        yield
    finally:
        server.terminate()
        server.wait()


def wait_until_ready(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    sys.exit(f"The portal at port {port} did not start.")


def one_round(cluster: Cluster, codes: list[Code], seconds: int) -> dict[str, float]:
    """Return how many each did in a second."""
    seen = {"least": least(cluster, seconds)}
    for code in codes:
        seen[code.name] = participations(code.port, seconds)
    say(", ".join(f"{name} {number:.1f}" for name, number in seen.items()))
    return seen


def least(cluster: Cluster, seconds: int) -> float:
    """Return the transactions a second of pgbench, which writes only the rows."""
    place = ["-h", str(cluster.socket), "-U", "portal", "portal"]
    shape = ["-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", "-"]
    command = [str(cluster.programs() / "pgbench"), *shape, *place]
    told = subprocess.run(command, input=LEAST, capture_output=True, text=True, check=True).stdout
    return float(told.partition("tps = ")[2].split()[0])


def participations(port: int, seconds: int) -> float:
    """Let CLIENTS citizens take part one after the other; return how many did in a second."""
    done: list[int] = []
    start = time.monotonic()
    citizens = [
        threading.Thread(target=take_part, args=(port, start + seconds, done))
        for _ in range(CLIENTS)
    ]
    for citizen in citizens:
        citizen.start()
    for citizen in citizens:
        citizen.join()
    return len(done) / (time.monotonic() - start)


def take_part(port: int, end: float, done: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in count():
        if time.monotonic() > end:
            return
        ask(connection, "GET", "/mitmachen/")
        answers = {"forum": "verkehr", "reason": f"{number}. {REASON}", "proposal": "Mehr Busse."}
        if number % 2:
            answers["email"] = f"b{os.urandom(8).hex()}@example.org"
        page = ask(connection, "POST", "/mitmachen/", answers)
        ask(connection, "POST", "/mitmachen/absenden/", {"signed": SIGNED.findall(page)[0]})
        done.append(number)


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    fields: dict[str, str] | None = None,
) -> str:
    """Ask for a page; a refusal ends the measurement."""
    sender = ".".join(map(str, os.urandom(4)))
    headers = {"X-Forwarded-For": sender} | (FORM if fields else {})
    connection.request(method, path, urlencode(fields) if fields else None, headers)
    response = connection.getresponse()
    text = response.read().decode()
    if response.status not in (200, 303):
        sys.exit(f"{method} {path}: {response.status}")
    return text


if __name__ == "__main__":
    set_defaults(8411)
    main()
