"""What only the real server can show: static files, idle connections, parallel posts, limits."""

import base64
import contextlib
import hashlib
import re
import socket
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

import pytest

from tests.ruhrdialog.test_headers import assert_has_the_headers

SECONDS = 20  # patience of these tests themselves


def request(portal, address, fields=None, **headers):
    """Send one request without following redirects; return the answer, whatever its status."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    body = fields if isinstance(fields, bytes) or fields is None else urlencode(fields).encode()
    message = urllib.request.Request(portal.url + address, body, headers)
    try:
        response = urllib.request.build_opener(Stay).open(message, timeout=SECONDS)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        response.text = response.read().decode("utf-8", "replace")
    return response


def signed(portal, **answers):
    page = request(portal, "/mitmachen/", {"forum": "verkehr", **answers}).text
    return re.search(r'name="signed" value="([^"]+)"', page)[1]


def test_static_files_have_the_headers_and_are_kept_for_good(portal):
    page = request(portal, "/").text
    addresses = re.findall(r'"(/static/[^"]+)"', page)
    assert len(addresses) == 7
    for address in set(addresses):
        response = request(portal, address)
        assert response.status == 200
        assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert_has_the_headers(response.headers)
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("page", ["/", "/nichts/", "/stand/", "/verwaltung/konto/login/"])
def test_own_styles_and_scripts_are_those_whose_hashes_the_page_tells(portal, page):
    text = request(portal, page).text
    elements = re.findall('<(?:link rel="stylesheet"|script src=)[^>]*>', text)
    own = [element for element in elements if not re.search("admin/css/(base|responsive)", element)]
    assert len(own) >= 3
    for element in own:
        address = re.search(r'(?:href|src)="([^"]+)"', element)[1]
        told = re.search(r'integrity="sha384-([^"]+)"', element)[1]
        with urllib.request.urlopen(portal.url + address, timeout=SECONDS) as response:
            assert base64.b64encode(hashlib.sha384(response.read()).digest()).decode() == told


def test_style_sheets_come_compressed(portal):
    [address] = re.findall(r'"(/static/kern/[^"]+)"', request(portal, "/").text)
    response = request(portal, address, **{"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"


def test_a_missing_static_file_gets_the_404_page_with_the_headers(portal):
    response = request(portal, "/static/nichts.css")
    assert response.status == 404
    assert "Diese Seite gibt es nicht" in response.text
    assert_has_the_headers(response.headers)


def test_32_idle_connections_delay_no_page(portal):
    server = urlsplit(portal.url)
    with contextlib.ExitStack() as idle:
        for _ in range(32):
            idle.enter_context(socket.create_connection((server.hostname, server.port)))
        time.sleep(0.5)  # until the server has taken them
        start = time.monotonic()
        assert request(portal, "/").status == 200
        assert time.monotonic() - start < 1


def test_50_parallel_posts_of_one_check_page_give_one_row_and_one_receipt(portal):
    value = signed(portal, reason="Fünfzigmal", email="fifty@example.org")
    with ThreadPoolExecutor(50) as threads:
        posts = [
            threads.submit(request, portal, "/mitmachen/absenden/", {"signed": value})
            for _ in range(50)
        ]
        results = [post.result() for post in posts]
    # Behind the ? stands what is said once, with its second.
    answers = {(one.status, one.headers["Location"].partition("?")[0]) for one in results}
    assert len(answers) == 1
    [(status, receipt)] = answers
    assert status == 303
    assert request(portal, receipt).status == 200
    assert portal.rows("SELECT count(*) FROM survey_submission WHERE reason = 'Fünfzigmal'") == [
        (1,)
    ]
    assert portal.rows(
        "SELECT count(*) FROM survey_subscription WHERE address = 'fifty@example.org'"
    ) == [(1,)]


@pytest.mark.parametrize("size", [3_000_000, 9_000_000])
def test_megabytes_get_their_page_also_over_the_wire(portal, size):
    response = request(portal, "/mitmachen/", b"forum=verkehr&reason=" + b"a" * size)
    assert response.status == 413
    assert "Das ist zu viel auf einmal" in response.text


def test_hostile_texts_hold_nobody_up(portal):
    """The worst for a pattern, for Postgres and for an address, four at a time, and a page beside.

    Each as long as its field allows; in the past one of them was enough for half a minute. How long
    they really take is measured by bench/beside, on a quiet machine.
    """
    patience = 5  # seconds
    worst = [f"1 tel{' ' * 3_900}x", "1@e" * 1_333, "A-" * 2_000, "a_" * 2_000]
    request(portal, "/mitmachen/", {"forum": "verkehr"})

    def taken(address, fields=None):
        start = time.monotonic()
        response = request(portal, address, fields)
        assert response.status in (200, 303, 422)
        return time.monotonic() - start

    def participate(text):
        long_address = {"email": f"a@{'b.' * 20_000}de"}
        value = signed(portal, reason=text, proposal=text)
        return max(
            taken("/mitmachen/", {"forum": "verkehr", "reason": text, **long_address}),
            taken("/mitmachen/absenden/", {"signed": value}),
        )

    with ThreadPoolExecutor(4) as threads:
        hostile = [threads.submit(participate, text) for text in worst]
        beside = [taken("/mitmachen/") for _ in range(10)]
        assert max(beside) < patience
        assert max(each.result() for each in hostile) < patience
