"""Pages for people with a good line, while clients with a very slow one send their forms.

`bench/slow [CLIENTS] [PAGES]`: CLIENTS (400) begin to send a form and go on with a byte a second;
beside them PEOPLE ask for PAGES (100) pages, one after the other. First all of them ask gunicorn
itself, then nginx with deploy/nginx.conf and TLS in front of it. The last line is a JSON object:
for both the pages that took longer than LONG, the slowest in ms, and those that failed or didn't
come within PATIENCE.
"""

import contextlib
import http.client
import json
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from dev import assets, serve
from dev.configuration import set_defaults
from dev.environment import say
from dev.postgres import Cluster
from tests.portal import free_port
from tests.proxy import Proxy, running_proxy

PORT = 8331
PEOPLE = 10
LONG = 5.0  # seconds
PATIENCE = 10.0  # seconds
UNTRUSTED = ssl._create_unverified_context()  # the certificate is of our own making


def main() -> None:
    clients, pages = (int(word) for word in (*sys.argv[1:], *("400", "100")[len(sys.argv) - 1 :]))
    assets.bring_up_to_date()
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-slow")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        proxy = Proxy(folder, folder / "shared", free_port(), free_port(), patience="15s")
        # As behind nginx; who asks gunicorn itself says what nginx would say.
        os.environ |= {"SITE_URL": proxy.url, "ALLOWED_HOSTS": "localhost,127.0.0.1"}
        os.environ |= {"TRUSTED_PROXIES": "1", "SECOND_FACTOR_REQUIRED": "true"}
        set_defaults(PORT)
        serve.prepare(own_database=False)
        server = serve.start_server(PORT)
        running.callback(serve.stop, server)
        serve.wait_until_ready(server, PORT)
        running.enter_context(running_proxy(proxy, PORT))
        result = {
            "gunicorn": measured("gunicorn", lambda: plain(PORT), proxy, clients, pages),
            "nginx": measured("nginx", lambda: encrypted(proxy.port), proxy, clients, pages),
        }
    print(json.dumps(result))


Connect = Callable[[], socket.socket]


def plain(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def encrypted(port: int) -> socket.socket:
    return UNTRUSTED.wrap_socket(plain(port), server_hostname="localhost")


def measured(name: str, connect: Connect, proxy: Proxy, clients: int, pages: int) -> dict[str, int]:
    host = urlsplit(proxy.url).netloc
    with slow_clients(connect, host, clients), ThreadPoolExecutor(PEOPLE) as people:
        seconds = list(people.map(lambda _: page(connect, host), range(pages)))
    fine = [each for each in seconds if each is not None]
    told = {
        "over_5_s": sum(each > LONG for each in fine),
        "slowest_ms": round(max(fine, default=0) * 1000),
        "failed": pages - len(fine),
    }
    say(f"{name}: {told} of {pages} pages beside {clients} slow clients")
    return told


@contextlib.contextmanager
def slow_clients(connect: Connect, host: str, number: int) -> Iterator[None]:
    """Send forms, a byte a second each, until the end; who is cut off begins anew."""
    over = threading.Event()
    head = (
        f"POST /mitmachen/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nreason="
    ).encode()

    def begin() -> socket.socket:
        client = connect()
        client.sendall(head)
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
        for client in those:
            client.close()

    those = [begin() for _ in range(number)]
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def page(connect: Connect, host: str) -> float | None:
    """Return how many seconds a page took, None if it didn't come."""
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    start = time.monotonic()
    try:
        connection = http.client.HTTPConnection("localhost")
        connection.sock = connect()
        with contextlib.closing(connection):
            connection.request("GET", "/themenforen/", headers=headers)
            response = connection.getresponse()
            response.read()
    except (OSError, http.client.HTTPException):
        return None
    return time.monotonic() - start if response.status == 200 else None


if __name__ == "__main__":
    main()
