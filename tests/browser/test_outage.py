"""A dead worker and a dead mail server on the running portal: seen in the log, by Prometheus, at
the desk, and by `status`.

What takes a minute, the silence of the worker, is written into the database; the rest is real. How
long it takes in all stands in docs/operations.md.
"""

import os
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import OF_THE_DESK, assert_accessible
from tests.browser.test_mail import log_in, wait_for
from tests.portal import running_portal, running_worker

TOKEN = "only-for-tests-of-the-metrics"


@pytest.fixture(scope="module")
def portal(django_db_setup, tmp_path_factory):
    """Two processes of a portal that look at themselves each quarter of a second."""
    environment = {"METRICS_TOKEN": TOKEN, "WATCH_INTERVAL": "0.25", "WEB_CONCURRENCY": "2"}
    environment["EMAIL_URL"] = f"file:///{tmp_path_factory.mktemp('mails')}"
    folder = tmp_path_factory.mktemp("outage")
    with running_portal(os.environ["DATABASE_URL"], folder, **environment) as portal:
        yield portal


def metrics(portal):
    request = urllib.request.Request(
        f"{portal.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read().decode()


def lines(portal, name):
    """Return what the log tells of one row of the table."""
    return re.findall(rf"(Wrong|Right again): {name}\b", portal.log.read_text())


def test_a_dead_worker_and_a_dead_mail_server_are_noticed(portal, page):
    wait_for(lambda: lines(portal, "worker"))  # there is none yet
    with running_worker(portal) as worker:
        wait_for(lambda: lines(portal, "worker") == ["Wrong", "Right again"])
        assert 'portal_wrong{name="worker"} 0.0' in metrics(portal)
        worker.kill()
        worker.wait()
    portal.rows("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 seconds'")
    portal.rows(
        "INSERT INTO survey_mailserver (id, failing_since, trouble) VALUES (1, now(), 'busy')"
    )
    wait_for(lambda: len(lines(portal, "worker")) == 3)
    wait_for(lambda: lines(portal, "mail_server"))
    for name in ("worker", "mail_server"):
        assert f'portal_wrong{{name="{name}"}} 1.0' in metrics(portal)
    log_in(page)
    notice = page.get_by_role("region", name="Im Betrieb stimmt etwas nicht")
    expect(notice).to_contain_text("Der Worker meldet sich seit")
    expect(notice).to_contain_text("Mails gehen nicht hinaus: Der Mailserver nimmt seit")
    assert_accessible(page, OF_THE_DESK)
    # Both are there again
    portal.rows("DELETE FROM survey_mark; DELETE FROM survey_mailserver")
    with running_worker(portal):
        for name in ("worker", "mail_server"):
            wait_for(lambda name=name: lines(portal, name)[-1] == "Right again")
        portal.manage("status")
        page.reload()
        expect(notice).to_have_count(0)
        # In all this time, in which the watch has looked some dozens of times
        assert lines(portal, "worker") == ["Wrong", "Right again"] * 2
        assert lines(portal, "mail_server") == ["Wrong", "Right again"]


def test_every_process_counts_and_any_of_them_tells_the_sum(portal):
    counted = 'portal_requests_total{status="200",view="faq:list"} 40.0\n'
    for _ in range(40):
        urllib.request.urlopen(f"{portal.url}/faq/", timeout=10).close()
    assert all(counted in metrics(portal) for _ in range(10))
    assert float(re.search(r"^portal_pool_size (\d+)", metrics(portal), re.MULTILINE)[1]) >= 2
