"""Hints on personal data: the same wherever own words are written or read, and never a refusal."""

import re
from html import unescape

import pytest

from ruhrdialog.lib.codes import random_code
from survey.submissions.models import Submission
from survey.submissions.steps import ASK_BACK, REPLY

pytestmark = pytest.mark.django_db
DESK = "/verwaltung/survey/submission/"
TEXT = "Der Herr aus Nummer 7: erna (at) gmx.de, 0201 1234567, ab 18 Uhr"
TOLD = [
    "eine E-Mail-Adresse: „erna (at) gmx.de“",
    "eine Telefonnummer: „0201 1234567“",
    "eine Anschrift: „aus Nummer 7“",
]
ONCE = {"nachgefragt": "ja"}  # what the page that has asked sends


@pytest.fixture
def code():
    return random_code()


def told(response):
    """Return the hints of a page: what each links to, and what it says."""
    page = unescape(response.content.decode())
    hint = r'(?:href|formaction)="([^"]+)">„[^“]+“</\w+> enthält vielleicht</p>\s*<ul>(.*?)</ul>'
    return [
        (link, re.sub(r"<.*?>", "", words))
        for link, kinds in re.findall(hint, page, re.DOTALL)
        for words in re.findall("<li>(.*?)</li>", kinds, re.DOTALL)
    ]


def test_the_check_page_names_what_it_found_and_leads_to_the_field(post):
    answers = {"other_topic": "Herr Muster", "reason": TEXT, "proposal": "Am Stadtgarten 17"}
    page = post("/mitmachen/", answers)
    assert told(page) == [
        ("/mitmachen/#id_other_topic", "einen Namen: „Herr Muster“"),
        *[("/mitmachen/#id_reason", words) for words in TOLD],
        ("/mitmachen/#id_proposal", "eine Anschrift: „Am Stadtgarten 17“"),
    ]
    assert "Jetzt absenden" in page.content.decode()


def test_a_changed_text_is_asked_about_once_and_then_stored(post, submit, code):
    submission = submit(code, reason="Zu voll")
    address = f"/beleg/{code}/aendern/"
    asked = post(address, {"reason": TEXT, "proposal": ""})
    assert asked.status_code == 200
    assert told(asked) == [("#id_reason", words) for words in TOLD]
    page = asked.content.decode()
    assert "<title>Noch nicht gespeichert: " in page
    assert f"{TEXT}</textarea>" in page
    assert '<input type="hidden" name="nachgefragt" value="ja">' in page
    submission.refresh_from_db()
    assert submission.reason == "Zu voll"
    assert post(address, {"reason": TEXT, "proposal": ""} | ONCE).status_code == 303
    submission.refresh_from_db()
    assert submission.reason == TEXT


def test_a_changed_text_without_any_is_stored_at_once(post, submit, code):
    submit(code, reason=TEXT)
    changed = post(f"/beleg/{code}/aendern/", {"reason": "Linie 105", "proposal": ""})
    assert changed.status_code == 303


def test_who_comes_too_late_is_told_that_first(post, submit, code, reviewer):
    submit(code, reason="Zu voll").take(ASK_BACK, reviewer, "Welche?")
    assert post(f"/beleg/{code}/aendern/", {"reason": TEXT}).status_code == 409


def test_a_reply_is_asked_about_once_and_then_stored(post, submit, code, reviewer):
    submission = submit(code, reason="Zu voll")
    submission.take(ASK_BACK, reviewer, "Welche Linie?")
    asked = post(f"/beleg/{code}/antworten/", {"reply": TEXT})
    assert asked.status_code == 200
    assert told(asked) == [("#id_reply", words) for words in TOLD]
    assert "<title>Noch nicht gesendet: " in asked.content.decode()
    assert submission.steps.count() == 1
    assert post(f"/beleg/{code}/antworten/", {"reply": TEXT} | ONCE).status_code == 303
    assert submission.steps.last().text == TEXT


