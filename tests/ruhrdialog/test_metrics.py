"""/metrics: for Prometheus alone, with names of views and numbers, and nothing of visitors."""

import re
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection
from prometheus_client.parser import text_string_to_metric_families

from ruhrdialog.health.counting import DURATIONS, REQUESTS, answers, durations
from ruhrdialog.health.looked_at import ROWS
from ruhrdialog.lib.codes import random_code
from tests.ruhrdialog.health import all_well, execute

# Every page asks whether the survey is open.
pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
TOKEN = "only-for-tests-of-the-metrics"


@pytest.fixture(autouse=True)
def _nothing_counted():
    """What all tests before have counted takes minutes to read."""
    for metric, kept in ((REQUESTS, answers), (DURATIONS, durations)):
        metric.clear()
        kept.cache_clear()


@pytest.fixture
def _token(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def metrics(client, _token):
    """Return a function that reads them: (name, labels) -> value."""

    def read():
        response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        families = text_string_to_metric_families(response.content.decode())
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    return read


def requests(metrics, view, status):
    return metrics().get(("portal_requests_total", ("status", str(status)), ("view", view)), 0)


@pytest.mark.django_db
def test_it_tells_each_row_of_the_table_and_whether_it_is_wrong(metrics):
    all_well()
    told = metrics()
    for row in ROWS:
        assert (row.metric,) in told
        assert told["portal_wrong", ("name", row.name)] == 0
    execute("DELETE FROM procrastinate_workers")
    assert metrics()["portal_wrong", ("name", "worker")] == 1
    assert metrics()[("portal_worker_silent_seconds",)] == float("inf")


@pytest.mark.django_db
def test_it_tells_the_version(metrics, settings):
    assert metrics()["portal_version", ("version", settings.VERSION)] == 1


@pytest.mark.django_db
def test_answers_are_counted_by_view_and_status_with_their_duration(client, metrics):
    before = requests(metrics, "start", 200)
    client.get("/")
    client.get("/")
    assert requests(metrics, "start", 200) == before + 2
    assert metrics()["portal_request_seconds_count", ("view", "start")] >= 2
    assert ("portal_request_seconds_bucket", ("le", "0.1"), ("view", "start")) in metrics()


@pytest.mark.django_db
def test_it_shows_how_many_check_pages_are_sent(client, metrics):
    sent, refused = requests(metrics, "survey:send", 303), requests(metrics, "survey:form", 422)
    page = client.post("/mitmachen/", "forum=verkehr", FORM)
    value = re.search(r'name="signed" value="([^"]+)"', page.content.decode())[1]
    client.post("/mitmachen/", "reason=Nichts+gewählt", FORM)
    client.post("/mitmachen/absenden/", f"signed={quote(value)}", FORM)
    assert requests(metrics, "survey:send", 303) == sent + 1
    assert requests(metrics, "survey:form", 422) == refused + 1


@pytest.mark.django_db
def test_a_failing_page_is_counted_too(client, metrics, monkeypatch):
    def fail(*_):
        raise OperationalError

    before = requests(metrics, "start", 503)
    with monkeypatch.context() as broken:
        broken.setattr("forums.models.Forum.objects.all", fail)
        client.get("/")
    assert requests(metrics, "start", 503) == before + 1


@pytest.mark.django_db
def test_no_label_holds_a_path_a_code_or_an_address(client, metrics):
    code = random_code()
    for path in (f"/beleg/{code}/", "/gibt/es/nicht", "/wp-login.php", "/verwaltung/nirgends/"):
        client.get(path, REMOTE_ADDR="192.0.2.77", headers={"User-Agent": "Neugierig/1"})
    labels = {value for _, *pairs in metrics() for name, value in pairs if name == "view"}
    assert {"survey:receipt", "unknown"} <= labels
    for word in (code, "gibt", "wp-login", "nirgends", "192.0.2.77", "Neugierig"):
        assert not any(word in label for label in labels)


@pytest.mark.django_db
def test_whatever_strangers_make_up_is_one_label(client, metrics):
    client.get("/irgendwas/")
    metrics()
    before = len(metrics())
    requests_before = requests(metrics, "unknown", 404)
    for number in range(30):
        client.get(f"/{number}/")
    assert requests(metrics, "unknown", 404) == requests_before + 30
    assert len(metrics()) == before


def test_without_the_database_it_tells_what_it_can(client, metrics, monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)
    client.get("/livez")
    told = metrics()
    assert told["portal_wrong", ("name", "database")] == 1
    assert ("portal_wrong", ("name", "worker")) not in told
    assert requests(metrics, "livez", 200) >= 1


# It refuses


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer falsch", TOKEN, f"Basic {TOKEN}", "Bearer ä"]
)
@pytest.mark.usefixtures("_token")
def test_who_has_not_the_token_finds_no_page(client, header):
    response = client.get("/metrics", headers={"Authorization": header})
    assert response.status_code == 404
    assert "portal_" not in response.content.decode()


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer None"])
def test_without_a_token_in_the_settings_nobody_does(client, settings, header):
    assert settings.METRICS_TOKEN == ""
    assert client.get("/metrics", headers={"Authorization": header}).status_code == 404
