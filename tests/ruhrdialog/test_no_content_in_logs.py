"""No log holds what people wrote, who they are, or their secrets: ours, gunicorn's, the worker's
and that of Postgres, whatever goes wrong.

The real server and worker on a Postgres of their own. Each fault is forced, then all is read.
"""

import contextlib
import http.client
import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import psycopg
import pytest

from dev.postgres import NOT_DURABLE, Cluster
from ruhrdialog.lib.codes import random_code
from tests.mail_server import MailServer
from tests.portal import running_portal, running_worker

CONTENT = "Markenwort"
ADDRESS = "markenadresse@example.org"
CODE = random_code()
SENDER = "203.0.113.77"  # RFC 5737
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-Forwarded-For": SENDER,
}


@pytest.fixture(scope="module")
def cluster(worker_id):
    cluster = Cluster(f"logs-{worker_id}", NOT_DURABLE)
    with cluster:
        yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def mail_server():
    with MailServer() as server:
        server.recipients[ADDRESS] = f"450 4.7.1 <{ADDRESS}> try again later"
        server.recipients[f"c{ADDRESS}"] = f"550 5.1.1 <c{ADDRESS}> unknown"
        yield server


@pytest.fixture(scope="module")
def portal(django_db_setup, cluster, mail_server, tmp_path_factory):
    mails = {"EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}", "TRUSTED_PROXIES": "1"}
    folder = tmp_path_factory.mktemp("logs")
    # At INFO, the level that tells most.
    chatty = {**mails, "LOG_LEVEL": "INFO"}
    with running_portal(cluster.url, folder, **chatty) as portal, running_worker(portal):
        yield portal


def ask(portal, method, path, fields=None, **headers):
    place = portal.url.removeprefix("http://")
    with contextlib.closing(http.client.HTTPConnection(place, timeout=20)) as connection:
        body = urlencode(fields) if isinstance(fields, dict) else fields
        connection.request(method, path, body, {**FORM, **headers})
        response = connection.getresponse()
        return response.status, response.read().decode()


def raw(portal, text):
    """Send what no browser sends."""
    host, _, port = portal.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(text.encode("latin-1"))
        with contextlib.suppress(OSError):
            connection.recv(1000)


def signed(portal, **answers):
    answers = {"forum": "verkehr", "reason": CONTENT, **answers}
    status, page = ask(portal, "POST", "/mitmachen/", answers)
    assert status == 200
    return re.search(r'name="signed" value="([^"]+)"', page)[1]


