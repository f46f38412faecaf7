"""POST /mitmachen/: the check page."""

import re
from html import unescape

import pytest

from survey.news.models import Subscription
from survey.participation.signed_answers import SignedAnswers
from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
MISTYPED, MEANT = (f"name@{domain}" for domain in ("gmial.com", "gmail.com"))


def shown(response):
    """Return what the check page shows: question to answer."""
    page = response.content.decode()
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>\s*<div[^>]*>(.*?)</div>", page, re.DOTALL)
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
        "Weitere Themen": "Ehrenamt, Arbeit",
        "E-Mail-Adresse": "Name@Example.org",
        "Veröffentlichung": "Mein Text darf ohne meinen Namen veröffentlicht werden. "
        "Wir prüfen ihn vorher.",
    }
    assert not Submission.objects.exists()


def test_a_topic_alone_is_enough(post):
    assert shown(post("/mitmachen/", {"forum": "verkehr"})) == {"Thema": "Verkehr"}


def test_what_stands_around_the_answers_is_kept_for_its_topic_and_has_nothing_of_them(post):
    answers = [
        {"forum": "verkehr", "reason": "Zu voll"},
        {"forum": "verkehr", "reason": "Zu teuer"},
        {"forum": "arbeit"},
        {"other_topic": "Spielplätze"},
    ]
    pages = [post("/mitmachen/pruefen/", each).content.decode() for each in answers]
    first, again, other, own = (page.partition("<h1")[0] for page in pages)
    assert first == again
    assert len({first, other, own}) == 3
    assert ("/themenforen/arbeit/mitmachen/" in other, "Zu voll" in pages[0]) == (True, True)
    assert "Zu voll" not in first
    assert "Spielplätze" not in own
    assert [page.count("</html>") for page in pages] == [1] * 4


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


# The address


def test_an_address_is_told_to_be_confirmed_in_the_mail(post):
    page = post("/mitmachen/pruefen/", {"forum": "verkehr", "email": "name@example.org"})
    assert "Bitte bestätigen Sie Ihre Adresse" in page.content.decode()
    without = post("/mitmachen/pruefen/", {"forum": "verkehr"}).content.decode()
    assert "bestätigen" not in without


@pytest.mark.parametrize(
    ("typed", "said", "unsaid"),
    [
        ("Ja, gerne", "fehlt noch Ihre E-Mail-Adresse", "Sie bekommen keine E-Mails"),
        ("nein danke", "Sie bekommen keine E-Mails von uns.", "fehlt noch Ihre E-Mail-Adresse"),
    ],
)
def test_a_wish_in_place_of_the_address_stops_nobody(post, typed, said, unsaid):
    answers = {"forum": "verkehr", "reason": "Zu voll", "email": typed}
    response = post("/mitmachen/pruefen/", answers)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert unsaid not in page
    assert "Bitte bestätigen Sie Ihre Adresse" not in page
    assert shown(response)["Auf dem Laufenden bleiben"] == typed
    signed = re.search(r'name="signed" value="([^"]+)"', page)[1]
    again = post("/mitmachen/", {"signed": signed}).content.decode()
    assert f'value="{typed}"' in again  # nothing typed is lost
    sent = post("/mitmachen/absenden/", {"signed": signed})
    assert sent.status_code == 303
    assert "bestaetigen" not in sent["Location"]
    assert Submission.objects.get().reason == "Zu voll"
    assert not Subscription.objects.exists()


def pressed(page, name):
    """Return what the first button of a name sends."""
    return re.search(rf'name="{name}" value="([^"]+)"', unescape(page.content.decode()))[1]


def test_a_button_takes_the_address_that_was_meant(post):
    answers = {"forum": "verkehr", "reason": "Zu voll", "email": MISTYPED.title()}
    page = post("/mitmachen/pruefen/", answers)
    taken = {"signed": pressed(page, "signed"), "email": pressed(page, "email")}
    page = post("/mitmachen/pruefen/?noch-einmal", taken)
    assert shown(page)["E-Mail-Adresse"] == MEANT
    assert shown(page)["Begründung"] == "Zu voll"
    assert "Meinten Sie" not in page.content.decode()
    post("/mitmachen/absenden/", {"signed": pressed(page, "signed")})
    assert Subscription.objects.get().address == MEANT


def test_taking_it_keeps_the_receipt_code(post):
    page = post("/mitmachen/pruefen/", {"forum": "verkehr", "email": MISTYPED})
    first = pressed(page, "signed")
    taken = {"signed": first, "email": pressed(page, "email")}
    second = pressed(post("/mitmachen/pruefen/", taken), "signed")
    codes = [SignedAnswers.read(value).code for value in (first, second)]
    assert codes[0] == codes[1]


def test_beside_other_mistakes_the_form_offers_the_address_too(post):
    page = post("/mitmachen/pruefen/", {"email": MISTYPED, "reason": "Zu voll"})
    html = page.content.decode()
    assert page.status_code == 422
    # Enter presses the first button of a form, which is the one that sends.
    assert re.findall(
        r'<button[^>]*type="submit"[^>]*>', html[html.index('<form class="survey') :]
    )[0].count("aria-hidden")
    assert pressed(page, "email") == MISTYPED
    suggested = re.findall(r'name="email" value="([^"]+)"', html)[1]
    # A browser sends the field, then the button that was pressed: the last one counts.
    both = {"forum": "verkehr", "reason": "Zu voll", "email": [MISTYPED, suggested]}
    assert shown(post("/mitmachen/pruefen/", both))["E-Mail-Adresse"] == MEANT


def test_another_address_that_is_none_leads_to_the_form(post, signed):
    response = post("/mitmachen/pruefen/", {"signed": signed(reason="Grund"), "email": "a@b@c"})
    assert response.status_code == 422
    assert "Grund</textarea>" in response.content.decode()
