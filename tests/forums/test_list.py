"""/themenforen/: the list, and its filter that needs no script."""

import re
from html import unescape

import pytest

pytestmark = pytest.mark.django_db


def titles(response):
    return re.findall(r'<h2><a href="/themenforen/[\w-]+/">([^<]+)</a>', response.content.decode())


def test_it_shows_all_forums_group_by_group(client):
    shown = titles(client.get("/themenforen/"))
    assert len(shown) == 20
    assert shown[:4] == ["Integration", "Sicherheit", "Rechtsstaat", "Ehrenamt"]
    assert shown[-1] == "Sport und Events"


def test_it_takes_three_queries(client, django_assert_num_queries, period_known):
    with django_assert_num_queries(3):
        client.get("/themenforen/")


def test_it_filters_by_ministry(client):
    response = client.get("/themenforen/", {"ministerium": "staatskanzlei"})
    assert titles(response) == ["Ehrenamt", "Lokale Medien", "Sport und Events"]
    assert '<option value="staatskanzlei" selected>' in response.content.decode()
    assert "3 Themenforen passen." in response.content.decode()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bahn", ["Wohnen und Stadt", "Verkehr"]),
        ("SCHULE lehrer", ["Lehrkräfte"]),
        ("Metzelder", ["Sport und Events"]),
        ("radio bochum", ["Lokale Medien"]),
    ],
)
def test_it_finds_every_word_wherever_it_stands_on_the_page(client, words, expected):
    assert titles(client.get("/themenforen/", {"suche": words})) == expected


def test_ministry_and_word_go_together(client):
    response = client.get("/themenforen/", {"ministerium": "staatskanzlei", "suche": "ehrenamt"})
    assert titles(response) == ["Ehrenamt"]
    assert "1 Themenforum passt." in response.content.decode()


def test_no_match_is_said(client):
    response = client.get("/themenforen/", {"suche": "Raumfahrt"})
    assert titles(response) == []
    assert "Kein Themenforum passt zu Ihrer Suche." in response.content.decode()
    assert 'value="Raumfahrt"' in response.content.decode()


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"'])
def test_a_sign_is_looked_for_as_it_is(client, sign):
    assert titles(client.get("/themenforen/", {"suche": f"{sign}{sign}{sign}"})) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"ministerium": "mond", "suche": "Bahn"}, "Dieses Ministerium kennen wir nicht."),
        ({"ministerium": "a\0", "suche": "Bahn"}, "Nullzeichen"),
        ({"suche": "x" * 101}, "Bitte suchen Sie mit höchstens 100 Zeichen."),
        ({"suche": "a\0b"}, "Nullzeichen"),
    ],
)
def test_bad_input_is_refused_with_a_message_and_kept(client, query, message):
    response = client.get("/themenforen/", query)
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert page.count(message) == 2
    assert f'value="{query["suche"]}"' in page
    assert len(titles(response)) == 20
