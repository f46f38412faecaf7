"""A step is one row: whatever shows, asks, counts or stores steps reads it from there."""

import re
from dataclasses import FrozenInstanceError

import pytest
from django.db import IntegrityError, connection, transaction

from dev.environment import ROOT
from ruhrdialog.lib.codes import random_code
from survey.submissions.models import StateError, Submission, state_is_known
from survey.submissions.steps import (
    OPEN,
    RECHECK,
    RELEASE,
    STATES,
    STEPS,
    State,
    Step,
    Words,
    states,
)

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
PUT_OFF = Step(
    "put_off",
    "put_off_until",
    after=OPEN,
    leads_to=State("put_off", "Zurückgestellt", queue="waiting"),
    label="Bis zum Sommer zurückgestellt",
    for_citizen="Wir kommen im Sommer darauf zurück",
    words=Words("Warum erst im Sommer?", "Bitte schreiben Sie, warum.", "Steht auf dem Beleg."),
    button="Zurückstellen",
    key="z",
    many="Zurückstellen …",
    ready_texts=True,
)


@pytest.fixture
def eleventh(monkeypatch):
    """One more step, with a state of its own."""
    monkeypatch.setitem(STEPS, PUT_OFF.verb, PUT_OFF)
    [former] = [each for each in Submission._meta.constraints if each.name.endswith("state_known")]
    new = former.clone()
    new.condition = state_is_known()
    with connection.schema_editor() as editor:  # what its migration would do
        editor.remove_constraint(Submission, former)
        editor.add_constraint(Submission, new)


@pytest.fixture
def row(submit):
    return submit(CODE, reason="Zu voll")


CODE = random_code()


def test_it_stands_on_the_desk_with_its_button_key_and_words(eleventh, vera, row):
    page = vera.get(f"{LIST}{row.pk}/change/").content.decode()
    assert 'data-key="z" aria-keyshortcuts="z">Zurückstellen <kbd>z</kbd></summary>' in page
    assert "Warum erst im Sommer?" in page
    assert "vorlage=" in page[page.index("Warum erst") : page.index('id="note"')]


def test_it_is_taken_there_and_the_history_and_the_receipt_say_so(eleventh, vera, row, client):
    fields = {"step": "put_off", "put_off-version": 0, "put_off-text": "Dann wird gebaut."}
    page = vera.post(f"{LIST}{row.pk}/change/", fields, follow=True).content.decode()
    assert "Bis zum Sommer zurückgestellt." in page  # the message
    assert "<strong>Bis zum Sommer zurückgestellt</strong>" in page
    vera.post(f"{LIST}zuruecknehmen/", {"senden": row.steps.get().pk})
    receipt = client.get(f"/beleg/{CODE}/").content.decode()
    assert "<h3>Wir kommen im Sommer darauf zurück</h3>" in receipt
    assert "<h1>Wir kommen im Sommer darauf zurück</h1>" in receipt
    assert "Dann wird gebaut." in receipt


def test_without_its_words_it_is_refused(eleventh, vera, row):
    fields = {"step": "put_off", "put_off-version": 0, "put_off-text": " "}
    response = vera.post(f"{LIST}{row.pk}/change/", fields)
    assert response.status_code == 422
    assert "Bitte schreiben Sie, warum." in response.content.decode()


def test_it_is_an_action_for_many_and_asks_for_words(eleventh, vera, row):
    page = vera.get(f"{LIST}?arbeit=alle").content.decode()
    assert '<option value="put_off_many">Zurückstellen …</option>' in page
    data = {"action": "put_off_many", "_selected_action": [row.pk], "index": 0}
    data |= {"asked": 1, "put_off-text": "Dann wird gebaut."}
    vera.post(f"{LIST}?arbeit=alle", data)
    row.refresh_from_db()
    assert row.state == "put_off"


def test_its_state_is_in_its_queue_and_in_the_export(eleventh, vera, row):
    row.take(PUT_OFF, vera.user, "Dann wird gebaut.")
    found = vera.get(f"{LIST}?arbeit=antwort").context["cl"].result_list
    assert [each.pk for each in found] == [row.pk]
    [work] = vera.get("/verwaltung/").context["work"]
    assert (work["unread"], work["waiting"]) == (0, 1)
    file = vera.post(f"{LIST}export/csv/?arbeit=alle")
    assert '"Zurückgestellt"' in b"".join(file.streaming_content).decode()
    overview = vera.get("/verwaltung/auswertung/").content.decode()
    assert "Zurückgestellt" in overview


def test_the_constraint_knows_its_state_and_no_other(eleventh, row):
    Submission.objects.filter(pk=row.pk).update(state="put_off")
    with pytest.raises(IntegrityError, match="submission_state_known"), transaction.atomic():
        Submission.objects.filter(pk=row.pk).update(state="lost")


# The rows themselves


def test_without_it_the_state_is_unknown(row):
    with pytest.raises(IntegrityError, match="submission_state_known"), transaction.atomic():
        Submission.objects.filter(pk=row.pk).update(state="put_off")


def test_every_state_but_the_first_two_is_reached_by_a_step():
    reached = {step.leads_to for step in STEPS.values() if step.leads_to}
    assert {"received", "counted"} | reached == set(states()) == set(STATES)


def test_names_verbs_and_keys_are_given_once():
    rows = list(STEPS.values())
    assert len(rows) == 17
    for names in ([row.name for row in rows], [row.verb for row in rows]):
        assert len(set(names)) == 17
    keys = [row.key for row in rows if row.button] + ["i", "s", "v", "n", "p", "l", "z", "j"]
    assert len(set(keys)) == len(keys)


