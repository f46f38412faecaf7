"""nginx with deploy/nginx.conf before the real portal: slow clients, its own pages, its log."""

import contextlib
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect, sync_playwright

from dev import browser as chromium
from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.pages import PROXY_SECONDS, QUERY, STALE_SECONDS
from tests.portal import free_port, running_portal
from tests.proxy import CONFIGURATION, Proxy, running_proxy, wait_for
from tests.ruhrdialog.test_headers import PUBLIC, assert_has_the_headers

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UNTRUSTED = ssl._create_unverified_context()  # the certificate is of our own making
FORMER, NEXT = "former.0123456789ab.css", "next.0123456789ab.css"
CODE, WORDS, SENDER = random_code(), "Markenwort", "203.0.113.77"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    return Proxy(folder, folder / "shared", free_port(), free_port())


@pytest.fixture(scope="module")
def portal(django_db_setup, proxy, tmp_path_factory):
    """The portal as behind a proxy with TLS."""
    behind = {
        "SITE_URL": proxy.url,
        "TRUSTED_PROXIES": "1",
        "SHARED_FOLDER": str(proxy.shared),
        "SECOND_FACTOR_REQUIRED": "true",
    }
    former = proxy.shared / "public" / "static" / "css" / FORMER
    former.parent.mkdir(parents=True)
    former.write_text("p { color: red }")
    folder = tmp_path_factory.mktemp("behind")
    with running_portal(os.environ["DATABASE_URL"], folder, "localhost", **behind) as portal:
        portal.manage("share_static")
        yield portal


@pytest.fixture(scope="module")
def site(proxy, portal):
    with running_proxy(proxy, urlsplit(portal.url).port):
        # On a busy machine the first page of a process takes longer than nginx waits here.
        wait_for(lambda: ask(proxy, "GET", "/themenforen/?suche=Bahn").status == 200)
        yield proxy


@pytest.fixture
def leading_to(site, portal):
    """Let nginx lead to another port for a while."""

    @contextlib.contextmanager
    def lead(port, added="", **options):
        site.lead_to(port, added, **options)
        site.reload()
        try:
            yield
        finally:
            site.lead_to(urlsplit(portal.url).port)
            site.reload()

    return lead


@pytest.fixture(scope="module")
def browser(site):
    """Chromium that trusts the certificate; what comes with a wrong one it would never keep."""
    with sync_playwright() as playwright:
        trust = f"--ignore-certificate-errors-spki-list={site.certificate_pin()}"
        program = chromium.executable()
        arguments = ["--no-sandbox", trust]
        with playwright.chromium.launch(executable_path=program, args=arguments) as browser:
            yield browser


def ask(site, method, address, body=None, **headers):
    """Send one request; return the answer, its text read."""
    connection = http.client.HTTPSConnection("localhost", site.port, timeout=20, context=UNTRUSTED)
    with contextlib.closing(connection):
        body = urlencode(body) if isinstance(body, dict) else body
        connection.request(method, address, body, FORM | headers)
        response = connection.getresponse()
        response.text = response.read().decode("utf-8", "replace")
        return response


def assert_is_nginxs_own_page(response, status, words):
    assert response.status == status
    assert '<html lang="de">' in response.text
    assert f"Fehler {status}" in response.text
    assert words in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert_has_the_headers(response.headers)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert response.headers["Server"] == "nginx"


