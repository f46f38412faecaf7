"""POST /mitmachen/: the check page."""

import re
from html import unescape

import pytest

from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db


def shown(response):
    """Return what the check page shows: question to answer."""
    page = response.content.decode()
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {unescape(name): unescape(answer) for name, answer in pairs}


def test_it_shows_every_answer_and_says_that_nothing_is_sent(post):
    response = post(
        "/mitmachen/",
        {
            "forum": "verkehr",
            "reason": "Zu voll.\r\nZu teuer.",
            "proposal": "Mehr <Busse> & Bahnen",
            "further_interests": ["ehrenamt", "arbeit"],
            "email": "Name@Example.org",
            "publication_consent": "on",
        },
    )
    assert response.status_code == 200
    assert "Noch nicht gesendet: Bitte prüfen" in response.content.decode()
    assert shown(response) == {
        "Thema": "Verkehr",
        "Begründung": "Zu voll.\nZu teuer.",
        "Verbesserungsvorschlag": "Mehr <Busse> & Bahnen",
        "Weitere Themen": "Arbeit, Ehrenamt",
        "E-Mail-Adresse": "Name@Example.org",
        "Veröffentlichung": "Mein Text darf ohne meinen Namen veröffentlicht werden. "
        "Wir prüfen ihn vorher.",
    }
    assert not Submission.objects.exists()


def test_a_topic_alone_is_enough(post):
    assert shown(post("/mitmachen/", {"forum": "verkehr"})) == {"Thema": "Verkehr"}


def test_own_words_without_a_choice_count_as_another_topic(post):
    answers = shown(post("/mitmachen/", {"other_topic": "Spielplätze"}))
    assert answers["Ihr eigenes Thema"] == "Spielplätze"
    assert "Thema" not in answers


def test_own_words_beside_a_chosen_forum_are_shown_as_not_sent(post):
    answers = shown(post("/mitmachen/", {"forum": "verkehr", "other_topic": "Spielplätze"}))
    assert answers["Thema"] == "Verkehr"
    name = "Wird nicht gesendet, weil Sie ein Themenforum gewählt haben"
    assert answers[name] == "Spielplätze"


def test_the_chosen_topic_is_dropped_from_the_further_ones(post):
    answers = {"forum": "verkehr", "further_interests": ["verkehr", "arbeit"]}
    assert shown(post("/mitmachen/", answers))["Weitere Themen"] == "Arbeit"


def test_blanks_are_no_answer_and_text_is_not_stripped(post):
    answers = shown(
        post("/mitmachen/", {"forum": "verkehr", "reason": " \n\t", "proposal": "  a "})
    )
    assert "Begründung" not in answers
    assert answers["Verbesserungsvorschlag"] == "  a "


def test_each_answer_can_be_changed_and_more_can_be_added(post):
    answers = {
        "forum": "verkehr",
        "reason": "a",
        "proposal": "b",
        "publication_consent": "on",
        "further_interests": "arbeit",
        "email": "name@example.org",
    }
    page = post("/mitmachen/", answers).content.decode()
    targets = re.findall(r'formaction="([^"]+)"', page)
    assert targets == [
        "/mitmachen/#id_forum",
        "/mitmachen/#id_reason",
        "/mitmachen/#id_proposal",
        "/mitmachen/#id_publication_consent",
        "/mitmachen/#id_further_interests",
        "/mitmachen/#id_email",
        "/mitmachen/#id_reason",
        "/mitmachen/entwurf/",
    ]
    assert "Noch etwas ergänzen" in page


def test_a_likely_typo_in_the_domain_is_asked_about_and_not_refused(post):
    def check(domain):
        answers = {"forum": "verkehr", "email": f"name@{domain}"}
        return post("/mitmachen/", answers).content.decode()

    assert f"Meinten Sie vielleicht <strong><bdi>name@{'gmail.com'}</bdi></strong>?" in check(
        "gmial.com"
    )
    assert "Jetzt absenden" in check("gmial.com")
    assert "Meinten Sie" not in check("example.org")


def test_changing_shows_the_form_filled_as_it_was(post, signed):
    value = signed(
        other_topic="Beifang",
        reason="Grund\r\nzwei",
        further_interests=["verkehr", "arbeit"],
        email="Name@example.org",
        publication_consent="on",
    )
    response = post("/mitmachen/", {"signed": value})
    page = unescape(response.content.decode())
    assert response.status_code == 200
    assert "Bitte prüfen Sie Ihre Angaben" not in page
    assert re.findall(r'value="([\w-]+)" checked', page) == ["verkehr", "arbeit", "verkehr"]
    assert 'value="Beifang"' in page
    assert "Grund\r\nzwei</textarea>" in page
    assert 'value="Name@example.org"' in page
    assert re.search(r'name="publication_consent"[^>]*checked', page)


def test_each_check_page_has_a_receipt_code_of_its_own(signed):
    assert signed() != signed()


@pytest.mark.parametrize("value", ["", "x", "a:b:c"])
def test_a_changed_value_is_refused(post, value):
    assert post("/mitmachen/", {"signed": value}).status_code == 400


def test_it_is_kept_by_no_shared_cache_and_found_by_no_search(post):
    response = post("/mitmachen/", {"forum": "verkehr"})
    assert response["Cache-Control"] == "private, no-cache"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
