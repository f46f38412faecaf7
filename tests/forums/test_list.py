"""/themenforen/: the list, and its filter that needs no script."""

import re
from html import unescape

import pytest

from forums.models import Forum

pytestmark = pytest.mark.django_db


def titles(response):
    return re.findall(r'<h3><a href="/themenforen/[\w-]+/">([^<]+)</a>', response.content.decode())


def test_it_shows_all_forums_group_by_group(client):
    shown = titles(client.get("/themenforen/"))
    assert len(shown) == 20
    assert shown[:4] == ["Integration", "Sicherheit", "Rechtsstaat", "Ehrenamt"]
    assert shown[-1] == "Sport und Events"


def test_it_takes_two_queries(client, django_assert_num_queries, period_known):
    with django_assert_num_queries(2):
        client.get("/themenforen/")


def test_it_filters_by_ministry(client):
    response = client.get("/themenforen/", {"ministerium": "staatskanzlei"})
    assert titles(response) == ["Ehrenamt", "Lokale Medien", "Sport und Events"]
    assert '<option value="staatskanzlei" selected>' in response.content.decode()
    assert "3 Themenforen passen<" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bahn", ["Verkehr"]),
        ("SCHULE lehrer", ["Lehrkräfte", "Bildungschancen"]),
        ("radio", ["Lokale Medien"]),
    ],
)
def test_it_finds_by_keywords(client, words, expected):
    assert titles(client.get("/themenforen/", {"suche": words})) == expected


def test_ministry_and_word_go_together(client):
    response = client.get("/themenforen/", {"ministerium": "staatskanzlei", "suche": "ehrenamt"})
    assert titles(response) == ["Ehrenamt"]
    assert "1 Themenforum passt<" in response.content.decode()


@pytest.mark.parametrize("word", ["Raumfahrt", "%%%", "___", "\\\\", "'", '"'])
def test_without_a_match_all_are_shown_and_another_topic_can_be_named(client, word):
    response = client.get("/themenforen/", {"suche": word})
    page = response.content.decode()
    assert len(titles(response)) == 20
    assert "Kein Themenforum passt zu Ihrer Suche." in page
    assert '<a href="/mitmachen/#anderes-thema">Ein anderes Thema nennen</a>' in page
    assert f'value="{word}"' in unescape(page)


def test_moderators_stand_apart(client):
    page = client.get("/themenforen/", {"suche": "metzelder"}).content.decode()
    apart = page.partition("<h2>In der Moderation</h2>")[2]
    assert "Christoph Metzelder: " in apart.partition("</ul>")[0]
    assert "In der Moderation" not in client.get("/themenforen/", {"suche": "Müll"}).text
    assert "In der Moderation" not in client.get("/themenforen/", {"suche": "Minister"}).text


def test_what_was_looked_for_is_kept_by_no_cache_for_others(client):
    assert "public" in client.get("/themenforen/?utm=1")["Cache-Control"]
    assert "private" in client.get("/themenforen/?suche=Bus")["Cache-Control"]


def test_keywords_are_edited_by_the_editors(client, administrator):
    forum = Forum.objects.get(slug="verkehr")
    page = administrator.get(f"/verwaltung/forums/forum/{forum.pk}/change/")
    assert "Bahn: Zug, Züge" in page.text
    forum.keywords = "Rakete: Raumfahrt"
    forum.save(update_fields=["keywords"])
    assert titles(client.get("/themenforen/", {"suche": "raumfahrten"})) == ["Verkehr"]


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