def test_the_configuration_is_read_without_a_warning(site):
    result = subprocess.run([*site.command, "-t", "-q"], capture_output=True, text=True)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_pages_come_through_as_the_portal_gives_them(site):
    for address, status in {"/": 200, "/mitmachen/": 200, "/nichts/": 404}.items():
        response = ask(site, "GET", address)
        assert response.status == status
        assert_has_the_headers(response.headers)
        for name in ("Content-Security-Policy", "Strict-Transport-Security", "Cache-Control"):
            assert len(response.headers.get_all(name)) == 1
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_http_leads_to_https_and_strange_hosts_learn_nothing(site):
    with contextlib.closing(http.client.HTTPConnection("localhost", site.plain_port)) as connection:
        connection.request("GET", "/faq/?a=b", headers={"Host": "fremd.example"})
        response = connection.getresponse()
        assert (response.status, response.headers["Location"]) == (308, f"{site.url}/faq/?a=b")
    # Plain HTTP where TLS is spoken.
    with contextlib.closing(http.client.HTTPConnection("localhost", site.port)) as connection:
        connection.request("GET", "/faq/")
        response = connection.getresponse()
        assert (response.status, response.headers["Location"]) == (308, f"{site.url}/faq/")
    with (
        socket.create_connection(("localhost", site.port)) as connection,
        pytest.raises(ssl.SSLError),
    ):
        UNTRUSTED.wrap_socket(connection, server_hostname="fremd.example")


# Pages that it keeps

# What is of one answer alone; nginx writes its own.
OWN = {"connection", "date", "server", "cache-control", "transfer-encoding"}
SPELLINGS = {
    "br": ["br", "gzip, deflate, br, zstd", "BR;q=0.5,gzip", "gzip;q=1.0, br;q=1.0"],
    "gzip": ["gzip", "gzip, deflate", "deflate,GZIP;q=0.3", "br;q=0, gzip", "brotli, gzip"],
    None: ["", "identity", "br;q=0.0,gzip; q=0", "zstd"],
}


def of_the_portal(portal, address, **headers):
    """Ask the portal itself, as nginx does."""
    site = urlsplit(portal.environment["SITE_URL"])
    server = http.client.HTTPConnection("localhost", urlsplit(portal.url).port, timeout=20)
    with contextlib.closing(server) as connection:
        headers |= {"X-Forwarded-Proto": "https", "Host": site.netloc}
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.text = response.read().decode("utf-8", "replace")
        return response


@pytest.mark.parametrize("address", [*PUBLIC, "/robots.txt", "/mitmachen/qr.png", "/nichts/"])
def test_every_page_is_that_of_the_portal_with_its_headers(site, portal, address):
    for coding in ("br", "gzip", ""):
        own = of_the_portal(portal, address, **{"Accept-Encoding": coding})
        for _ in range(2):  # made, and kept
            response = ask(site, "GET", address, **{"Accept-Encoding": coding})
            assert response.status == own.status
            assert response.text == own.text
            headers, own_headers = (
                {k.lower(): v for k, v in each.headers.items()} for each in (response, own)
            )
            assert headers.keys() - OWN == own_headers.keys() - OWN
            for name in headers.keys() - OWN - {"x-request-id"}:
                assert headers[name] == own_headers[name], name


def test_the_forms_are_passed_on_as_they_are_and_kept_once_for_each(site):
    begin = len(lines(site))
    for coding, spellings in SPELLINGS.items():
        tags = set()
        for spelling in spellings:
            response = ask(site, "GET", "/faq/", **{"Accept-Encoding": spelling})
            assert response.headers["Content-Encoding"] == coding, spelling
            tags.add(response.headers["ETag"])
        [tag] = tags
        again = ask(site, "GET", "/faq/", **{"Accept-Encoding": spellings[0], "If-None-Match": tag})
        assert (again.status, again.text) == (304, "")
        head = ask(site, "HEAD", "/faq/", **{"Accept-Encoding": spellings[0]})
        assert head.headers["ETag"] == tag
    asked = sum(map(len, SPELLINGS.values())) + 2 * len(SPELLINGS)
    wait_for(lambda: len(lines(site)) >= begin + asked)
    seen = [line["cache"] for line in lines(site)[begin:]]
    assert seen.count("MISS") <= len(SPELLINGS)


