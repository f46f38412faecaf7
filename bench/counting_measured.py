"""What counting for Prometheus costs an answer, in a web process' own files.

`bench/counting [ANSWERS]`: as many answers (200,000) of some dozens of views go through the
middleware alone, with and without it, in five rounds each; then the numbers are asked for as
Prometheus does it. The last line is a JSON object with the medians.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from dev.configuration import set_defaults

VIEWS = 60
ROUNDS = 5


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        set_defaults()
        os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1/nothing")  # never asked
        django.setup()
        from ruhrdialog.health.counting import CountingMiddleware, for_prometheus

        requests = [request_of(f"view{view}") for view in range(VIEWS)]
        with_it, without = [], []
        for _ in range(ROUNDS):
            without.append(microseconds(answer, requests, number))
            with_it.append(microseconds(CountingMiddleware(answer), requests, number))
        start = time.perf_counter()
        size = len(for_prometheus([]))
        told = time.perf_counter() - start
    cost = statistics.median(with_it) - statistics.median(without)
    print(f"{cost:.1f} µs an answer; {size:,} bytes for Prometheus in {told * 1000:.0f} ms")
    print(json.dumps({"microseconds": round(cost, 1), "read_ms": round(told * 1000, 1)}))


def request_of(view: str) -> HttpRequest:
    request = HttpRequest()
    request.resolver_match = ResolverMatch(answer, (), {}, view)
    return request


class Answer:
    status_code = 200


ANSWER: Any = Answer()  # what the middleware looks at


def answer(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = ANSWER
    return response


def microseconds(
    get_response: Callable[[HttpRequest], HttpResponse], requests: list[HttpRequest], number: int
) -> float:
    """Return what an answer takes, of so many."""
    start = time.perf_counter()
    for index in range(number):
        get_response(requests[index % VIEWS])
    return (time.perf_counter() - start) / number * 1_000_000


if __name__ == "__main__":
    main()
