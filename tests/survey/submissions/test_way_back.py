"""Steps can be taken back for ten minutes, and the citizen sees them only then."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.codes import random_code
from survey.figures.counting import EVER, counted
from survey.figures.models import Tally
from survey.results.numbers import count
from survey.submissions.history import WAY_BACK, HeldStep, LostStep, ReviewStep, hold
from survey.submissions.models import StateError, Submission
from survey.submissions.steps import (
    ANSWER,
    ANSWERED,
    ASK_BACK,
    CORRECT,
    MARK_READ,
    MARK_URGENT,
    REASSIGN,
    RECHECK,
    RELEASE,
    SETTLE_URGENT,
    STEPS,
)
from survey.transfer.exporting import as_csv
from survey.upkeep.retention import delete_outdated
from survey.upkeep.tasks import forget_times

pytestmark = pytest.mark.django_db
BY_STAFF = [step for step in STEPS.values() if step.button]
CODE = random_code()
LIST = "/verwaltung/survey/submission/"


def everything():
    """Return all rows of all tables, without versions; of the tallies, differences, their sums."""
    beside = ["django_session", "usersessions_usersession", "survey_tally", "survey_reviewstep"]
    names = [name for name in connection.introspection.table_names() if name not in beside]
    rows = "SELECT '{0}', to_jsonb(t)::jsonb - 'version' FROM {0} AS t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(rows.format(name) for name in names) + " ORDER BY 1, 2")
        tables = cursor.fetchall()
    keys = "assigned_forum", "forum", "state", "with_proposal", "value"
    tallies = Tally.objects.in_period(*EVER)
    sums = [+counted(tallies, *keys, what=what) for what in Tally.What.values]
    return tables, list(ReviewStep.objects.standing().values()), sums


def prepared(submit, step, reviewer, code=None):
    """Return a submission with which a step is possible, after some others."""
    links = "https://a.example www.b.example http://c.example"  # marked for them
    row = submit(code or random_code(), reason=links, proposal="Mehr")
    row.add_tag("Abend")
    if step == SETTLE_URGENT:
        row.take(MARK_URGENT, reviewer)
    if step == RECHECK:
        row.take(RELEASE, reviewer)
    state = step.after[0]
    for former in STEPS.values():
        if state == former.leads_to and state != row.state:
            row.take(former, reviewer, "Vorher")
            break
    assert row.allows(step)
    return row


def other_forum(step):
    return Forum.objects.get(slug="arbeit") if step.moves else None


@pytest.mark.parametrize("step", BY_STAFF, ids=lambda step: step.name)
def test_taken_back_all_is_as_before_but_for_the_row_of_the_step(submit, reviewer, step):
    row = prepared(submit, step, reviewer)
    before = everything()
    taken = row.take(step, reviewer, "Falsch", other_forum(step), hold())
    assert everything() != before
    row.take_back(taken)
    assert everything() == before
    left = ReviewStep.objects.get(pk=taken.pk)
    assert (left.verb, left.was, left.text, left.note) == ("taken_back", step.verb, "", "")
    assert left.label == f"{step.label} (zurückgenommen)"


@pytest.mark.parametrize("step", [step for step in BY_STAFF if step.many], ids=lambda s: s.name)
def test_for_many_it_is_taken_back_as_a_whole(submit, lea, step):
    rows = [prepared(submit, step, lea.user) for _ in range(3)]
    before = everything()
    fields = {"action": f"{step.name}_many", "_selected_action": [row.pk for row in rows]}
    fields |= {"asked": 1, f"{step.name}-text": "Falsch", f"{step.name}-forum": ""}
    if step.moves:
        fields[f"{step.name}-forum"] = other_forum(step).pk
    lea.post(f"{LIST}?arbeit=alle", fields)
    [bulk] = set(HeldStep.objects.values_list("bulk", flat=True))
    assert HeldStep.objects.count() == 3
    lea.post(f"{LIST}zuruecknehmen/", {"zurueck": bulk})
    assert everything() == before


@pytest.mark.parametrize("step", BY_STAFF, ids=lambda step: step.name)
def test_the_citizen_and_an_export_see_it_ten_minutes_later(submit, reviewer, step, time_machine):
    row = prepared(submit, step, reviewer, code := random_code())

    def seen():
        found = Submission.objects.for_receipt(code)
        steps = [(each.verb, each.said_to_citizen) for each in found.steps_for_citizen()]
        answers = found.is_untouched, found.answer_promised_by(), found.open_question()
        exported = b"".join(as_csv(Submission.objects.filter(pk=row.pk)))
        return found.state, found.assigned_forum, steps, answers, exported

    time_machine.move_to(timezone.now(), tick=False)
    before = seen()
    row.take(step, reviewer, "Worte", other_forum(step), hold())
    assert seen() == before
    time_machine.shift(WAY_BACK)
    if step.leads_to or step.for_citizen or step.clears or step.restores:
        assert seen() != before
    assert Submission.objects.for_receipt(code).state == row.state


def test_published_numbers_count_what_is_to_be_seen(submit, reviewer, verkehr):
    row = submit(reason="Zu voll")
    row.take(MARK_READ, reviewer, held=hold())
    row.take(ANSWER, reviewer, "Danke.", held=hold())
    today = timezone.localdate()
    numbers = count(today)
    assert (numbers.received, numbers.read, numbers.answered) == (1, 0, 0)
    assert (numbers.oldest_unread, numbers.by_topic[verkehr.pk]) == (today, 1)
    HeldStep.objects.all().delete()
    numbers = count(today)
    assert (numbers.received, numbers.read, numbers.answered) == (1, 1, 1)
    assert numbers.oldest_unread is None


def test_what_was_done_after_a_held_step_is_hidden_with_it(submit, reviewer):
    row = submit(CODE, reason="Zu voll")
    row.take(MARK_READ, reviewer, held=hold())
    row.take(ANSWER, reviewer, "Danke.")
    found = Submission.objects.for_receipt(CODE)
    assert (found.state, found.steps_for_citizen()) == ("received", [])


def test_the_instant_is_erased_by_the_minute_and_by_the_hour(submit, reviewer, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for erase in (lambda: forget_times(0), delete_outdated):
        submit(reason="Zu voll").take(MARK_READ, reviewer, held=hold())
        erase()
        assert HeldStep.objects.count() == 1
        time_machine.shift(WAY_BACK)
        erase()
        assert not HeldStep.objects.exists()


def test_the_table_of_times_is_in_no_write_ahead_log(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'survey_heldstep'")
        assert cursor.fetchone() == ("u",)


def test_it_is_too_late_after_ten_minutes_and_after_another_step(submit, reviewer, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    row = submit(reason="Zu voll")
    read = row.take(MARK_READ, reviewer, held=hold())
    answered = row.take(ANSWER, reviewer, "Danke.", held=hold())
    with pytest.raises(StateError):
        row.take_back(read)
    row.take_back(answered)
    time_machine.shift(WAY_BACK + timedelta(seconds=1))
    with pytest.raises(StateError):
        row.take_back(read)
    row.refresh_from_db()
    assert row.state == "read"


def test_a_page_from_before_a_step_that_was_taken_back_is_an_old_one(submit, reviewer):
    row = submit(reason="Zu voll")
    meanwhile = row.take(MARK_READ, reviewer, held=hold())
    old = Submission.objects.get(pk=row.pk)
    row.take_back(meanwhile)
    with pytest.raises(StateError):
        old.take(ANSWER, reviewer, "Zu alt")


# What the citizen does meanwhile wins


def test_the_citizens_change_wins_and_the_author_keeps_the_words(submit, reviewer):
    row = submit(CODE, reason="Zu voll")
    row.take(MARK_READ, reviewer, held=hold())
    row.take(REASSIGN, reviewer, "Für euch", Forum.objects.get(slug="arbeit"), hold())
    Submission.objects.for_receipt(CODE).change(other_topic="", reason="Anders", proposal="")
    row.refresh_from_db()
    assert (row.state, row.reason, row.assigned_forum.slug) == ("received", "Anders", "verkehr")
    assert not row.steps.standing().exists()
    assert [step.label for step in row.steps.all()] == [
        "Gelesen (entfallen)",
        "Weitergegeben an ein anderes Themenforum (entfallen)",
    ]
    told = LostStep.objects.filter(by=reviewer, submission=row)
    assert list(told.values_list("text", flat=True)) == ["", "Für euch"]
    assert row.is_untouched


def test_the_citizens_reply_wins_over_an_answer(submit, reviewer):
    row = submit(CODE, reason="Zu voll")
    row.take(ASK_BACK, reviewer, "Wo?")
    row.take(ANSWER, reviewer, "Erledigt.", held=hold())
    Submission.objects.for_receipt(CODE).reply("In Essen")
    row.refresh_from_db()
    assert row.state == "received"
    assert [step.text for step in row.steps_for_citizen()] == ["Wo?", "In Essen"]
    assert LostStep.objects.get().text == "Erledigt."
    with pytest.raises(StateError):  # once
        Submission.objects.for_receipt(CODE).reply("In Essen")


def test_of_a_withdrawn_one_the_author_is_told_without_words(submit, reviewer):
    row = submit(CODE, reason="Zu voll")
    row.take(ANSWER, reviewer, "Danke.", held=hold())
    Submission.objects.for_receipt(CODE).withdraw()
    told = LostStep.objects.get()
    assert (told.by, told.submission, told.text) == (reviewer, None, "")
    assert str(told) == (
        "Ein Beitrag wurde inzwischen zurückgezogen: Ihr Schritt „Beantwortet“ ist entfallen."
    )


def test_what_the_citizen_could_see_is_not_changed_any_more(submit, reviewer):
    submit(CODE, reason="Zu voll").take(MARK_READ, reviewer)
    row = Submission.objects.for_receipt(CODE)
    row.take(ANSWER, reviewer, "Danke.", held=hold())
    with pytest.raises(StateError):
        row.change(other_topic="", reason="Anders", proposal="")
    assert HeldStep.objects.count() == 1


# Correcting an answer


def test_the_citizen_sees_the_newest_answer_with_its_day_and_staff_all(submit, reviewer, client):
    row = submit(CODE, reason="Zu voll")
    row.take(ANSWER, reviewer, "Alt.")
    row.take(CORRECT, reviewer, "Neu.", held=hold())
    assert "Alt." in client.get(f"/beleg/{CODE}/").content.decode()
    HeldStep.objects.all().delete()
    page = client.get(f"/beleg/{CODE}/").content.decode()
    copy = client.get(f"/beleg/{CODE}/beitrag.txt").content.decode()
    for text in (page, copy):
        assert "Neu." in text
        assert "Alt." not in text
        assert "eändert am" in text
    assert [step.text for step in row.steps.all()] == ["Alt.", "Neu."]
    assert row.state == ANSWERED