def test_a_page_is_kept_for_a_second_whatever_stands_in_its_query(site):
    begin = len(lines(site))
    for query in ("", "?utm_source=a", "?fbclid=b", "?", "?suchen=c", "?suche=Bahn", "?suche=Bahn"):
        assert ask(site, "GET", f"/themenforen/{query}").status == 200
    wait_for(lambda: len(lines(site)) >= begin + 7)
    seen = [line["cache"] for line in lines(site)[begin:]]
    assert set(seen[1:5]) <= {"HIT", "STALE", "UPDATING"}
    assert seen[5:] == ["BYPASS", "BYPASS"]
    assert 'value="Bahn"' not in ask(site, "GET", "/themenforen/").text
    assert f"(?:{'|'.join(sorted(QUERY))})" in CONFIGURATION.read_text()


def test_without_the_portal_known_pages_are_shown_and_nothing_else(site, leading_to):
    assert ask(site, "GET", "/impressum/").status == 200
    assert ask(site, "GET", f"/beleg/{CODE}/").status == 404
    with leading_to(free_port()):
        time.sleep(PROXY_SECONDS + STALE_SECONDS)
        assert ask(site, "GET", "/impressum/").status == 200
        assert ask(site, "GET", f"/beleg/{CODE}/").status == 502
        assert ask(site, "POST", "/beleg/", {"code": CODE}).status == 502


def test_a_changed_period_is_seen_within_seconds(site, portal):
    assert "Jetzt mitmachen" in ask(site, "GET", "/").text
    change = "UPDATE survey_surveyperiod SET closes_at = {}"
    portal.rows(
        "INSERT INTO survey_surveyperiod VALUES (1, NULL, NULL, '', '') ON CONFLICT DO NOTHING"
    )
    try:
        portal.rows(change.format("now() - interval '1 minute'"))
        begin = time.monotonic()
        wait_for(lambda: "Jetzt mitmachen" not in ask(site, "GET", "/").text)
        assert time.monotonic() - begin < 5
    finally:
        portal.rows(change.format("NULL"))
        wait_for(lambda: "Jetzt mitmachen" in ask(site, "GET", "/").text)


PUBLISH = """
WITH two AS (
    INSERT INTO auth_user (username, password, first_name, last_name, email, is_staff, is_active,
        is_superuser, date_joined)
    SELECT each, '', '', '', '', false, false, false, now() FROM unnest(ARRAY['eins', 'zwei']) each
    RETURNING id
), place AS (
    INSERT INTO survey_publicaddress (code, published_on) VALUES (%s, current_date) RETURNING code
)
INSERT INTO survey_publication (submission_id, address_id, topic, reason, proposal, answer,
    chosen_on, chosen_by_id, published_by_id)
SELECT submission.id, code, 'Verkehr', reason, '', '', current_date, least, greatest
FROM survey_submission submission, place, (SELECT min(id) least, max(id) greatest FROM two) users
WHERE reason = %s
"""


def test_what_a_citizen_takes_back_nginx_shows_no_more(site, portal):
    words, code = "Kampstraße 21", "bcdfghjkmnpq"
    address = f"/ergebnisse/beitraege/{code}/"
    doors = [address, *(f"/ergebnisse/beitraege/{name}" for name in ("feed.xml", "daten.json"))]
    fields = {"forum": "verkehr", "reason": words, "publication_consent": "on"}
    page = ask(site, "POST", "/mitmachen/pruefen/", fields).text
    signed = re.search('name="signed" value="([^"]+)"', page)[1]
    receipt = ask(site, "POST", "/mitmachen/absenden/", {"signed": signed}).headers["Location"]
    portal.rows(PUBLISH, code, words)
    for door in doors * 2:  # made, and kept
        response = ask(site, "GET", door)
        assert words in response.text, door
        assert "stale" not in response.headers["Cache-Control"]
    consent = f"{urlsplit(receipt).path}zustimmung/"
    assert ask(site, "POST", consent).status == 303
    wait_for(lambda: not any(words in ask(site, "GET", door).text for door in doors))
    assert ask(site, "GET", address).status == 410


