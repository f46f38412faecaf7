"""Addresses of this site as messengers, mail programs, posters and hands make them."""

import pytest
from hypothesis import given
from hypothesis.strategies import characters, text

from ruhrdialog.lib.pasted import decoded, meant_path

# Every page asks whether the survey is open.
pytestmark = pytest.mark.django_db

SHARED = "/themenforen/verkehr/mitmachen/"
MEANT = [
    ("/Mitmachen/", "/mitmachen/"),
    ("/MITMACHEN", "/mitmachen/"),
    ("/mitmachen.", "/mitmachen/"),
    ("/mitmachen/.", "/mitmachen/"),
    ("/mitmachen/,", "/mitmachen/"),
    ("/mitmachen/;", "/mitmachen/"),
    ("/mitmachen!", "/mitmachen/"),
    ("/mitmachen/)", "/mitmachen/"),
    ("/mitmachen/]", "/mitmachen/"),
    ("/mitmachen/“", "/mitmachen/"),
    ("/mitmachen/”.", "/mitmachen/"),
    ("/mitmachen/»", "/mitmachen/"),
    ("/mitmachen/'", "/mitmachen/"),
    ("/mitmachen/>", "/mitmachen/"),
    ("/mitmachen/*", "/mitmachen/"),  # bold in a messenger
    ("/mitmachen/_", "/mitmachen/"),
    ("/mitmachen/…", "/mitmachen/"),
    ("/mitmachen/ ", "/mitmachen/"),
    ("/mitmachen\u00a0", "/mitmachen/"),
    ("/mitmachen/\u200b", "/mitmachen/"),
    ("/mit\u00admachen/", "/mitmachen/"),
    ("/mitmachen/\n", "/mitmachen/"),
    ("//mitmachen//", "/mitmachen/"),
    ("/mitmachen/&fbclid=IwAR0x", "/mitmachen/"),
    ("/mitmachen&utm_source=plakat", "/mitmachen/"),
    ("/mitmachen/%3Futm_source=plakat", "/mitmachen/"),  # encoded twice
    ("/%4ditmachen%2F", "/mitmachen/"),
    ("/mitmachen/</a>", "/mitmachen/"),
    ("/ｍｉｔｍａｃｈｅｎ/", "/mitmachen/"),
    ("/themenforen/Verkehr/Mitmachen", SHARED),
    ("/THEMENFOREN/VERKEHR/MITMACHEN/", SHARED),
    ("/themenforen//verkehr/mitmachen.", SHARED),
    ("/Themenforen/verkehr", "/themenforen/verkehr/"),
    ("/themenforen/Lehrkräfte/", "/themenforen/lehrkraefte/"),
    ("/themenforen/Lehrkra\u0308fte/", "/themenforen/lehrkraefte/"),
    ("/themenforen/natur und grün", "/themenforen/natur-und-gruen/"),
    ("/themenforen/natur–und–gruen/", "/themenforen/natur-und-gruen/"),
    ("/themenforen/energie_und_klima/", "/themenforen/energie-und-klima/"),
    ("/Mitmachen/QR.svg", "/mitmachen/qr.svg"),
    ("/Gebärdensprache/", "/gebaerdensprache/"),
    ("/Neuigkeiten/Feed.XML.", "/neuigkeiten/feed.xml"),
    ("/Robots.TXT", "/robots.txt"),
    ("/.Well-Known/security.txt", "/.well-known/security.txt"),
    ("/Auf-dem-Laufenden", "/auf-dem-laufenden/"),
    ("/auf dem laufenden/", "/auf-dem-laufenden/"),
    ("/Beleg", "/beleg/"),
    ("/BELEG/", "/beleg/"),
    ("/Verwaltung", "/verwaltung/"),
    ("/\u200b", "/"),
    ("/.", "/"),
    ("//", "/"),
]


@pytest.mark.parametrize(("path", "meant"), MEANT)
def test_a_printed_address_is_known_however_it_is_written(path, meant):
    assert meant_path(path) == meant


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        # What is behind them may be a signature, in which capitals matter.
        ("/BELEG/Abc.De/", "/beleg/Abc.De/"),
        ("/Beleg//Abc", "/beleg/Abc"),
        ("//beleg/Abc/Aendern/", "/beleg/Abc/Aendern/"),
        ("/Auf-Dem-Laufenden/aB.cD=/", "/auf-dem-laufenden/aB.cD=/"),
        ('/BELEG/"Abc"', '/beleg/"Abc"'),
    ],
)
def test_a_secret_stays_as_it_was_written(path, meant):
    assert meant_path(path) == meant


@pytest.mark.parametrize(
    "path",
    [
        *("/mond/", "/mitmachen/mond/", "/mit-machen/", "/themenforen/verkehr/mond/", "/static/x"),
        *("/themenforen/mond/", "/verwaltung/survey/update/9/senden/", "/neuigkeiten/x/", "/"),
        *("/\0", "/mitmachen\0/", "/%FF", "/" + "a" * 5000, "/mitmachen/" + "." * 5000),
        # Nothing leads to another site.
        *("//elsewhere.example/", "/\\elsewhere.example/", "/%2F%2Felsewhere.example"),
        *("/https://elsewhere.example/mitmachen/", "//elsewhere.example/mitmachen/"),
        "/.//elsewhere.example",
    ],
)
def test_what_means_no_page_leads_nowhere(path):
    assert meant_path(path) is None


@given(text(characters(max_codepoint=0x3FF), max_size=40))
def test_where_one_is_led_one_stays(path):
    meant = meant_path(f"/{path}")
    assert meant is None or (meant[:2] != "//" and meant_path(meant) in (None, meant))


def test_an_address_is_decoded_as_often_as_programs_encode_it():
    assert decoded("%252520a") == " a"
    assert decoded("100 % %zz") == "100 % %zz"


# The answers


def test_they_lead_on_with_what_stands_behind(client):
    for method in (client.get, client.head):
        response = method("/Themenforen/?suche=Bus&a=%2F")
        assert response.status_code == 301
        assert response["Location"] == "/themenforen/?suche=Bus&a=%2F"
    assert client.get("/BELEG/a%22b c/")["Location"] == "/beleg/a%22b%20c/"


@pytest.mark.django_db
def test_a_topic_that_is_there_is_found_in_capitals(client):
    response = client.get("/Themenforen/VERKEHR/", follow=True)
    assert response.redirect_chain == [("/themenforen/verkehr/", 301)]
    assert response.status_code == 200
    assert client.get("/themenforen/Verkehr/").status_code == 301  # found by its view only
    assert client.get("/Themenforen/mond/", follow=True).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_what_looks_is_led_on(client, method):
    assert getattr(client, method)("/Mitmachen/").status_code == 404
