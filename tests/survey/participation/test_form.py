"""/mitmachen/ and /themenforen/<slug>/mitmachen/: the empty form, and what is refused."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from forums.models import every_forum
from survey.participation.models import SurveyPeriod
from tests.survey.conftest import FORM

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(response.content.decode())


def test_it_offers_the_twenty_topics_and_another_one(client):
    page = text(client.get("/mitmachen/"))
    offered = re.sub("<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    assert len(re.findall('type="radio"', offered)) == 21


def test_only_a_form_without_a_topic_has_one_for_browsers_that_would_choose_the_first(client):
    none = 'id="kein-thema" name="forum" value="" checked>'
    page = text(client.get("/mitmachen/"))
    assert none in page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "noscript" not in text(client.get("/themenforen/verkehr/mitmachen/"))


def test_nothing_is_chosen_for_anybody(client):
    page = text(client.get("/mitmachen/"))
    page = re.sub("<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    assert len(re.findall('type="checkbox" id="id_further_interests', page)) == 20
    assert "checked" not in page


def test_the_topics_stand_under_five_subheadings(client):
    page = text(client.get("/mitmachen/"))
    headings = re.findall(r'class="topics__heading".*?<span>([^<]+)<', page, re.DOTALL)
    assert headings == [
        "Zusammenleben",
        "Arbeit, Wirtschaft, Gesundheit",
        "Bildung und Wissenschaft",
        "Wohnen, Verkehr, Umwelt",
        "Kultur, Sport, Welt",
    ]


def test_it_takes_no_query_as_long_as_the_forums_are_remembered(
    client, django_assert_num_queries, period_known
):
    every_forum()
    with django_assert_num_queries(0):
        client.get("/mitmachen/")


def test_the_link_people_share_has_the_topic_chosen(client):
    page = text(client.get("/themenforen/verkehr/mitmachen/"))
    assert (
        "Ihr Thema: <strong>Verkehr</strong> – Wie vernetzen wir die Metropolregion Ruhr?" in page
    )
    assert re.findall(r'value="([^"]+)" checked', page) == ["verkehr"]


def test_the_link_to_an_unknown_topic_gets_404(client):
    assert client.get("/themenforen/mond/mitmachen/").status_code == 404


def test_without_a_topic_the_error_leads_to_the_field(post):
    response = post("/mitmachen/", {"reason": "Weil es wichtig ist."})
    page = text(response)
    assert response.status_code == 422
    assert "<title>Fehler: " in page
    message = "Bitte wählen Sie ein Thema. Alle anderen Antworten sind freiwillig."
    assert f'<a href="#id_forum">{message}</a>' in page
    assert page.count(message) == 2
    assert re.search(r'tabindex="-1" autofocus', page)
    assert "Weil es wichtig ist." in page


def test_another_topic_needs_words(post):
    response = post("/mitmachen/", {"forum": "anderes-thema", "other_topic": "  \n "})
    assert response.status_code == 422
    assert '<a href="#id_other_topic">Bitte schreiben Sie, welches Thema' in text(response)


def test_on_an_error_every_answer_is_kept(post):
    answers = {
        "other_topic": "",
        "reason": "Grund <b>",
        "proposal": "Zeile 1\r\nZeile 2",
        "further_interests": ["arbeit", "ehrenamt"],
        "email": "kein@",
        "publication_consent": "on",
    }
    page = text(post("/mitmachen/", answers))
    assert "Grund <b></textarea>" in page
    assert "Zeile 1\nZeile 2</textarea>" in page.replace("\r\n", "\n")
    assert re.findall(r'value="(\w+)" checked', page) == ["ehrenamt", "arbeit"]
    assert 'value="kein@"' in page
    assert re.search(r'name="publication_consent"[^>]*checked', page)
    assert '<details class="further" open>' in page


@pytest.mark.parametrize(("field", "limit"), [("reason", 4000), ("proposal", 4000)])
def test_a_text_over_the_limit_is_told_its_length_and_kept(post, field, limit):
    # Two code points beyond the BMP and line breaks, which a browser sends as two characters.
    fits = "🚲🚌" + "a\r\n" * ((limit - 2) // 2)
    assert post("/mitmachen/", {"forum": "verkehr", field: fits}).status_code == 200
    response = post("/mitmachen/", {"forum": "verkehr", field: fits + "x" * 123})
    assert response.status_code == 422
    message = "Ihr Text hat 4.123 Zeichen, möglich sind 4.000. Bitte kürzen Sie ihn um 123 Zeichen."
    assert text(response).count(message) == 2
    assert "x" * 123 in text(response)


def test_an_own_topic_over_the_limit_is_told_its_length(post):
    assert post("/mitmachen/", {"other_topic": "ä" * 120}).status_code == 200
    response = post("/mitmachen/", {"other_topic": "ä" * 121})
    assert response.status_code == 422
    assert "Ihr Text hat 121 Zeichen, möglich sind 120." in text(response)


@pytest.mark.parametrize("forum", ["mond", "1", "verkehr ", "VERKEHR", "verkehr\0"])
def test_an_unknown_topic_is_refused(post, forum):
    response = post("/mitmachen/", {"forum": forum})
    assert response.status_code == 422
    assert "Dieses Thema kennen wir nicht." in text(response)


def test_an_unknown_further_topic_is_refused(post):
    answers = {"forum": "verkehr", "further_interests": ["arbeit", "mond"]}
    response = post("/mitmachen/", answers)
    assert response.status_code == 422
    assert "Dieses Thema kennen wir nicht: mond." in text(response)


@pytest.mark.parametrize(
    "address",
    [
        "name",
        "name@",
        "a@localhost",
        "a@[127.0.0.1]",
        "a b@example.org",
        "a@b@example.org",
        "a\0@example.org",
    ],
)
def test_an_address_that_nobody_could_write_to_is_refused(post, address):
    response = post("/mitmachen/", {"forum": "verkehr", "email": address})
    assert response.status_code == 422
    assert 'href="#id_email"' in text(response)


@pytest.mark.parametrize("field", ["other_topic", "reason", "proposal"])
def test_a_nul_byte_is_refused_with_a_message(post, field):
    response = post("/mitmachen/", {field: "a\0b"})
    assert response.status_code == 422
    assert "Nullzeichen" in text(response)
    assert "a\N{REPLACEMENT CHARACTER}b" in text(response)
    assert "\0" not in text(response)


def test_invalid_utf_8_is_refused(client):
    response = client.post("/mitmachen/", b"forum=verkehr&reason=%ff%fe", FORM)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"forum": "verkehr"}', "application/json"),
        ("forum=verkehr", "text/plain"),
        ("forum=verkehr", f"{FORM}; charset=latin-1"),
        ("forum=verkehr", ""),
    ],
)
def test_what_no_form_sends_gets_415(client, body, content_type):
    assert client.post("/mitmachen/", body, content_type).status_code == 415


def test_files_in_place_of_text_get_415(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = {"forum": "verkehr", "reason": SimpleUploadedFile("grund.txt", b"Text")}
    assert client.post("/mitmachen/", files).status_code == 415


def test_three_megabytes_get_413(client):
    response = client.post("/mitmachen/", b"forum=verkehr&reason=" + b"a" * 3_000_000, FORM)
    assert response.status_code == 413
    assert "Das ist zu viel auf einmal" in text(response)


def test_thousands_of_fields_get_400(client):
    assert client.post("/mitmachen/", "x=1&" * 2000, FORM).status_code == 400


def test_html_is_shown_as_it_was_typed(post):
    evil = '<script>alert("x")</script>'
    response = post("/mitmachen/", {"reason": evil, "other_topic": "", "email": evil})
    assert evil not in response.content.decode()
    assert quote(evil) not in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/mitmachen/").status_code == 405


def test_the_shared_link_cannot_be_posted_to(post):
    assert post("/themenforen/verkehr/mitmachen/", {"forum": "verkehr"}).status_code == 405


def test_mistakes_are_listed_in_the_order_of_the_questions(post):
    wrong = {"forum": "mond", "reason": "a" * 4001, "proposal": "a" * 4001, "email": "b"}
    page = post("/mitmachen/pruefen/", wrong | {"further_interests": "mond"}).content.decode()
    listed = re.findall(r'<a href="#id_(\w+?)(?:_0)?"', page)
    assert listed == ["forum", "reason", "proposal", "further_interests", "email"]


def test_the_question_is_the_heading_of_the_address(client):
    page = text(client.get("/mitmachen/"))
    assert ">Möchten Sie auf dem Laufenden bleiben?</legend>" in page
    assert re.search(r'<label[^>]* for="id_email">Ihre E-Mail-Adresse \(freiwillig\)</label>', page)


# What is shared


def known_as(page):
    """Return what a page is known as to who shares it, and what its share box is about."""
    box = page[page.index('<section class="share"') :] if 'class="share"' in page else ""
    return {
        re.search(r'rel="canonical" href="http://testserver([^"]+)"', page)[1],
        re.search(r'property="og:url" content="http://testserver([^"]+)"', page)[1],
        re.search(r'property="og:image" content="http://testserver([^"]+)bild.png"', page)[1],
        *re.findall(r'class="share__address"[^>]*>http://testserver([^<]+)<', box),
    }


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"forum": "arbeit"}, "/themenforen/arbeit/mitmachen/"),
        ({"forum": "arbeit", "email": "a@"}, "/themenforen/arbeit/mitmachen/"),
        ({"forum": "anderes-thema", "other_topic": "Spielplätze"}, "/mitmachen/"),
        ({"forum": "mond"}, "/mitmachen/"),
        ({"email": "a@"}, "/mitmachen/"),
    ],
)
def test_form_and_check_page_are_shared_as_the_chosen_topic(post, answers, path):
    assert known_as(text(post("/mitmachen/pruefen/", answers))) == {path}


@pytest.mark.parametrize("path", ["/mitmachen/", "/themenforen/verkehr/mitmachen/"])
def test_so_are_the_pages_that_links_lead_to(client, path, time_machine):
    assert known_as(text(client.get(path))) == {path}
    assert known_as(text(client.get(f"{path}plakat/"))) == {path}
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": "2026-01-01T00:00:00Z"})
    assert known_as(text(client.get(path))) == {path}


def test_the_share_box_names_its_topic(client):
    page = text(client.get("/themenforen/verkehr/mitmachen/"))
    assert "Das Thema Verkehr weitersagen" in page