def test_what_is_sent_goes_to_the_second_gunicorn_and_only_that(site, portal, leading_to):
    """The first one takes the connection and says nothing."""
    page = ask(site, "POST", "/mitmachen/pruefen/", {"forum": "verkehr", "reason": "Zweimal"}).text
    signed = re.search('name="signed" value="([^"]+)"', page)[1]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        second = urlsplit(portal.url).port
        with leading_to(silent.getsockname()[1], second_port=second):
            for _ in range(2):
                response = ask(site, "POST", "/mitmachen/absenden/", {"signed": signed})
                assert response.status == 303
            fields = {"forum": "verkehr", "reason": "Einmal"}
            assert ask(site, "POST", "/mitmachen/pruefen/", fields).status == 504
    query = "SELECT count(*) FROM survey_submission WHERE reason = 'Zweimal'"
    assert portal.rows(query) == [(1,)]


# Slow clients


def connections_to(portal):
    """Return how many connections the portal has: from /proc, since that takes no time of it."""
    port = f":{urlsplit(portal.url).port:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[2].endswith(port) and line[3] == "01" for line in lines)


def test_slow_senders_hold_no_thread_of_the_portal(site, portal):
    """More of them than it has threads."""
    body = urlencode({"forum": "verkehr", "reason": "langsam"})
    head = f"POST /mitmachen/ HTTP/1.1\r\nHost: localhost:{site.port}\r\nConnection: close\r\n"
    head += f"Content-Type: {FORM['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    with contextlib.ExitStack() as stack:
        clients = []
        for _ in range(60):
            plain = stack.enter_context(socket.create_connection(("localhost", site.port)))
            client = stack.enter_context(UNTRUSTED.wrap_socket(plain, server_hostname="localhost"))
            client.sendall((head + body[:10]).encode())
            clients.append(client)
        assert ask(site, "GET", "/").status == 200
        end = time.monotonic() + 5  # nginx may still be making the page anew
        while connections_to(portal) and time.monotonic() < end:
            time.sleep(0.05)
        assert connections_to(portal) == 0
        clients[0].sendall(body[10:].encode())
        assert b"HTTP/1.1 200 OK" in clients[0].recv(1000)


@contextlib.contextmanager
def recording(answer=b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"):
    """Take one request in the portal's place; tell what it was, and whether the answer is gone."""
    heads = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                heads.append(connection.recv(10_000).decode())
                with contextlib.suppress(OSError):
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], heads, lambda: not thread.is_alive()
        thread.join()


def test_slow_readers_hold_no_thread_of_the_portal(site, leading_to):
    """nginx takes an answer at once, also one that no buffer of the kernel could hold."""
    length = 30_000_000
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n".encode()
    with (
        recording(head + b"a" * length) as (port, _, is_done),
        leading_to(port),
        socket.create_connection(("localhost", site.port)) as plain,
        UNTRUSTED.wrap_socket(plain, server_hostname="localhost") as client,
    ):
        client.sendall(f"GET /gross/ HTTP/1.1\r\nHost: localhost:{site.port}\r\n\r\n".encode())
        assert client.recv(10)
        wait_for(is_done)


# Its own pages


def test_what_is_too_large_gets_413(site):
    response = ask(site, "POST", "/mitmachen/", b"reason=" + b"a" * 3_500_000)
    assert_is_nginxs_own_page(response, 413, "Kürzen Sie Ihren Text, oder nehmen Sie eine Datei")


def test_below_that_the_portal_refuses_itself_and_takes_the_files_of_staff(site):
    response = ask(site, "POST", "/mitmachen/", b"reason=" + b"a" * 2_600_000)
    assert response.status == 413
    assert "je 4.000 Zeichen" in response.text
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body, kind = head + b"a" * 10_200_000 + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
    address = "/verwaltung/survey/submission/einlesen/"
    file = ask(site, "POST", address, body, **{"Content-Type": kind})
    assert file.status not in (413, 502)


