"""The survey finds topics by a word: by a button that keeps what was typed."""

import re

import pytest

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def post(client, body, address="/mitmachen/pruefen/"):
    return client.post(address, body, FORM, CONTENT_TYPE=FORM)


def headings(page):
    return re.findall(r'topics__heading" id="[^"]+">.*?<span>([^<]+)<', page, re.DOTALL)


def first_topics(page, count=1):
    return re.findall(r'type="radio"[^>]* value="([^"]+)"', page)[:count]


def test_the_topics_that_fit_stand_first_and_all_others_below(client):
    response = post(client, "wort=Bus&finden=1")
    assert response.status_code == 200
    assert first_topics(response.text) == ["verkehr"]
    assert headings(response.text)[:2] == ["Das passt", "Zusammenleben"]
    assert len(first_topics(response.text, 30)) == 21
    assert "passt 1 Thema: Verkehr." in response.text
    assert re.search('<p class="found" tabindex="-1" autofocus', response.text)


def test_what_was_typed_is_kept_and_nothing_is_called_wrong(client):
    response = post(client, "wort=Bus&finden=1&forum=arbeit&reason=Darum&email=kaputt%40")
    assert "Darum" in response.text
    assert 'value="kaputt@"' in response.text
    assert re.search(r'value="arbeit"[^>]* checked', response.text)
    assert "Bitte prüfen Sie Ihre Angaben" not in response.text


def test_enter_in_the_field_finds_as_long_as_no_topic_is_chosen(client):
    assert "passt 1 Thema" in post(client, "wort=Bus&forum=&other_topic=").text


def test_without_a_hit_all_are_shown_and_another_topic_can_be_named(client):
    page = post(client, "wort=Raumfahrt&finden=1").text
    assert headings(page)[0] == "Zusammenleben"
    assert len(first_topics(page, 30)) == 21
    assert "haben wir kein Thema gefunden" in page
    other = re.search(r'<a href="#([^"]+)">Ein anderes Thema nennen', page)[1]
    assert f'id="{other}" name="forum" value="anderes-thema"' in page


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("finden=1&wort=&forum=arbeit", "Bitte prüfen"),  # Enter in the field for the address
        ("finden=1&wort=Bus&gefunden=Bus&forum=verkehr", "Bitte prüfen"),
        ("wort=Bus&gefunden=Bus&forum=verkehr", "Bitte prüfen"),
        ("wort=Bus&forum=arbeit", "Bitte prüfen"),  # the last button
        ("wort=Bus&gefunden=Bus", "Fehler: Mitmachen"),  # found, but none chosen
        ("finden=1&wort=", "Fehler: Mitmachen"),
        ("finden=1&wort=Bahn&gefunden=Bus&forum=verkehr", "Mitmachen"),
        ("finden=1&wort=Bus&gefunden=Bus", "Mitmachen"),
    ],
)
def test_who_is_done_with_looking_goes_on(client, body, title):
    assert f"<title>{title} " in " ".join(post(client, body).text.split())


@pytest.mark.parametrize("word", ["x" * 101, "a%00b"])
def test_bad_words_are_refused_and_nothing_typed_is_lost(client, word):
    response = post(client, f"wort={word}&finden=1&reason=Darum")
    assert response.status_code == 422
    assert "<title>Fehler:" in response.text
    assert 'href="#id_wort"' in response.text
    assert "Darum" in response.text


def test_a_word_is_shown_as_text(client):
    page = post(client, "wort=%3Cb%3Ex&finden=1").text
    assert "<b>x" not in page
    assert "<bdi>&lt;b&gt;x</bdi>" in page


def test_the_word_is_not_signed_with_the_answers(client):
    page = post(client, "wort=Bus&forum=verkehr").text
    assert "wort" not in page.partition('name="signed" value="')[2].partition('"')[0]
    assert "Bus" not in page


def test_at_the_stand_it_is_found_too(client):
    page = post(client, "wort=Bus&finden=1", "/stand/").text
    assert first_topics(page) == ["verkehr"]


def test_who_changes_a_sent_contribution_has_no_such_field(client):
    assert 'name="wort"' in client.get("/mitmachen/").text
    assert 'name="wort"' in client.get("/themenforen/verkehr/mitmachen/").text
