"""People who take part while something else goes on, and what they got."""

import contextlib
import http.client
import random
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bench.desk_measured import line
from dev.environment import say

A_SECOND = 20  # participations
AT_ONCE = 400  # participations; behind them others would have to wait
LONGEST = 60  # seconds that a request may take
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
SIGNED = re.compile('name="signed" value="([^"]+)"')
UNTRUSTED = ssl._create_unverified_context()  # the certificate of a proxy is of our own making


class Request(NamedTuple):
    """What came of a request; a page may have given back what was typed, or a receipt."""

    start: float  # seconds, of the machine's clock that only goes forward
    seconds: float
    status: int  # 0: no answer
    has_text: bool
    has_receipt: bool

    @property
    def is_fine(self) -> bool:
        return 200 <= self.status < 400


class Participation(NamedTuple):
    number: int
    requests: list[Request]

    @property
    def is_acknowledged(self) -> bool:
        """Tell whether there is a receipt, if only the address wasn't taken, too."""
        return len(self.requests) == 3 and self.requests[-1].has_receipt


class Phase(NamedTuple):
    name: str
    start: float
    end: float


class People:
    """Who takes part in the portal of the address `site`.

    `url` is where they are led; `typed` tells what each of them types, by number; `reading` is for
    how many seconds they look at the check page.
    """

    def __init__(
        self, url: str, site: str, typed: Callable[[int], dict[str, str]], reading: float = 0
    ) -> None:
        self.url = url
        self.typed = typed
        self.reading = reading
        self.headers = as_from_a_proxy(site)
        self.participations: list[Participation] = []

    @property
    def requests(self) -> list[Request]:
        return [request for each in self.participations for request in each.requests]

    @contextlib.contextmanager
    def coming(self) -> Iterator[None]:
        """Let A_SECOND of them come each second; wait at the end for those who have begun."""
        is_over = threading.Event()
        thread = threading.Thread(target=self.come, args=(is_over,))
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def come(self, is_over: threading.Event) -> None:
        number, start = 0, time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            while not is_over.wait(max(0, start + number / A_SECOND - time.monotonic())):
                threads.submit(self.take_part, number)
                number += 1

    def take_part(self, number: int) -> None:
        """Ask for the form, send it, send the check page, as far as the portal lets them."""
        participation = Participation(number, [])
        self.participations.append(participation)

        def asked(*words: str, **fields: str) -> str:
            request, page = self.ask(*words, **fields)
            participation.requests.append(request)
            return page if request.is_fine else ""

        if asked("GET", "/mitmachen/"):
            page = asked("POST", "/mitmachen/", **self.typed(number))
            if signed := SIGNED.search(page):
                time.sleep(self.reading)
                asked("POST", "/mitmachen/absenden/", signed=signed[1])

    def receipt(self, number: int) -> str:
        """Take part; return the address of the receipt, or nothing."""
        _, page = self.ask("POST", "/mitmachen/", **self.typed(number))
        if not (signed := SIGNED.search(page)):
            return ""
        with contextlib.closing(connect(self.url)) as connection:
            body = urlencode({"signed": signed[1]})
            connection.request("POST", "/mitmachen/absenden/", body, self.headers | FORM)
            return connection.getresponse().headers.get("Location", "")

    def ask(self, method: str, address: str, **fields: str) -> tuple[Request, str]:
        """Ask by a connection of its own, as a proxy does, from some network; return the page."""
        start = time.monotonic()
        status, page = 0, ""
        sender = f"127.{random.randrange(256)}.{random.randrange(256)}.1"
        headers = self.headers | {"X-Forwarded-For": sender} | (FORM if fields else {})
        with (
            contextlib.suppress(OSError, http.client.HTTPException),
            contextlib.closing(connect(self.url, sender)) as connection,
        ):
            connection.request(method, address, urlencode(fields) if fields else None, headers)
            response = connection.getresponse()
            page, status = response.read().decode(), response.status
        has_text = bool(fields) and fields.get("reason", 'name="signed"') in page
        has_receipt = status == 303 or "Ihr Beitrag ist angekommen" in page
        return Request(start, time.monotonic() - start, status, has_text, has_receipt), page


def as_from_a_proxy(site: str) -> dict[str, str]:
    """Return what a proxy tells who is asked for the portal of an address."""
    place = urlsplit(site)
    return {"Host": place.netloc, "X-Forwarded-Proto": place.scheme}


def connect(url: str, sender: str = "127.0.0.1") -> http.client.HTTPConnection:
    place = urlsplit(url)
    server, source = f"{place.hostname}:{place.port}", (sender, 0)
    if place.scheme == "http":
        return http.client.HTTPConnection(server, timeout=LONGEST, source_address=source)
    return http.client.HTTPSConnection(
        server, timeout=LONGEST, source_address=source, context=UNTRUSTED
    )


@contextlib.contextmanager
def phase(name: str, phases: list[Phase]) -> Iterator[None]:
    """Remember when something began and ended."""
    start = time.monotonic()
    yield
    phases.append(Phase(name, start, time.monotonic()))
    say(f"{name}: {phases[-1].end - start:.1f} s")


def report(phases: list[Phase], requests: list[Request]) -> dict[str, int]:
    """Print a table of the requests in each phase; return by phase how long the longest took."""
    longest = {}
    say("\n" + line(["phase", "seconds", "requests", "median ms", "longest ms", "failed"]))
    say(line(["---"] * 6))
    for name, start, end in phases:
        # Those that were under way at any time of it.
        met = [each for each in requests if each.start < end and each.start + each.seconds > start]
        times = sorted(round(1000 * each.seconds) for each in met)
        failed = sum(not each.is_fine for each in met)
        say(line([name, round(end - start, 1), len(met), times[len(met) // 2], times[-1], failed]))
        longest[f"{name.replace(' ', '_').replace(',', '').lower()}_ms"] = times[-1]
    return longest