def test_without_the_portal_the_page_is_german_styled_and_says_that_the_text_is_kept(
    site, leading_to
):
    with leading_to(free_port()):
        response = ask(site, "POST", "/mitmachen/absenden/", {"signed": "x"})
        assert_is_nginxs_own_page(response, 502, "einen Schritt zurück, dort steht es noch")
        addresses = set(re.findall(r'"(/static/[^"]+)"', response.text))
        assert len(addresses) >= 5
        for address in addresses:
            file = ask(site, "GET", address)
            assert file.status == 200, address
            assert "immutable" in file.headers["Cache-Control"]
            assert_has_the_headers(file.headers)
        assert_is_nginxs_own_page(ask(site, "GET", "/static/nichts.css"), 404, "gibt es nicht")


def test_a_portal_that_does_not_answer_gets_504(site, leading_to):
    with socket.create_server(("127.0.0.1", 0)) as silent, leading_to(silent.getsockname()[1]):
        response = ask(site, "POST", "/mitmachen/absenden/", {"signed": "x"})
        assert_is_nginxs_own_page(response, 504, "einen Schritt zurück, dort steht es noch")


def test_who_runs_into_a_limit_that_the_operator_adds_gets_429(site, portal, leading_to):
    limit = "limit_req_zone $server_name zone=all:32k rate=1r/m; limit_req zone=all;"
    with leading_to(urlsplit(portal.url).port, limit):
        assert ask(site, "GET", "/").status == 200
        response = ask(site, "POST", "/mitmachen/absenden/", {"signed": "x"})
        assert_is_nginxs_own_page(response, 429, "einen Schritt zurück, dort steht es noch")


def test_what_cannot_be_read_gets_400(site):
    assert_is_nginxs_own_page(ask(site, "GET", "/" + "a" * 9_000), 400, "nicht lesen")
    assert_is_nginxs_own_page(ask(site, "GET", "/", Much="a" * 9_000), 400, "nicht lesen")
    assert_is_nginxs_own_page(ask(site, "TRACE", "/"), 405, "nicht aufrufen")


def test_what_is_for_the_inside_is_not_there_from_outside(site, leading_to):
    """nginx says so itself: it would be 502 if the portal were asked."""
    with leading_to(free_port()):
        for address in ("/metrics", "/metrics/", "/shared/errors/502.html"):
            assert_is_nginxs_own_page(ask(site, "GET", address), 404, "gibt es nicht")


def test_files_of_former_releases_come_from_the_portal(portal):
    """From the shared folder, without nginx too."""
    as_proxy = {
        "X-Forwarded-Proto": "https",
        "Host": urlsplit(portal.environment["SITE_URL"]).netloc,
    }
    server = http.client.HTTPConnection("localhost", urlsplit(portal.url).port)
    with contextlib.closing(server) as connection:
        connection.request("GET", f"/static/css/{FORMER}", headers=as_proxy)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"p { color: red }")


def test_files_of_the_next_release_come_from_nginx(site):
    """They came after this portal was started; its own 404 isn't the last word."""
    (site.shared / "public" / "static" / "css" / NEXT).write_text("p { color: blue }")
    response = ask(site, "GET", f"/static/css/{NEXT}")
    assert (response.status, response.text) == (200, "p { color: blue }")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"


# What the portal and the log are told


def lines(site):
    return [json.loads(line) for line in (site.folder / "access.log").read_text().splitlines()]


def numbers(site):
    return {line["request"] for line in lines(site)}


def test_the_portal_is_told_who_asks_and_by_which_number(site, leading_to):
    forged = {"X-Forwarded-For": SENDER, "X-Forwarded-Proto": "http", "X-Request-ID": WORDS}
    with recording() as (port, heads, _), leading_to(port):
        assert ask(site, "GET", "/faq/", **forged).status == 204
    headers = dict(line.split(": ", 1) for line in heads[0].strip().splitlines()[1:])
    assert headers["Host"] == f"localhost:{site.port}"
    assert headers["X-Forwarded-For"] == f"{SENDER}, 127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])
    wait_for(lambda: headers["X-Request-ID"] in numbers(site))