def test_what_is_recorded_is_asked_about_once_and_then_stored(vera):
    page = vera.get(f"{DESK}add/").content.decode()
    signed = re.search(r'name="code" value="([^"]+)"', page)[1]
    answers = {"source": "phone", "day": "2026-03-05", "forum": "verkehr", "reason": TEXT}
    asked = vera.post(f"{DESK}add/", {"code": signed} | answers)
    assert asked.status_code == 200
    assert told(asked) == [("#id_reason", words) for words in TOLD]
    assert f'name="code" value="{signed}"' in asked.content.decode()
    assert not Submission.objects.exists()
    stored = vera.post(f"{DESK}add/", {"code": signed} | answers | ONCE)
    assert "Beleg zum Mitgeben" in stored.content.decode()
    assert Submission.objects.get().reason == TEXT


def test_staff_see_what_a_text_and_a_reply_seem_to_hold(vera, submit, reviewer):
    row = submit(reason=TEXT, proposal="Linie 105")
    row.take(ASK_BACK, reviewer, "Wo wohnen Sie? Wir sitzen in der Musterstraße 1.")
    Submission.objects.get().take(REPLY, text="Am Stadtgarten 17")
    page = vera.get(f"{DESK}{row.pk}/change/")
    reply = f"#schritt-{row.steps.last().pk}"
    assert told(page) == [
        *[("#begruendung", words) for words in TOLD],
        (reply, "eine Anschrift: „Am Stadtgarten 17“"),
    ]
    ids = re.findall(r' id="([^"]+)"', page.content.decode())
    assert {"begruendung", reply[1:]} <= set(ids)


@pytest.mark.parametrize("step", ["answer", "ask_back", "not_pursue"])
def test_words_for_the_citizen_are_asked_about_once(vera, submit, step):
    row = submit(reason=TEXT)
    words = {"step": step, f"{step}-version": 0, f"{step}-text": "Rufen Sie an: 0201 1234567"}
    asked = vera.post(f"{DESK}{row.pk}/change/", words)
    assert asked.status_code == 200
    assert told(asked)[-1] == (f"#id_{step}-text", "eine Telefonnummer: „0201 1234567“")
    page = asked.content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert f'id="{step}" open' in page
    assert not row.steps.exists()
    assert vera.post(f"{DESK}{row.pk}/change/", words | ONCE).status_code == 302
    assert row.steps.get().text == "Rufen Sie an: 0201 1234567"


def test_the_draft_of_an_answer_is_asked_about_since_a_list_sends_it_unasked(vera, submit):
    row = submit(reason=TEXT)
    page = f"{DESK}{row.pk}/change/"
    words = {"entwurf": "answer", "answer-version": 0, "answer-text": "Ruf an: 0201 1234567"}
    assert told(vera.post(page, words))[-1][1] == "eine Telefonnummer: „0201 1234567“"
    assert not row.answer_drafts.exists()
    assert vera.post(page, words | ONCE).status_code == 302
    assert row.answer_drafts.get().text == "Ruf an: 0201 1234567"


def test_words_for_many_are_asked_about_once(lea, submit):
    rows = [submit(reason=f"Zu voll, Linie {number}") for number in range(2)]
    data = {"action": "answer_many", "_selected_action": [row.pk for row in rows], "index": 0}
    data |= {"asked": 1, "answer-text": "Ihr Nachbar Muster schrieb dasselbe."}
    asked = lea.post(DESK, data)
    assert asked.status_code == 200
    assert told(asked) == [("#id_answer-text", "einen Namen: „Nachbar Muster“")]
    assert not rows[0].steps.exists()
    assert lea.post(DESK, data | ONCE).status_code == 302
    assert [row.steps.get().text for row in rows] == [data["answer-text"]] * 2


def test_a_note_for_staff_is_not_asked_about(vera, submit):
    row = submit(reason="Zu voll")
    vera.post(f"{DESK}{row.pk}/change/", {"step": "note", "note-version": 0, "note-text": TEXT})
    assert row.notes.get().text == TEXT


def test_what_was_found_stands_as_text(post):
    page = post("/mitmachen/", {"forum": "verkehr", "reason": "<b>@example.org <b>0201 1234567"})
    assert "<b>" not in page.content.decode()


@pytest.mark.parametrize("text", ["Linie 105", "Radschnellweg 1", "2,80 Euro", ""])
def test_other_numbers_are_asked_about_nowhere(post, vera, submit, code, text):
    assert told(post("/mitmachen/", {"forum": "verkehr", "reason": text})) == []
    row = submit(code, reason=text)
    assert told(vera.get(f"{DESK}{row.pk}/change/")) == []
