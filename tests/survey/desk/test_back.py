"""Taking steps back at the desk, sending them at once, and the keys for it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from ruhrdialog.lib.codes import random_code
from survey.desk.given_tags import runs
from survey.submissions.answer_drafts import AnswerDraft
from survey.submissions.history import HeldStep, LostStep, ReviewStep, hold
from survey.submissions.models import Submission, Tag
from survey.submissions.steps import ANSWER, MARK_READ
from survey.upkeep.retention import delete_outdated

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
BACK = f"{LIST}zuruecknehmen/"
KEYS = f"{LIST}tasten/"
CODE = random_code()


@pytest.fixture
def row(submit):
    return submit(CODE, reason="Zu voll")


def answer(client, row, **more):
    page = f"{LIST}{row.pk}/change/"
    fields = {"step": "answer", "answer-version": row.version, "answer-text": "Danke.", **more}
    return client.post(page, fields, follow=True).content.decode()


def state(row):
    return Submission.objects.get(pk=row.pk).state


def test_a_button_behind_the_message_takes_the_step_back_and_keeps_what_was_typed(vera, row):
    page = answer(vera, row)
    step = row.steps.get()
    assert f'form="zurueck" name="zurueck" value="{step.pk}" data-key="z"' in page
    assert "Noch nicht auf dem Beleg, bis" in page
    list_of = "?_changelist_filters=arbeit%3Dalle"
    response = vera.post(f"{BACK}{list_of}", {"zurueck": step.pk}, follow=True)
    assert response.redirect_chain == [(f"{LIST}{row.pk}/change/{list_of}", 302)]
    page = response.content.decode()
    assert "Zurückgenommen ist „Beantwortet“." in page
    assert "<strong>Beantwortet (zurückgenommen)</strong>" in page
    assert "Danke.</textarea>" in page
    assert state(row) == "received"
    row.refresh_from_db()
    answer(vera, row)  # what was kept goes with the next step
    assert "typed" not in vera.session


def test_it_can_be_sent_at_once_with_what_was_done_before(vera, row, client, reviewer):
    row.take(MARK_READ, reviewer, held=hold())
    answer(vera, row)
    assert "Danke." not in client.get(f"/beleg/{CODE}/").content.decode()
    list_of = "?_changelist_filters=arbeit%3Dalle"
    sent = vera.post(f"{BACK}{list_of}", {"senden": row.steps.last().pk, "auf": row.pk})
    assert sent.url == f"{LIST}{row.pk}/change/{list_of}"
    assert "Danke." in client.get(f"/beleg/{CODE}/").content.decode()
    assert not HeldStep.objects.exists()


def test_an_answer_for_similar_ones_is_taken_back_as_a_whole(vera, submit, row):
    similar = submit(reason="Zu voll", proposal="Mehr Busse")
    answer(vera, row, **{"answer-also": similar.pk})
    [bulk] = set(HeldStep.objects.values_list("bulk", flat=True))
    assert "Alle zurücknehmen" in vera.get(BACK).content.decode()
    vera.post(BACK, {"zurueck": bulk})
    assert (state(row), state(similar)) == ("received", "received")


def test_of_many_what_somebody_went_on_with_stays_and_is_counted(vera, submit, row, lea):
    other = submit(reason="Voll")
    for each in (row, other):
        each.take(MARK_READ, vera.user, held=hold()._replace(bulk=(key := uuid4())))
    HeldStep.objects.update(bulk=key)
    row.take(ANSWER, lea.user, "Danke.")
    page = vera.post(BACK, {"zurueck": key}, follow=True).content.decode()
    assert "Zurückgenommen: 1." in page
    assert "1-mal: Das lässt sich nicht mehr zurücknehmen" in page
    assert (state(row), state(other)) == ("answered", "received")


def test_the_page_of_all_shows_the_own_ones_only(vera, jan, row):
    row.take(MARK_READ, vera.user, held=hold())
    assert row.shown_reference in vera.get(BACK).content.decode()
    assert "Zurzeit gibt es nichts zurückzunehmen." in jan.get(BACK).content.decode()


@pytest.mark.parametrize("verb", ["zurueck", "senden"])
def test_nobody_takes_back_or_sends_the_step_of_another(jan, row, reviewer, verb):
    step = row.take(MARK_READ, reviewer, held=hold())
    jan.post(BACK, {verb: step.pk})
    assert (state(row), HeldStep.objects.count()) == ("read", 1)


@pytest.mark.parametrize("value", ["", "x", "9" * 30, "0f8fad5b-d9cb-469f-a165-70867728950e"])
def test_what_no_button_sends_does_nothing(vera, row, value):
    row.take(MARK_READ, vera.user, held=hold())
    assert vera.post(BACK, {"zurueck": value}).status_code in (302, 400)
    assert vera.post(BACK, {"senden": 1, "auf": value}).status_code in (302, 400)
    assert state(row) == "read"


def test_too_late_is_said(vera, row):
    step = row.take(MARK_READ, vera.user, held=hold())
    HeldStep.objects.update(until=hold().until - timedelta(minutes=11))
    page = vera.post(BACK, {"zurueck": step.pk}, follow=True).content.decode()
    assert "Die zehn Minuten sind vorbei" in page
    assert state(row) == "read"


def test_who_lost_a_step_is_told_until_it_was_seen(vera, jan, row, submit):
    row.take(ANSWER, vera.user, "Lange Antwort", held=hold())
    Submission.objects.for_receipt(CODE).change(other_topic="", reason="Neu", proposal="")
    for address in ("/verwaltung/", BACK):
        assert "Ihr Schritt „Beantwortet“ ist entfallen." in vera.get(address).content.decode()
    assert "Lange Antwort" in vera.get(BACK).content.decode()
    assert "Entfallene Schritte: 1." in answer(vera, submit(reason="Ein anderer"))
    jan.post(BACK, {"gesehen": 1})
    assert LostStep.objects.exists()
    vera.post(BACK, {"gesehen": 1})
    assert not LostStep.objects.exists()


def test_many_are_asked_about_with_their_number_and_none_is_touched_before(vera, submit):
    rows = [submit(reason=f"Voll {number}") for number in range(3)]
    data = {"action": "sort_out_many", "_selected_action": [row.pk for row in rows]}
    page = vera.post(f"{LIST}?arbeit=alle", data).content.decode()
    assert "3 Beiträge als Werbung aussortieren?" in page
    assert not ReviewStep.objects.exists()


def give_tag(client, rows, name="Abend"):
    data = {"action": "tag_many", "_selected_action": [row.pk for row in rows], "asked": 1}
    return client.post(f"{LIST}?arbeit=alle", data | {"tag-text": name}, follow=True)


def test_a_tag_for_many_is_taken_back_as_a_whole_with_what_it_made(vera, submit):
    rows = [submit(reason=f"Voll {number}") for number in range(4)]
    rows[1].add_tag("Abend")
    rows[2].add_tag("Nacht")
    page = give_tag(vera, rows).content.decode()
    key = re.search('name="zurueck" value="([^"]+)"', page)[1]
    assert key in vera.get(BACK).content.decode()
    given = give_tag(vera, rows, "Neu").content.decode()
    both = vera.get(BACK).content.decode()
    assert both.count("Alle zurücknehmen") == 2
    rows[3].tags.remove(rows[3].tags.get(name="Abend"))  # somebody was quicker
    page = vera.post(BACK, {"zurueck": key}, follow=True).content.decode()
    assert "Zurückgenommen: 2." in page
    vera.post(BACK, {"zurueck": re.search('name="zurueck" value="([^"]+)"', given)[1]})
    assert [[tag.name for tag in row.tags.all()] for row in rows] == [[], ["Abend"], ["Nacht"], []]
    assert not Tag.objects.filter(name="Neu").exists()
    assert "Zurzeit gibt es nichts zurückzunehmen." in vera.get(BACK).content.decode()


def test_a_tag_for_many_is_taken_back_by_who_gave_it_and_in_time(vera, lea, row):
    page = give_tag(vera, [row]).content.decode()
    key = re.search('name="zurueck" value="([^"]+)"', page)[1]
    lea.post(BACK, {"zurueck": key})
    assert row.tags.exists()
    session = vera.session
    session["given_tags"][0]["until"] -= 601
    session.save()
    assert (
        "zehn Minuten sind vorbei"
        in vera.post(BACK, {"zurueck": key}, follow=True).content.decode()
    )
    assert row.tags.exists()
    assert not vera.session["given_tags"]  # nothing tells the time any more


@pytest.mark.parametrize(
    ("keys", "found"), [([5], [(5, 5)]), ([3, 1, 2, 7, 9, 8], [(1, 3), (7, 9)])]
)
def test_keys_are_remembered_in_runs(keys, found):
    assert list(runs(keys)) == found


def test_for_the_file_it_stands_on_a_page_with_all_steps_and_notes(vera, jan, row):
    row.take(MARK_READ, vera.user)
    row.take(ANSWER, vera.user, "Danke sehr.")
    row.notes.create(text="Anrufen", by=vera.user)
    page = vera.get(f"{LIST}{row.pk}/akte/").content.decode()
    for text in (row.shown_reference, "Zu voll", "Gelesen", "Danke sehr.", "Anrufen"):
        assert text in page
    for key in (row.pk, uuid4(), "x"):
        assert jan.get(f"{LIST}{key}/akte/").status_code == 404


# Drafts


def draft(client, row, text="Vielleicht so."):
    row.refresh_from_db()
    fields = {"entwurf": "answer", "answer-version": row.version, "answer-text": text}
    return client.post(f"{LIST}{row.pk}/change/", fields, follow=True)


def test_a_draft_is_in_the_field_of_a_colleague_and_on_no_receipt(vera, lea, row, client):
    assert "Entwurf gespeichert." in draft(vera, row).content.decode()
    page = lea.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "Vielleicht so.</textarea>" in page
    assert "Entwurf von <bdi>vera</bdi>" in page
    assert [each.pk for each in lea.get(f"{LIST}?entwurf=ja").context["cl"].result_list] == [row.pk]
    assert "Vielleicht so." not in client.get(f"/beleg/{CODE}/").content.decode()
    assert state(row) == "received"


def test_said_it_is_no_draft_any_more_and_taken_back_it_is_one_again(vera, row):
    draft(vera, row)
    row.refresh_from_db()
    answer(vera, row)
    assert "(Entwurf)" not in vera.get(f"{LIST}{row.pk}/change/").content.decode()
    delete_outdated()  # not while it may be taken back
    vera.post(BACK, {"zurueck": row.steps.last().pk})
    assert "(Entwurf)" in vera.get(f"{LIST}{row.pk}/change/").content.decode()
    row.refresh_from_db()
    row.take(ANSWER, vera.user, "Danke.")
    delete_outdated()
    assert not AnswerDraft.objects.exists()


def test_the_second_of_two_drafts_is_told_and_sees_both(vera, lea, row):
    draft(vera, row)
    fields = {"entwurf": "answer", "answer-version": 0, "answer-text": "Oder so."}
    response = lea.post(f"{LIST}{row.pk}/change/", fields)
    assert response.status_code == 409
    for text in ("Oder so.", "Vielleicht so."):
        assert text in response.content.decode()
    assert AnswerDraft.objects.get().text == "Vielleicht so."


@pytest.mark.parametrize("text", ["", "ä" * 4001, "a\0b"])
def test_what_is_no_draft_is_refused_and_kept(vera, row, text):
    response = draft(vera, row, text)
    assert response.status_code == 422
    assert not AnswerDraft.objects.exists()


def test_a_draft_is_thrown_away_by_who_works_on_it(vera, jan, row):
    draft(vera, row)
    page, key = f"{LIST}{row.pk}/change/", AnswerDraft.objects.get().pk
    jan.post(page, {"verwerfen": key})
    assert vera.post(page, {"verwerfen": 0}).status_code == 404
    assert AnswerDraft.objects.exists()
    vera.post(page, {"verwerfen": key})
    assert not AnswerDraft.objects.exists()


# Keys


def test_keys_are_changed_switched_off_and_set_back(vera, row):
    page = f"{LIST}{row.pk}/change/"
    every = vera.get(KEYS).context["form"].initial
    assert every["taste_read"] == "g"
    vera.post(KEYS, every | {"taste_answer": "y", "taste_next": ""})
    html = vera.get(page).content.decode()
    assert 'data-key="y"' in html
    assert 'data-key="n"' not in html
    off = {name: key for name, key in every.items() if name != "are_on"}
    vera.post(KEYS, off)
    assert "data-key" not in vera.get(page).content.decode()
    vera.post(KEYS, {"wie-vorher": 1})
    assert 'data-key="a"' in vera.get(page).content.decode()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"taste_answer": "g"}, "Zweimal vergeben: g."),
        ({"taste_answer": "ab"}, "Antworten: Das ist mehr als ein Zeichen."),
        ({"taste_answer": "\0"}, "Nullzeichen"),
    ],
)
def test_keys_that_cannot_be_are_named_and_nothing_is_stored(vera, answers, said):
    response = vera.post(KEYS, vera.get(KEYS).context["form"].initial | answers)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert vera.get(KEYS).context["form"].initial["taste_answer"] == "a"