def test_the_number_in_nginxs_log_is_that_of_the_portals_answer(site):
    response = ask(site, "GET", "/beleg/")
    number = ask(site, "GET", f"/beleg/{CODE}/").headers["X-Request-ID"]
    assert response.status == 200
    wait_for(lambda: number in numbers(site))


def test_the_log_tells_no_secret_no_content_and_no_network(site, leading_to):
    secret = {"X-Forwarded-For": SENDER, "Referer": f"{site.url}/beleg/{CODE}/", "Cookie": WORDS}

    def provoke():
        for address in ("/beleg/{}/", "/%62eleg/{}/", "/auf-dem-laufenden/{}/abmelden/", "/{}"):
            ask(site, "GET", address.format(CODE), **secret)
        ask(site, "GET", f"/verwaltung/survey/submission/?q={WORDS}&name=a@{WORDS}.example")
        ask(site, "POST", "/mitmachen/", {"reason": WORDS}, **secret)
        ask(site, WORDS.upper(), f"/{WORDS}", **secret)
        ask(site, "GET", f"/beleg/{CODE}{'a' * 9_000}", **secret)
        ask(site, "POST", f"/beleg/{CODE}/", WORDS * 400_000, **secret)
        ask(site, "GET", f"/static/{CODE}.css", **secret)

    provoke()
    with leading_to(free_port()):
        provoke()
    with socket.create_server(("127.0.0.1", 0)) as silent, leading_to(silent.getsockname()[1]):
        ask(site, "GET", f"/beleg/{CODE}/", **secret)
    wait_for(lambda: lines(site)[-1]["status"] == "504")
    told = (site.folder / "access.log").read_text() + (site.folder / "error.log").read_text()
    for word in (CODE, WORDS, SENDER, "127.0.0.1"):
        assert word.lower() not in told.lower(), word
    seen = {(line["place"], line["status"], line["upstream"]) for line in lines(site)}
    assert ("/beleg/", "404", "404") in seen
    assert ("/beleg/", "502", "502") in seen
    assert ("/beleg/", "504", "504") in seen
    assert ("-", "404", "404") in seen


def test_every_part_of_the_portal_has_its_name_in_the_log(site):
    parts = set()
    for route in get_resolver().url_patterns:
        for each in getattr(route, "url_patterns", [route]):
            address = "/" + str(route.pattern) * (each is not route) + str(each.pattern)
            parts.add(re.match("/(?:[a-z-]+/|[^<]*)", address)[0])
    assert "/beleg/" in parts
    for part in parts:
        ask(site, "HEAD", part)
    wait_for(lambda: parts <= {line["place"] for line in lines(site)})


# Nothing typed is lost


def test_who_sends_while_the_portal_is_away_goes_one_step_back_and_sends_again(
    site, portal, browser, leading_to
):
    with browser.new_context(base_url=site.url) as context:
        page = context.new_page()
        page.goto("/themenforen/verkehr/mitmachen/")
        page.get_by_label("Warum ist Ihnen das wichtig?").fill("Das soll nicht verloren gehen.")
        page.get_by_role("button", name="Weiter zum Prüfen").click()
        with leading_to(free_port()):
            page.get_by_role("button", name="Jetzt absenden").click()
            expect(page.get_by_text("Fehler 502")).to_be_visible()
        page.go_back()
        expect(page.get_by_text("Das soll nicht verloren gehen.")).to_be_visible()
        page.get_by_role("button", name="Jetzt absenden").click()
        expect(page.get_by_text("Ihr Beitrag ist angekommen")).to_be_visible()
    query = "SELECT count(*) FROM survey_submission WHERE reason = 'Das soll nicht verloren gehen.'"
    assert portal.rows(query) == [(1,)]
