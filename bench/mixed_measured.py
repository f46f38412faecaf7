"""Three hundred requests a second through nginx: nine pages to one step of a participation.

`bench/mixed [--seconds N]`: for N (60) seconds each: in calm; beside 64 idle connections; beside
400 clients that send a byte a second; while `migrate` runs again and again and gunicorn reloads.
Requests begin at their time, whether those before are answered or not, on as many kept connections
as that needs; a time is from then to the end of the answer. The last line is a JSON object: errors
(no answer, or one that isn't 2xx or 3xx) and the 99th percentiles in milliseconds.
"""

import argparse
import asyncio
import contextlib
import json
import random
import re
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.behind import Site, running_site
from dev import assets
from dev.configuration import set_defaults
from dev.environment import say

A_SECOND = 300
PAGES = ["/", "/themenforen/", "/themenforen/verkehr/", "/faq/", "/mitmachen/", "/beleg/"]
FORM = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"
SIGNED = re.compile(rb'name="signed" value="([^"]+)"')
REASON = "Der Bus kommt zu selten und ist immer voll, vor allem abends nach der Arbeit. " * 12
IDLE, SLOW = 64, 400


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/mixed")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    assets.bring_up_to_date()
    with running_site("mixed") as site:
        calm = play(site, "calm", options.seconds)
        with beside(site, IDLE):
            beside_idle = play(site, "idle", options.seconds)
        with beside(site, SLOW, slow_head(site)):
            beside_slow = play(site, "slow", options.seconds)
        with upgrading(site):
            reloading = play(site, "reload", options.seconds)
    result: dict[str, float] = {"errors": calm.errors + beside_idle.errors + beside_slow.errors}
    result |= {"p99_ms": calm.p99(), "idle_p99_ms": beside_idle.p99()}
    result |= {"slow_p99_ms": beside_slow.p99(), "reload_errors": reloading.errors}
    print(json.dumps(result))


@dataclass
class Seen:
    """What came of the requests; times in seconds."""

    times: list[float] = field(default_factory=list)
    errors: int = 0

    def p99(self) -> float:
        return round(1000 * sorted(self.times)[len(self.times) * 99 // 100], 1)


def play(site: Site, name: str, seconds: int) -> Seen:
    seen = asyncio.run(Visitors(site).come(seconds))
    median = 1000 * sorted(seen.times)[len(seen.times) // 2]
    told = f"median {median:.1f} ms, 99 % within {seen.p99()} ms, {seen.errors} errors"
    say(f"{name:8} {len(seen.times)} requests, {told}")
    return seen


class Visitors:
    """Who looks at pages, and who takes part."""

    def __init__(self, site: Site) -> None:
        self.port = urlsplit(site.proxy.bare_url).port
        self.host = urlsplit(site.proxy.url).netloc
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.seen = Seen()

    async def come(self, seconds: int) -> Seen:
        """Let A_SECOND requests begin each second."""
        start = time.perf_counter()
        tasks: list[asyncio.Task[Any]] = []
        for number in range(A_SECOND * seconds):
            await asyncio.sleep(max(0, start + number / A_SECOND - time.perf_counter()))
            if number % 10:
                tasks.append(asyncio.create_task(self.ask("GET", random.choice(PAGES))))
            elif number % 30 == 0:  # whose three steps are as many
                tasks.append(asyncio.create_task(self.take_part(number)))
        await asyncio.gather(*tasks)
        for _, writer in self.free:
            writer.close()
        return self.seen

    async def take_part(self, number: int) -> None:
        await self.ask("GET", "/mitmachen/")
        answers = {"forum": "verkehr", "reason": f"{number}. {REASON}", "proposal": "Mehr Busse."}
        if signed := SIGNED.search(await self.ask("POST", "/mitmachen/pruefen/", **answers)):
            await self.ask("POST", "/mitmachen/absenden/", signed=signed[1].decode())

    async def ask(self, method: str, address: str, **fields: str) -> bytes:
        """Send a request, note how long its answer took, return what stands in it."""
        body = urlencode(fields).encode()
        sender = f"10.{random.randrange(256)}.{random.randrange(256)}.1"
        head = f"{method} {address} HTTP/1.1\r\nHost: {self.host}\r\nX-Forwarded-For: {sender}\r\n"
        head += "Accept-Encoding: identity\r\n"
        if method == "POST":
            head += f"{FORM}Content-Length: {len(body)}\r\n"
        start = time.perf_counter()
        status, page = 0, b""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
            async with self.connection() as (reader, writer):
                writer.write(f"{head}\r\n".encode() + body)
                status, page, is_last = await read(reader)
                if is_last:  # of this connection: nginx closes it after a thousand
                    writer.close()
        self.seen.times.append(time.perf_counter() - start)
        self.seen.errors += not 200 <= status < 400
        return page

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Give a connection that nobody uses; one that failed isn't used again."""
        mine = self.free.pop() if self.free else None
        while mine and (mine[0].at_eof() or mine[1].is_closing()):
            mine = self.free.pop() if self.free else None
        mine = mine or await asyncio.open_connection("localhost", self.port)
        try:
            yield mine
        except BaseException:
            mine[1].close()
            raise
        self.free.append(mine)


async def read(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Return status and body of an answer, and whether the connection ends with it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status, is_last = int(head.split(" ", 2)[1]), "connection: close" in head
    if found := re.search(r"content-length: (\d+)", head):
        return status, await reader.readexactly(int(found[1])), is_last
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return status, body, is_last


@contextlib.contextmanager
def beside(site: Site, number: int, head: bytes = b"") -> Iterator[None]:
    """Hold so many connections; with a head each sends it, and then a byte a second.

    What nginx closes comes anew.
    """
    place, is_over = ("127.0.0.1", site.proxy.bare_port), threading.Event()

    def begin() -> socket.socket:
        client = socket.create_connection(place)
        client.sendall(head)
        return client

    def hold() -> None:
        clients = [begin() for _ in range(number)]
        while not is_over.wait(1):
            for place, client in enumerate(clients):
                if is_closed(client, sends=bool(head)):
                    client.close()
                    clients[place] = begin()
        for client in clients:
            client.close()

    thread = threading.Thread(target=hold, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def is_closed(client: socket.socket, *, sends: bool) -> bool:
    """Send a byte, if this client does, and tell whether nobody listens any more."""
    try:
        if sends:
            client.send(b"a", socket.MSG_DONTWAIT)
        return not client.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


def slow_head(site: Site) -> bytes:
    host = urlsplit(site.proxy.url).netloc
    head = f"POST /mitmachen/pruefen/ HTTP/1.1\r\nHost: {host}\r\n{FORM}Content-Length: 500\r\n\r\n"
    return head.encode()


@contextlib.contextmanager
def upgrading(site: Site) -> Iterator[None]:
    """Run `migrate` one time after the other, and let gunicorn reload every ten seconds."""
    is_over = threading.Event()

    def migrate() -> None:
        while not is_over.wait(1):
            site.tree.manage("migrate", "-v0")

    def reload() -> None:
        while not is_over.wait(10):
            site.server.send_signal(signal.SIGHUP)

    threads = [threading.Thread(target=work) for work in (migrate, reload)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    set_defaults()
    main()
