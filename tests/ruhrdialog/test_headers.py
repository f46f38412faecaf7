"""The header set on every answer, and what a page must not have: cookies, foreign hosts."""

import re

import pytest

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEPT = "public, max-age=50, s-maxage=1, stale-while-revalidate=2, stale-if-error=600"
PUBLIC = [
    "/",
    "/themenforen/",
    "/themenforen/verkehr/",
    "/themenforen/verkehr/mitmachen/",
    "/mitmachen/",
    "/faq/",
    "/faq/was-ist-die-ruhr-konferenz/",
    "/beleg/",
    "/auf-dem-laufenden/",
    "/auf-dem-laufenden/danke/",
    "/neuigkeiten/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/barrierefreiheit/danke/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/mitmachen/plakat/",
    "/mitmachen/papier/",
]

NOT_TO_BE_FOUND = [
    "/barrierefreiheit/danke/",
    "/mitmachen/plakat/",
    "/auf-dem-laufenden/danke/",
]


def assert_has_the_headers(response):
    parts = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )
    assert parts == POLICY
    assert {name: response[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("address", [*PUBLIC, "/verwaltung/login/", "/livez", "/nichts/"])
def test_every_answer_has_the_header_set(client, address):
    assert_has_the_headers(client.get(address))


def test_only_the_error_pages_of_development_may_have_inline_styles(client, settings):
    settings.DEBUG = True
    assert "Content-Security-Policy" not in client.get("/nichts/")
    assert_has_the_headers(client.get("/livez"))


def test_refused_requests_have_it_too(client):
    for response in (
        client.post("/mitmachen/", headers={"Sec-Fetch-Site": "cross-site"}),
        client.post("/mitmachen/", "{}", "application/json"),
        client.delete("/"),
        client.get("/", headers={"host": "elsewhere.example"}),
    ):
        assert response.status_code >= 400
        assert_has_the_headers(response)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_the_same_for_everybody_and_may_be_cached(client, address):
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert first["Cache-Control"] == KEPT
    assert not first.cookies
    assert first["Vary"] == "Accept-Encoding"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", [page for page in PUBLIC if page not in NOT_TO_BE_FOUND])
def test_the_page_says_its_address_by_the_setting(client, address):
    page = client.get(address).content.decode()
    assert f'<link rel="canonical" href="http://testserver{address}">' in page
    assert f'<meta property="og:url" content="http://testserver{address}">' in page


@pytest.mark.parametrize("address", [*PUBLIC, "/themenforen/?suche=a%20b", "/static/x.css", "/x"])
def test_every_other_allowed_host_leads_to_the_one_of_the_setting(client, address):
    response = client.get(address, headers={"host": "127.0.0.1"})
    assert response.status_code == 301
    assert response["Location"] == f"http://testserver{address}"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3:8000", "strange.example", "a b"])
@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_machines_inside_may_ask_by_any_host(client, address, host):
    assert client.get(address, headers={"host": host}).status_code == 200


def test_nobody_else_may(client):
    assert client.get("/livez/x", headers={"host": "strange.example"}).status_code == 400


def test_machines_inside_are_not_led_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").status_code == 301
    assert [client.get(address).status_code for address in ("/livez", "/readyz")] == [200, 200]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_loads_nothing_from_elsewhere_and_has_nothing_inline(client, address):
    page = client.get(address).content.decode()
    assert re.findall(r'<(?:script|img|iframe)[^>]*src="(?:https?:)?//', page) == []
    assert re.findall(r'<link rel="(?:stylesheet|preload|icon)" href="(?!/static/)', page) == []
    assert "<style" not in page
    assert "style=" not in page
    # Structured data for search engines is no script; everything else comes from a file.
    assert not re.search(r"<script(?! src=| type=.application/ld.json.)", page)


@pytest.mark.parametrize("address", PUBLIC)
def test_no_field_cuts_off_hides_its_label_or_is_switched_off(client, address):
    page = client.get(address).content.decode()
    for attribute in (" maxlength", " placeholder", " disabled"):
        assert attribute not in page


def test_titles_are_unique(client):
    titles = [re.search("<title>(.*?)</title>", client.get(a).content.decode())[1] for a in PUBLIC]
    assert len(set(titles)) == len(PUBLIC)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/nichts/", "/livez", "/robots.txt", "/sitemap.xml", "/neuigkeiten/feed.xml"),
        *("/mitmachen/qr.svg", "/verwaltung/konto/login/", "/verwaltung/jsi18n/"),
    ],
)
def test_what_is_text_says_its_charset(client, address):
    assert re.search("(?i)charset=.?utf-8", client.get(address, follow=True)["Content-Type"])


@pytest.mark.parametrize("address", ["/mitmachen/?reason=Fremdes", "/stand/?reason=Fremdes"])
def test_a_query_fills_in_no_form(client, address):
    assert "Fremdes" not in client.get(address).content.decode()
    assert client.post("/mitmachen/?forum=verkehr", {}).status_code != 200


@pytest.mark.parametrize("address", ["/verwaltung/login/", "/livez"])
def test_what_is_not_public_is_stored_by_no_cache(client, address):
    cache_control = client.get(address)["Cache-Control"]
    assert "no-store" in cache_control
    assert "public" not in cache_control