@contextlib.contextmanager
def refusing(portal, table, condition):
    """Let the database refuse rows of a table."""
    portal.rows(f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK ({condition}) NOT VALID")
    yield
    portal.rows(f"ALTER TABLE {table} DROP CONSTRAINT refused")


def test_no_log_holds_content_address_secret_or_network(portal, cluster):
    provoke(portal)
    for name, text in read_logs(portal, cluster).items():
        assert len(text.splitlines()) > 3, f"{name} is empty"
        for secret in (CONTENT, ADDRESS, ADDRESS.split("@")[0], CODE, SENDER):
            assert secret.lower() not in text.lower(), f"{secret} in {name}: {text}"
        for token, key in portal.rows("SELECT token, id FROM survey_subscription"):
            assert token not in text, name
            assert str(key) not in text, name


def provoke(portal):
    send = "/mitmachen/absenden/"
    # A double click, fifty times at the same moment; it leads to one receipt.
    with ThreadPoolExecutor(20) as people:
        value = signed(portal, email=ADDRESS)
        clicks = [people.submit(ask, portal, "POST", send, {"signed": value}) for _ in range(50)]
    assert {click.result()[0] for click in clicks} == {303}
    # A row that is refused: "Failing row contains …".
    with refusing(portal, "survey_submission", f"reason <> '{CONTENT} 2'"):
        value = signed(portal, reason=f"{CONTENT} 2")
        assert ask(portal, "POST", send, {"signed": value})[0] == 503
    with refusing(portal, "survey_subscription", f"address <> 'b{ADDRESS}'"):
        assert ask(portal, "POST", "/auf-dem-laufenden/", {"email": f"b{ADDRESS}"})[0] == 503
    # A lock: Postgres gives up and writes the statement down.
    with psycopg.connect(portal.database_url) as other:
        other.execute("LOCK TABLE survey_submission, survey_subscription")
        assert ask(portal, "POST", send, {"signed": signed(portal)})[0] == 503
        assert ask(portal, "POST", "/auf-dem-laufenden/", {"email": ADDRESS})[0] == 503
        assert ask(portal, "GET", f"/beleg/{CODE}/")[0] == 503
        assert ask(portal, "GET", f"/auf-dem-laufenden/{CODE}/")[0] == 503
    # What can't be read, and what nobody serves.
    assert ask(portal, "POST", "/mitmachen/", f"reason={CONTENT}%ff")[0] == 400
    assert ask(portal, "GET", f"/beleg/{CODE}/")[0] == 404
    assert ask(portal, "GET", f"/{CONTENT}/", Host=f"{CONTENT}.example")[0] == 400
    assert ask(portal, "POST", send, {"signed": f"{CONTENT}{CODE}"})[0] == 400
    raw(portal, f"GET /beleg/{CODE} {CONTENT}\r\n\r\n")
    raw(portal, f"GET / HTTP/1.1\r\n{CONTENT} {ADDRESS}\r\nX-Forwarded-For: {SENDER}\r\n\r\n")
    raw(portal, f"reason={CONTENT}&email={ADDRESS} / HTTP/9.9\r\n\r\n")
    # The mail server refuses addresses, and names them; the worker tells of a job that it gives up.
    assert ask(portal, "POST", "/auf-dem-laufenden/", {"email": f"c{ADDRESS}"})[0] == 303
    end = time.monotonic() + 20
    while "RefusedError" not in portal.log.read_text():
        portal.rows("UPDATE procrastinate_jobs SET attempts = 500, scheduled_at = NULL")
        assert time.monotonic() < end, portal.log.read_text()
        time.sleep(0.1)


def read_logs(portal, cluster):
    """Return the two logs: gunicorn, portal and worker write into one here."""
    return {
        "the portal's log": portal.log.read_text(),
        "the log of Postgres": (cluster.folder / "postgres.log").read_text(),
    }


def test_the_faults_are_told_all_the_same(portal, cluster):
    """A log that holds nothing would help nobody: kind, place and codes stand in it."""
    logs = read_logs(portal, cluster)
    assert "IntegrityError" in logs["the portal's log"]
    assert "CheckViolation 23514 refused" in logs["the portal's log"]
    assert "survey/participation/sending.py" in logs["the portal's log"]
    assert "The database doesn't answer: OperationalError" in logs["the portal's log"]
    assert 'violates check constraint "refused"' in logs["the log of Postgres"]
    assert "canceling statement due to lock timeout" in logs["the log of Postgres"]
    assert "$1" in logs["the log of Postgres"]


def test_a_double_click_is_no_error_of_the_database(portal, cluster):
    lines = read_logs(portal, cluster)["the log of Postgres"].splitlines()
    # A minute's job that waits is not put in line again: procrastinate asks by this very error.
    twice = [line for line in lines if "duplicate key" in line and "queueing_lock" not in line]
    assert twice == []


def test_the_connections_of_each_kind_of_process_have_its_name(portal):
    names = {name for [name] in portal.rows("SELECT application_name FROM pg_stat_activity")}
    assert {"portal web", "portal worker"} <= names


@pytest.fixture(scope="module")
def json_portal(django_db_setup, cluster, tmp_path_factory):
    chosen = {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO", "TRUSTED_PROXIES": "1"}
    with running_portal(cluster.url, tmp_path_factory.mktemp("json"), **chosen) as portal:
        yield portal


def test_in_json_it_is_the_same_and_all_lines_of_a_request_carry_its_number(json_portal):
    """The portal's lines and gunicorn's; the number is one that the proxy has drawn."""
    drawn = "0af7651916cd43dd8448eb211c80319c"
    with refusing(json_portal, "survey_submission", f"reason <> '{CONTENT}'"):
        send = "/mitmachen/absenden/", {"signed": signed(json_portal)}
        assert ask(json_portal, "POST", *send, **{"X-Request-ID": drawn})[0] == 503
    assert ask(json_portal, "GET", f"/{CONTENT}/", Host=f"{CONTENT}.example")[0] == 400
    raw(json_portal, f"GET /beleg/{CODE} {CONTENT}\r\n\r\n")
    text = json_portal.log.read_text()
    for secret in (CONTENT, CODE, SENDER):
        assert secret.lower() not in text.lower(), f"{secret}: {text}"
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["message"] for line in lines if line["request"] == drawn] == [
        "A submission can't be stored.",
        "Service Unavailable: /mitmachen/absenden/",
    ]
    assert "CheckViolation 23514 refused" in text
    assert "Somebody asked for a host" in text
