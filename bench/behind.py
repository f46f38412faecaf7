"""The portal behind nginx with deploy/nginx.conf, as on a server, and wrk that asks it."""

import contextlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.trees import Tree
from dev.environment import ROOT
from dev.postgres import Cluster
from tests.portal import free_port
from tests.proxy import Proxy, running_proxy

REQUESTS = re.compile(r"Requests/sec:\s+([\d.]+)")
REFUSED = re.compile(r"Non-2xx or 3xx responses: .*|Socket errors: .*")


@dataclass
class Behind(Proxy):
    """nginx as the operator runs it, who is asked also without TLS, and by one for very many.

    Without TLS what is measured is the portal and nginx, not wrk's encryption. Files of `folder`
    are served below /as-file/, by their names, in the coding that these end with.
    """

    bare_port: int = 0
    patience: str = "15s"

    @property
    def bare_url(self) -> str:
        return f"http://localhost:{self.bare_port}"

    def lead_to(self, portal_port: int, added: str = "", second_port: int = 8001) -> None:
        super().lead_to(portal_port, added, second_port)
        file = self.folder / "nginx.conf"
        text = file.read_text()
        as_file = f"location /as-file/ {{ alias {self.folder}/files/; default_type text/html; "
        as_file += "add_header Content-Encoding br; }"
        for words, ours in (
            ("worker_processes 1;", "worker_processes auto;"),
            ("http2 on;", f"http2 on;\nlisten 127.0.0.1:{self.bare_port};\n{as_file}"),
            ("X-Forwarded-Proto $scheme;", "X-Forwarded-Proto https;"),
            ("rate=1000r/s;", "rate=1000000r/s;"),
            ("rate=200r/s;", "rate=1000000r/s;"),
        ):
            assert text.count(words) == 1, words
            text = text.replace(words, ours)
        file.write_text(text)


@dataclass
class Site:
    """What answers: nginx, and gunicorn behind it, on a durable Postgres of its own."""

    proxy: Behind
    tree: Tree
    cluster: Cluster
    server: subprocess.Popen[bytes]


@contextlib.contextmanager
def running_site(name: str, **environment: str) -> Iterator[Site]:
    """Run all of it on an empty database with the authority's content.

    Two proxies are trusted, unless told otherwise: so wrk can say for each person from which
    network it asks.
    """
    with contextlib.ExitStack() as running:
        cluster = Cluster(f"bench-{name}")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        folder = ROOT / "build" / "bench" / name
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "files").mkdir(parents=True)
        proxy = Behind(folder, folder / "shared", free_port(), free_port(), bare_port=free_port())
        tree = Tree(
            ROOT,
            free_port(),
            DATABASE_URL=running.enter_context(cluster).url,
            **as_behind(proxy) | environment,
        )
        prepare(tree)
        [server] = running.enter_context(tree.running(with_worker=False))
        running.enter_context(running_proxy(proxy, tree.port))
        yield Site(proxy, tree, cluster, server)


def as_behind(proxy: Proxy) -> dict[str, str]:
    return {
        "SITE_URL": proxy.url,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "TRUSTED_PROXIES": "2",
        "SECOND_FACTOR_REQUIRED": "true",
    }


def prepare(tree: Tree) -> None:
    tree.manage("migrate", "-v0")
    tree.manage("load_content")
    tree.manage("collectstatic", "--noinput", "-v0")


def wrk(seconds: int, connections: int, *arguments: str) -> str:
    """Let wrk ask, with two threads unless told otherwise; return what it prints."""
    program = shutil.which("wrk")
    if program is None:
        sys.exit("wrk is missing: install it, on Debian with `apt install wrk`.")
    command = [program, "-t2", f"-c{connections}", f"-d{seconds}s", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or (refused := REFUSED.search(done.stdout)):
        sys.exit(f"{' '.join(arguments)}: {done.stderr or refused}")
    return done.stdout


def requests_per_second(url: str, seconds: int, connections: int, headers: dict[str, str]) -> float:
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    found = REQUESTS.search(wrk(seconds, connections, *given, url))
    assert found
    return float(found[1])


def place(path: str) -> Path:
    return ROOT / "bench" / path
