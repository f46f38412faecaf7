"""Answers that a second person approves, where a ministry wants it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.models import Forum, Ministry
from ruhrdialog.lib.codes import random_code
from survey.desk.tasks import send_answers
from survey.submissions.answer_drafts import AnswerDraft
from survey.submissions.history import HeldStep, LostStep, ReviewStep, hold
from survey.submissions.models import StateError, Submission
from survey.submissions.steps import (
    ANSWER,
    APPROVE,
    MARK_READ,
    MARK_URGENT,
    REASSIGN,
    REPLY,
    RETURN,
)
from tests.survey.submissions.test_way_back import everything

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
ANSWERS = f"{LIST}antworten/"
BACK = f"{LIST}zuruecknehmen/"
CODE = random_code()


@pytest.fixture
def named(staff):
    """Whom the ministry has named for approving; the switch is on."""
    client = staff("nina", "Prüfung", "verkehr")
    ministry = Ministry.objects.get(slug="verkehr")
    ministry.approvers.add(client.user)
    ministry.approves_answers = True
    ministry.save()
    return client


@pytest.fixture
def row(submit):
    return submit(CODE, reason="Zu voll")


def page_of(row):
    return f"{LIST}{row.pk}/change/"


def text(response):
    return response.content.decode()


def write(client, row, button="freigabe", words="Danke.", **more):
    row.refresh_from_db()
    name = "correct" if row.state == "answered" else "answer"
    fields = {button: name, f"{name}-version": row.version, f"{name}-text": words, **more}
    return client.post(page_of(row), fields)


def decide(client, *drafts, button="freigeben", remark="", value=None):
    value = value or (drafts[0].pk if len(drafts) == 1 else "alle")
    fields = {f"fassung-{each.pk}": each.submission.version for each in drafts}
    fields |= {"auswahl": [each.pk for each in drafts], button: value}
    fields[f"antwort-{value}-text"] = remark
    return client.post(ANSWERS, fields)


def draft_of(row):
    return AnswerDraft.objects.select_related("submission").get(submission=row)


def test_an_answer_goes_from_its_author_over_who_approves_it_to_the_citizen(
    named, vera, row, client
):
    assert "Zur Freigabe geben</button>" in text(vera.get(page_of(row)))
    assert write(vera, row).status_code == 302
    assert "Antworten freigeben und senden (1)" in text(named.get("/verwaltung/"))
    page = text(named.get(ANSWERS))
    assert page.index("Zu voll") < page.index("Danke.")
    assert decide(named, draft_of(row)).status_code == 302
    assert "Zu senden</h2>" in text(vera.get(ANSWERS))
    page = text(vera.get(page_of(row)))
    assert "Freigegeben, wie er dasteht." in page
    assert write(vera, row, "step").status_code == 302
    vera.post(BACK, {"senden": row.steps.last().pk})
    assert "Danke." in text(client.get(f"/beleg/{CODE}/"))
    assert [step.verb for step in row.steps.all()] == [APPROVE.verb, ANSWER.verb]


def test_without_an_approval_it_is_refused_and_the_text_stays(named, vera, row):
    response = write(vera, row, "step")
    assert response.status_code == 409
    assert "brauchen eine Freigabe" in text(response)
    assert "Danke.</textarea>" in text(response)
    assert not row.steps.exists()


@pytest.mark.parametrize("words", ["Danke sehr.", ""])
def test_who_changes_it_afterwards_needs_another_approval(named, vera, row, words):
    write(vera, row)
    decide(named, draft_of(row))
    assert write(vera, row, "step", words or "Anders").status_code == 409
    write(vera, row, words=words or "Danke.")  # also saved as it was, by another hand it may be
    assert not AnswerDraft.objects.approved().exists()
    assert named.get(ANSWERS).context["number"] == 1


def test_a_sent_answer_that_is_corrected_is_approved_anew(named, vera, row):
    row.take(ANSWER, vera.user, "Danke.")
    assert write(vera, row, "step", "Neu").status_code == 409
    write(vera, row, words="Neu")
    assert "Neue Fassung der Antwort" in text(named.get(ANSWERS))
    decide(named, draft_of(row))
    assert write(vera, row, "step", "Neu").status_code == 302
    assert row.last_answer() == "Neu"


def test_returned_with_a_remark_its_author_reads_it_and_the_text_is_in_the_field(named, vera, row):
    write(vera, row)
    refused = decide(named, draft_of(row), button="zurueckgeben", remark=" ")
    assert refused.status_code == 422
    assert RETURN.words.missing in text(refused)
    done = decide(named, draft_of(row), button="zurueckgeben", remark="Bitte freundlicher")
    assert done.status_code == 302
    page = text(vera.get(page_of(row)))
    assert "Bitte freundlicher" in page
    assert "Danke.</textarea>" in page
    assert "Bitte freundlicher" in text(vera.get(ANSWERS))
    assert "an Sie zurückgegeben: 1" in text(vera.get("/verwaltung/"))
    assert not AnswerDraft.objects.waiting().exists()
    named.post(BACK, {"zurueck": row.steps.get().held.bulk})
    assert "Bitte freundlicher</textarea>" in text(named.get(ANSWERS))  # not typed anew


def test_who_may_approve(named, staff, vera, jan, lea, row):
    deputy = staff("dirk", "Prüfung", "verkehr")
    ministry = Ministry.objects.get(slug="verkehr")
    ministry.approvers.add(deputy.user, jan.user)  # jan is no member of the ministry
    write(vera, row)
    for client, number in ((named, 1), (deputy, 1), (lea, 1), (vera, 0), (jan, 0)):
        assert client.get(ANSWERS).context["number"] == number


@pytest.mark.parametrize("button", ["freigeben", "zurueckgeben"])
def test_nobody_decides_the_own_answer_nor_without_being_named(named, vera, lea, row, button):
    for author, other in ((named, vera), (lea, vera)):
        write(author, row)
        assert author.get(ANSWERS).context["number"] == 0
        for client in (author, other):
            refused = decide(client, draft_of(row), button=button, remark="Warum")
            assert refused.status_code == 409
            assert "Nicht entschieden: 1." in text(refused)
    with pytest.raises(StateError):
        draft_of(row).decide(APPROVE, lea.user)
    assert not row.steps.exists()


def test_of_what_was_changed_meanwhile_nothing_is_approved(named, vera, row):
    write(vera, row)
    shown = draft_of(row)
    write(vera, row, words="Ganz anders")
    refused = decide(named, shown, button="zurueckgeben", remark="Lang überlegt")
    assert refused.status_code == 409
    assert "Lang überlegt</textarea>" in text(refused)
    assert "Ganz anders" in text(refused)
    assert not row.steps.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"freigeben": "x"},
        {"freigeben": "9" * 30},
        {"freigeben": "alle"},
        {"zurueckgeben": "alle", "antwort-alle-text": "x"},
        {"verwerfen": 1, "auswahl": ["x", "0"]},
    ],
)
def test_what_no_button_sends_or_nothing_ticked_is_refused(named, vera, row, data):
    write(vera, row)
    assert named.post(ANSWERS, data).status_code in (409, 422)
    assert AnswerDraft.objects.waiting().count() == 1


def test_many_are_answered_approved_and_taken_back_as_a_whole(named, vera, submit, row):
    rows = [row, submit(reason="Voll"), other := submit(reason="Zu spät")]
    write(vera, other, "entwurf", "Der Entwurf einer Kollegin")
    many = {"action": "answer_many", "_selected_action": [each.pk for each in rows]}
    asked = text(named.post(f"{LIST}?arbeit=alle", many))
    assert "wird der Text zur Freigabe gegeben" in asked
    many |= {"asked": 1, "answer-text": "Danke allen."}
    page = text(vera.post(f"{LIST}?arbeit=alle", many, follow=True))
    assert "Zur Freigabe gegeben: 2." in page
    assert "Dort liegt schon ein anderer Entwurf, es ist nichts geändert: 1." in page
    page = text(vera.post(f"{LIST}?arbeit=alle", many, follow=True))
    assert "Schon vorher so: 2." in page
    drafts = AnswerDraft.objects.select_related("submission").filter(handed_in=True)
    assert decide(named, *drafts).status_code == 302
    assert AnswerDraft.objects.approved().count() == 2
    named.post(BACK, {"zurueck": row.steps.get().held.bulk})
    assert AnswerDraft.objects.waiting().count() == 2
    assert not AnswerDraft.objects.exclude(decided=0).exists()  # as it was before
    vera.post(ANSWERS, {"verwerfen": 1, "auswahl": [each.pk for each in drafts]})
    assert AnswerDraft.objects.get().text == "Der Entwurf einer Kollegin"


@pytest.mark.parametrize(("button", "remark"), [("freigeben", ""), ("zurueckgeben", "Kürzer")])
def test_a_decision_that_is_taken_back_leaves_all_tables_as_before(
    named, vera, row, button, remark
):
    write(vera, row)
    before = everything()
    decide(named, draft_of(row), button=button, remark=remark)
    assert everything() != before
    named.post(BACK, {"zurueck": row.steps.get().pk})
    assert everything() == before


def test_similar_ones_are_handed_in_with_it(named, vera, submit, row):
    similar = submit(reason="Zu voll", proposal="Mehr Busse")
    write(vera, row, **{"answer-also": similar.pk})
    assert AnswerDraft.objects.waiting().count() == 2


def test_an_approval_ends_where_the_citizen_or_another_ministry_comes_in(named, vera, row, verkehr):
    write(vera, row)
    draft_of(row).decide(APPROVE, named.user, held=hold())
    Submission.objects.for_receipt(CODE).change(other_topic="", reason="Neu", proposal="")
    assert LostStep.objects.get().by == named.user
    assert AnswerDraft.objects.waiting().count() == 1
    draft_of(row).decide(APPROVE, named.user)
    row.refresh_from_db()
    row.take(REASSIGN, vera.user, "Dort", verkehr.__class__.objects.get(slug="arbeit"))
    assert not AnswerDraft.objects.approved().exists()
    assert not draft_is_approved_on_its_page(row)


def draft_is_approved_on_its_page(row):
    [draft] = AnswerDraft.objects.open_for(row, row.steps.all()).values()
    return draft.is_approved


@pytest.mark.parametrize(
    ("verb", "approved"), [(None, True), (MARK_READ.verb, True), (REPLY.verb, False)]
)
def test_what_is_approved_is_said_alike_by_the_page_and_the_list(named, vera, row, verb, approved):
    write(vera, row)
    draft_of(row).decide(APPROVE, named.user)
    if verb:
        row.steps.create(verb=verb, state="received")
    assert draft_is_approved_on_its_page(row) == approved
    for value, number in (("freigegeben", approved), ("freigabe", not approved)):
        found = vera.get(f"{LIST}?arbeit=alle&entwurf={value}").context["cl"].result_count
        assert found == number


def test_where_the_switch_is_off_nothing_is_different(vera, row):
    assert write(vera, row).status_code == 302  # kept as a draft
    assert "Zur Freigabe" not in text(vera.get(page_of(row)))
    assert write(vera, row, "step").status_code == 302
    assert row.steps.get().verb == ANSWER.verb


# Sent together, and at a chosen time


@pytest.fixture
def group(vera, submit):
    """Three drafts of one text where no approval is needed, and another one."""
    rows = [submit(reason=f"Voll {number}") for number in range(3)]
    for row in rows:
        write(vera, row, "entwurf")
    write(vera, submit(reason="Spät"), "entwurf", "Noch nicht fertig")
    return rows


def first(group):
    return AnswerDraft.objects.filter(submission__in=group).earliest("pk").pk


def shown(*keys):
    """Return what the page sends of what is ticked."""
    drafts = AnswerDraft.objects.filter(pk__in=[key for key in keys if key != "x"])
    versions = drafts.values_list("pk", "submission__version")
    return {"auswahl": keys} | {f"fassung-{key}": version for key, version in versions}


def plan(client, *keys, day=None, hour=9):
    day = timezone.localdate() + timedelta(days=2) if day is None else day
    return client.post(ANSWERS, {"planen": 1, "day": day, "hour": hour} | shown(*keys))


def answered():
    return Submission.objects.filter(state="answered").count()


def let_time_come():
    AnswerDraft.objects.filter(send_at__isnull=False).update(send_at=timezone.now())
    send_answers(0)


def test_a_group_is_sent_together_and_taken_back_as_a_whole(vera, group):
    page = text(vera.get(ANSWERS))
    assert "3 Beiträge" in page
    assert "Antworten gespeichert: 3." in text(
        vera.post(ANSWERS, {"senden": 1} | shown(first(group)), follow=True)
    )
    assert answered() == 3
    vera.post(BACK, {"zurueck": HeldStep.objects.first().bulk})
    assert (answered(), AnswerDraft.objects.sendable().count()) == (0, 4)


def test_a_group_is_sent_at_the_chosen_time_and_nothing_tells_it_afterwards(vera, lea, group):
    assert plan(lea, first(group)).status_code == 302
    assert "9 Uhr</strong>: 3 Beiträge" in text(vera.get(ANSWERS))
    assert "um 9 Uhr gesendet." in text(vera.get(page_of(group[0])))
    send_answers(0)
    assert answered() == 0
    let_time_come()
    assert answered() == 3
    assert {step.by for step in ReviewStep.objects.visible()} == {vera.user}  # who wrote it
    assert not AnswerDraft.objects.planned().exists()
    assert not HeldStep.objects.exists()


def test_it_can_be_called_off_before(vera, group):
    plan(vera, first(group))
    assert vera.post(ANSWERS, {"absagen": first(group)}).status_code == 302
    let_time_come()
    assert answered() == 0
    late = vera.post(ANSWERS, {"absagen": first(group)})
    assert late.status_code == 409
    assert "nicht mehr absagen" in text(late)


def test_a_changed_draft_is_planned_no_more(vera, group):
    plan(vera, first(group))
    group[0].refresh_from_db()
    fields = {"entwurf": "answer", "answer-version": group[0].version, "answer-text": "Danke!"}
    page = text(vera.post(page_of(group[0]), fields, follow=True))
    assert "Das geplante Senden ist damit abgesagt." in page
    assert AnswerDraft.objects.planned().count() == 2


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        (timedelta(days=-1), 9, "Dieser Zeitpunkt ist schon vorbei."),
        (timedelta(), 0, "Dieser Zeitpunkt ist schon vorbei."),  # the hour has begun
        (timedelta(days=367), 9, "innerhalb eines Jahres"),
        ("32.1.", 9, "Bitte nennen Sie den Tag so"),
        ("", 9, "Bitte nennen Sie den Tag."),
        (timedelta(days=2), 24, "Bitte wählen Sie die Stunde aus der Liste."),
        (timedelta(days=2), "", "Bitte wählen Sie die Stunde."),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_what_was_ticked_stays(vera, group, day, hour, said):
    day = timezone.localdate() + day if isinstance(day, timedelta) else day
    refused = plan(vera, first(group), day=day, hour=hour)
    assert refused.status_code == 422
    assert said in text(refused)
    assert f'value="{first(group)}" checked' in text(refused)
    assert not AnswerDraft.objects.planned().exists()


def test_nothing_ticked_is_refused(vera, jan, group):
    for keys in ([], [0], ["x"]):
        assert plan(vera, *keys).status_code in (409, 422)
        assert vera.post(ANSWERS, {"senden": 1} | shown(*keys)).status_code in (409, 422)
    assert plan(jan, first(group)).status_code == 409  # not of the own ministry
    assert jan.post(ANSWERS, {"senden": 1} | shown(first(group))).status_code == 409
    assert answered() == 0


@pytest.mark.parametrize("button", ["senden", "planen"])
def test_what_a_colleague_changed_or_sent_meanwhile_goes_nowhere_unread(vera, lea, group, button):
    sent = {button: 1, "day": timezone.localdate() + timedelta(days=2), "hour": 9}
    sent |= shown(first(group))
    write(lea, group[0], "entwurf", "Ganz anders")
    refused = vera.post(ANSWERS, sent)
    assert refused.status_code == 409
    assert "Jemand hat inzwischen den Beitrag oder die Antwort geändert" in text(refused)
    lea.post(ANSWERS, {"senden": 1} | shown(first(group)))
    assert vera.post(ANSWERS, sent).status_code == 409
    assert (answered(), AnswerDraft.objects.planned().count()) == (1, 0)


def test_what_the_citizen_changes_or_withdraws_wins_and_the_author_is_told(vera, submit):
    codes = [random_code(), random_code()]
    rows = [submit(code, reason="Zu voll") for code in codes]
    for row in rows:
        write(vera, row, "entwurf")
    plan(vera, first(rows))
    changed, withdrawn = (Submission.objects.for_receipt(code) for code in codes)
    changed.change(other_topic="", reason="Neu", proposal="")
    withdrawn.withdraw()
    assert not AnswerDraft.objects.planned().exists()
    told = LostStep.objects.order_by("pk")
    assert [(each.by, each.text) for each in told] == [(vera.user, "Danke."), (vera.user, "")]
    assert AnswerDraft.objects.get().text == "Danke."  # nothing typed is lost


def test_what_cannot_be_sent_any_more_is_told_to_its_author(vera, lea, group):
    plan(vera, first(group))
    row = Submission.objects.get(pk=group[0].pk)
    row.take(ANSWER, lea.user, "Schneller.")
    let_time_come()
    assert LostStep.objects.get().text == "Danke."
    assert answered() == 3
    assert row.steps.get().text == "Schneller."


@pytest.mark.parametrize("step", [REASSIGN, MARK_URGENT])
def test_what_is_moved_or_urgent_is_not_sent_by_itself(vera, lea, group, step):
    plan(vera, first(group))
    row = Submission.objects.get(pk=group[0].pk)
    forum = Forum.objects.get(slug="arbeit") if step == REASSIGN else None
    row.take(step, vera.user, "Dort", forum, hold())
    assert "Uhr gesendet." not in text(lea.get(page_of(row)))
    assert "9 Uhr</strong>: 2 Beiträge" in text(lea.get(ANSWERS))
    row.take_back(row.steps.last())
    assert "Uhr gesendet." in text(lea.get(page_of(row)))  # as before that step
    Submission.objects.get(pk=row.pk).take(step, vera.user, "Dort", forum)
    let_time_come()
    assert answered() == 2
    assert LostStep.objects.get().submission == row
    key = AnswerDraft.objects.get(submission=row).pk
    assert plan(lea, key).status_code == 302  # who works on it now may plan it anew
    let_time_come()
    assert answered() == 3


def test_what_needs_an_approval_is_planned_and_sent_with_it_only(named, vera, row):
    write(vera, row)
    key = draft_of(row).pk
    assert plan(vera, key).status_code == 409
    draft_of(row).decide(APPROVE, named.user, held=hold())
    assert plan(vera, key).status_code == 302
    named.post(BACK, {"zurueck": row.steps.get().pk})
    let_time_come()
    assert LostStep.objects.get().by == vera.user
    assert answered() == 0


# Whom a ministry names


def ministry_form(client, **answers):
    ministry = Ministry.objects.get(slug="verkehr")
    page = f"/verwaltung/forums/ministry/{ministry.pk}/change/"
    members = [member.pk for member in ministry.members.all()]
    return client.post(page, {"members": members, "due_days": "", **answers})


def test_leadership_names_members_who_review(lea, vera, jan, staff, rita):
    answers = {"approves_answers": "on", "approvers": [vera.user.pk]}
    assert ministry_form(lea, **answers).status_code == 302
    ministry = Ministry.objects.get(slug="verkehr")
    assert (ministry.approves_answers, ministry.approvers.get()) == (True, vera.user)
    foreign = ministry_form(lea, approvers=[jan.user.pk])
    assert "jan gehört nicht zum Ministerium." in text(foreign)
    editor = staff("edda", "Redaktion", "verkehr")
    assert "edda bearbeitet keine Beiträge." in text(ministry_form(lea, approvers=[editor.user.pk]))
    ministry_form(rita, name=ministry.name, slug=ministry.slug)  # editors change no rights
    ministry.refresh_from_db()
    assert ministry.approvers.get() == vera.user
