"""Counts what this process answers, for Prometheus: by view and status, never by path or visitor.

Each web process counts into files of its own (gunicorn.conf.py says where); who asks one of them
gets the sum of all. Other processes, as those of commands and tests, count for themselves.
"""

import os
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from ruhrdialog.health.looked_at import Finding

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's variable
UNKNOWN = "unknown"  # no view of ours: whatever strangers make up is one label

here = CollectorRegistry()  # of this process alone
REQUESTS = Counter("portal_requests", "Antworten", ["view", "status"], registry=here)
DURATIONS = Histogram(
    "portal_request_seconds",
    "Dauer bis zum Beginn der Antwort",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=here,
)
# Of psycopg's pool: how it is just now, and what has come together.
POOL = {
    name: Gauge(f"portal_{name}", title, multiprocess_mode="livesum", registry=here)
    for name, title in (
        ("pool_size", "Verbindungen zur Datenbank"),
        ("pool_available", "Verbindungen zur Datenbank, die frei sind"),
        ("requests_waiting", "Wer gerade auf eine Verbindung wartet"),
    )
}
POOL_SUMS = {
    name: Counter(f"portal_pool_{name}", title, registry=here)
    for name, title in (
        ("requests_num", "Verbindungen, um die gebeten wurde"),
        ("requests_queued", "Verbindungen, auf die gewartet wurde"),
        ("requests_wait_ms", "Millisekunden, die auf Verbindungen gewartet wurde"),
        ("requests_errors", "Verbindungen, auf die vergeblich gewartet wurde"),
    )
}


class CountingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        count(match.view_name if match else UNKNOWN, response.status_code, start)
        return response


def count(view: str, status: int, start: float) -> None:
    """Count an answer on which the work began at `start`, of time.perf_counter()."""
    answers(view, status).inc()
    durations(view).observe(time.perf_counter() - start)


# The library looks each of them up under a lock; there are few, so they are kept at hand.


@cache
def answers(view: str, status: int) -> Counter:
    return REQUESTS.labels(view, status)


@cache
def durations(view: str) -> Histogram:
    return DURATIONS.labels(view)


def count_pool() -> None:
    """Note how the pool of this process is; what commands have is none."""
    pool = getattr(connection, "pool", None)
    if pool is None:
        return
    stats = pool.pop_stats()
    for name, gauge in POOL.items():
        gauge.set(stats.get(name, 0))
    for name, counter in POOL_SUMS.items():
        counter.inc(stats.get(name, 0))


def for_prometheus(findings: list[Finding]) -> bytes:
    """Return what all processes counted, and how each row of the table is, in Prometheus' format.

    What is unknown is left out; `portal_wrong` is 1 for what is wrong, so one rule warns of it all.
    """
    counted = here
    if FOLDER in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call] # it has no types
    looked_at = CollectorRegistry()
    looked_at.register(Looked(findings))
    return generate_latest(counted) + generate_latest(looked_at)


class Looked:
    """The rows of the table as Prometheus' library wants them."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def collect(self) -> list[GaugeMetricFamily]:
        version = GaugeMetricFamily("portal_version", "Fassung", labels=["version"])
        version.add_metric([settings.VERSION], 1)
        wrong = GaugeMetricFamily("portal_wrong", "Ob etwas nicht stimmt", labels=["name"])
        for finding in self.findings:
            if finding.value is not None:
                wrong.add_metric([finding.row.name], bool(finding.wrong))
        values = [
            GaugeMetricFamily(each.row.metric, each.row.title, each.value)
            for each in self.findings
            if each.value is not None
        ]
        return [version, wrong, *values]
