"""Postgres is frozen (SIGSTOP): every answer comes within 5 seconds, and nothing is lost."""

import contextlib
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dev.postgres import NOT_DURABLE, Cluster
from ruhrdialog.lib.codes import random_code
from tests.browser.test_server import request, signed
from tests.portal import running_portal

PAGES = ["/", "/themenforen/", "/themenforen/verkehr/", "/faq/", "/neuigkeiten/"]
PAGES += [f"/beleg/{random_code()}/"]


@pytest.fixture(scope="module")
def cluster(worker_id):
    """A Postgres of its own, which these tests may freeze."""
    cluster = Cluster(f"frozen-{worker_id}", NOT_DURABLE)
    with cluster:
        yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def portal(django_db_setup, cluster, tmp_path_factory):
    folder, real = tmp_path_factory.mktemp("frozen"), {"WEB_CONCURRENCY": "2"}
    with running_portal(cluster.url, folder, **real) as portal:
        yield portal


@pytest.fixture
def thaw(portal, cluster):
    """Freeze all processes of the Postgres, and return what lets them go on."""
    server = cluster.process.pid
    processes = [server]

    def send(number):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):  # ended since, when all go on
                os.kill(process, number)

    # proc(5): only of stopped processes are the children listed without gaps, and a server that
    # still runs may have begun another one since.
    listed = None
    while listed != processes:
        listed = processes
        send(signal.SIGSTOP)
        while any(map(runs, processes)):
            time.sleep(0.001)
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        processes = [server, *map(int, children)]
    yield lambda: send(signal.SIGCONT)
    send(signal.SIGCONT)


def runs(process):
    """Tell whether a process is neither stopped nor ended; who collects ended ones is stopped."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "TZ"
    return False


@pytest.fixture(scope="module")
def filled_in(portal):
    """The signed value of a check page that was made before."""
    for _ in range(100):  # after a frost the pool needs a moment to find living connections
        with contextlib.suppress(TypeError):
            return signed(portal, reason="Bleibt erhalten")
        time.sleep(0.1)
    raise AssertionError("The portal doesn't come back.")


def timed(*arguments):
    start = time.monotonic()
    response = request(*arguments)
    return response, time.monotonic() - start


def test_every_page_answers_within_five_seconds_and_in_german(portal, thaw):
    with ThreadPoolExecutor(36) as threads:
        answers = list(threads.map(lambda address: timed(portal, address), PAGES * 6))
    for response, seconds in answers:
        assert seconds < 5
        assert response.status == 503
        assert "gerade nicht" in response.text


def test_livez_answers_and_readyz_says_no(portal, thaw):
    assert timed(portal, "/livez")[0].status == 200
    response, seconds = timed(portal, "/readyz")
    assert response.status == 503
    assert seconds < 5


def test_the_text_stays_in_the_page_and_goes_through_afterwards(portal, filled_in, thaw):
    response, seconds = timed(portal, "/mitmachen/absenden/", {"signed": filled_in})
    assert seconds < 5
    assert response.status == 503
    assert "Ihr Text ist nicht verloren" in response.text
    again = re.search(r'name="signed" value="([^"]+)"', response.text)[1]
    thaw()
    for _ in range(50):  # the pool needs a moment to find living connections
        response = request(portal, "/mitmachen/absenden/", {"signed": again})
        if response.status == 303:
            break
        time.sleep(0.1)
    assert response.status == 303
    assert portal.rows("SELECT reason FROM survey_submission") == [("Bleibt erhalten",)]