def test_what_staff_can_do_has_a_button_and_a_key():
    elsewhere = [row.name for row in STEPS.values() if not row.button]
    assert elsewhere == ["approve_draft", "return_draft", "reply"]
    assert all(row.key for row in STEPS.values() if row.button)
    # The dots say that words are asked for.
    for row in STEPS.values():
        assert not row.many or row.many.endswith(" …") == bool(row.words)
        # The button of a form says that the next one follows.
        assert row.onward.endswith(" und weiter") == bool(row.goes_on and row.words)


def test_no_other_file_names_a_step_as_a_string():
    """What names other things too, as a state, a queue or a folder, is left out."""
    others = {*states(), "replied"}
    verbs = [row.verb for row in STEPS.values() if row.verb not in others]
    names = [row.name for row in STEPS.values() if "_" in row.name]
    pattern = re.compile(f"[\"']({'|'.join([*verbs, *names])})[\"']")
    folders = ("survey", "ruhrdialog", "forums", "faq", "templates")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.*")]
    named = {
        str(file.relative_to(ROOT))
        for file in files
        if file.suffix in (".py", ".html")
        and "migrations" not in file.parts
        and pattern.search(file.read_text())
    }
    assert named == {"survey/submissions/steps.py"}


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
def test_a_row_stays_as_it_is(step):
    with pytest.raises(FrozenInstanceError):
        step.leads_to = None


# Taking one


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
@pytest.mark.parametrize("state", STATES)
def test_a_step_goes_from_its_states_only(submit, verkehr, reviewer, step, state):
    row = submit(reason="Zu voll")
    needed = {"check_reason": "3 Links im Text"} if step.needs == "check_reason" else {}
    needed |= {"urgent": True} if step.needs == "urgent" else {}
    Submission.objects.filter(pk=row.pk).update(state=state, **needed)
    row.refresh_from_db()
    if step == RECHECK:
        row.steps.create(verb=RELEASE.verb, state=state, by=reviewer, note="3 Links im Text")
    before = set(row.steps.all())
    forum = verkehr.__class__.objects.get(slug="arbeit") if step.moves else None
    if state not in step.after:
        with pytest.raises(StateError):
            row.take(step, reviewer, "Worte", forum)
        assert set(row.steps.all()) == before
        return
    row.take(step, reviewer, "Worte", forum)
    stored = Submission.objects.get(pk=row.pk)
    assert stored.state == row.state == (step.leads_to or state)
    assert stored.version == row.version == 1
    taken = row.steps.last()
    assert set(row.steps.all()) == {*before, taken}
    assert (taken.verb, taken.state, taken.by) == (step.verb, stored.state, reviewer)
    kept = needed["check_reason"] if step.clears else ""
    assert (taken.text, taken.note) == (("", "Worte") if step.notes else ("Worte", kept))
    assert stored.assigned_forum == (forum or verkehr)
    assert taken.forum == (stored.assigned_forum if step.names_forum else None)


@pytest.mark.parametrize(
    "step", [step for step in STEPS.values() if step.needs], ids=lambda step: step.name
)
def test_a_step_wants_what_it_needs(submit, reviewer, step):
    row = submit(other_topic="Spielplätze")
    row.urgent = bool(step.marks)
    assert not getattr(row, step.needs)
    assert not row.allows(step)
    with pytest.raises(StateError):
        row.take(step, reviewer)
    assert not row.steps.exists()


def test_in_order_empties_the_reason_to_look(submit, reviewer):
    row = submit(reason="https://a.example www.b.example http://c.example")
    row.take(STEPS["released"], reviewer)
    row.refresh_from_db()
    assert (row.check_reason, row.state) == ("", "received")


def test_looked_at_again_the_reason_is_that_of_before(submit, reviewer):
    row = submit(reason="https://a.example www.b.example http://c.example")
    for _ in range(2):
        row.take(RELEASE, reviewer)
        row.take(RECHECK, reviewer)
        row.refresh_from_db()
        assert row.check_reason == "3 Links im Text"
    assert not row.allows(RECHECK)


@pytest.mark.parametrize("forum", [None, "verkehr"])
def test_it_is_moved_only_to_another_forum(submit, verkehr, reviewer, forum):
    row = submit(reason="Zu voll")
    with pytest.raises(StateError):
        row.take(STEPS["reassigned"], reviewer, "Warum", forum and verkehr)
    assert not row.steps.exists()


def test_of_two_on_the_same_version_one_wins_and_nothing_is_half_done(submit, reviewer):
    row = submit(reason="Zu voll")
    other = Submission.objects.get(pk=row.pk)
    row.take(STEPS["read"], reviewer)
    # Reading doesn't go from "read"; answering does, but the version is an old one.
    for step in ("read", "answered"):
        with pytest.raises(StateError):
            other.take(STEPS[step], reviewer, "Zu spät")
    assert other.version == 0
    assert row.steps.count() == 1


def test_a_step_on_an_old_version_loses_even_if_the_state_is_the_same(submit, reviewer):
    row = submit(reason="Zu voll")
    old = Submission.objects.get(pk=row.pk)
    row.change(other_topic="", reason="Ganz anders", proposal="")
    with pytest.raises(StateError):
        old.take(STEPS["answered"], reviewer, "Zu alt")
    assert not row.steps.exists()


def test_a_step_from_an_old_state_loses_even_if_the_version_is_the_same(submit, reviewer):
    row = submit(reason="Zu voll")
    Submission.objects.filter(pk=row.pk).update(state="spam")  # past the verbs: no new version
    with pytest.raises(StateError):
        row.take(STEPS["answered"], reviewer, "Zu alt")
    assert not row.steps.exists()
