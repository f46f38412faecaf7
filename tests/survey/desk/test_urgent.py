"""What is urgent: before all queues of Leitung, and taken along by nobody else."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError

from forums.models import Forum
from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.events import Event
from survey.desk.assignments import Assignment
from survey.results.links import referenced
from survey.submissions.history import hold
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.steps import HAND_OVER, MARK_READ, MARK_URGENT, REASSIGN, SETTLE_URGENT
from survey.transfer.models import ExportRecord

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"


@pytest.fixture
def threat(submit):
    submit(reason="Der Bus fährt zu selten.")
    return submit(reason="Ich weiß, wo er wohnt.")


@pytest.fixture
def urgent(threat, reviewer):
    threat.take(MARK_URGENT, reviewer)
    return threat


def page_of(row):
    return f"{LIST}{row.pk}/change/"


def press(client, row, step, **words):
    row.refresh_from_db()
    fields = {f"{step.name}-version": row.version}
    fields |= {f"{step.name}-{name}": value for name, value in words.items()}
    return client.post(page_of(row), {"step": step.name, **fields})


def text(client, address):
    return client.get(address).content.decode()


def test_one_key_marks_it_and_shows_whom_the_house_has_named(vera, threat, settings):
    settings.URGENT_CONTACT = "Stabsstelle\nHausruf 1"
    assert f'data-key="{MARK_URGENT.key}"' in text(vera, page_of(threat))
    assert press(vera, threat, MARK_URGENT).status_code == 302
    shown = text(vera, page_of(threat))
    assert "Stabsstelle\nHausruf 1" in shown
    assert MARK_URGENT.label in shown
    settings.URGENT_CONTACT = ""
    assert "hat das Haus noch nicht benannt" in text(vera, page_of(threat))
    assert press(vera, threat, MARK_URGENT).status_code == 409  # it is so already


def test_it_stands_before_all_queues_of_leadership(lea, vera, urgent):
    start = text(lea, "/verwaltung/")
    assert 0 < start.index(urgent.shown_reference) < start.index("Meine Arbeit</h2>")
    assert urgent.shown_reference not in text(vera, "/verwaltung/")
    queues = lea.get(f"{LIST}?arbeit=dringend").context["cl"]
    assert next(choice["display"] for choice in queues.queues) == "Dringend"
    assert list(queues.result_list) == [urgent]
    assert "badge-danger" in text(lea, f"{LIST}?arbeit=ungelesen")


def test_only_leadership_gives_it_to_somebody(vera, lea, urgent):
    assert 'value="give"' not in text(vera, page_of(urgent))
    fields = {"step": "give", "give-version": urgent.version, "give-person": vera.user.pk}
    assert vera.post(page_of(urgent), fields).status_code == 409
    many = {"action": "give_many", "_selected_action": [urgent.pk], "asked": "1"}
    vera.post(f"{LIST}?arbeit=alle", many | {"give-person": vera.user.pk})
    assert not Assignment.objects.exists()
    assert lea.post(page_of(urgent), fields).status_code == 302
    assert Assignment.objects.get().person == vera.user


@pytest.mark.parametrize(
    ("step", "words"), [(HAND_OVER, {}), (REASSIGN, {"text": "Dort richtig"}), (SETTLE_URGENT, {})]
)
def test_only_leadership_hands_it_on_and_settles_it(vera, lea, urgent, step, words):
    if step.moves:
        words = words | {"forum": Forum.objects.get(slug="arbeit").pk}
    assert f'value="{step.name}"' not in text(vera, page_of(urgent))
    assert press(vera, urgent, step, **words).status_code == 409
    many = {"action": f"{step.name}_many", "_selected_action": [urgent.pk], "asked": "1"}
    vera.post(LIST, many | {f"{step.name}-{name}": value for name, value in words.items()})
    assert not urgent.steps.filter(verb=step.verb).exists()
    assert press(lea, urgent, step, **words).status_code == 302
    assert urgent.steps.filter(verb=step.verb).exists()


def test_it_can_be_read_and_answered_as_before(vera, urgent):
    assert press(vera, urgent, MARK_READ).status_code == 302


def test_nobody_else_takes_it_along(vera, lea, dana, urgent):
    other = Submission.objects.exclude(pk=urgent.pk).get()
    for client, seen in ((vera, [other]), (lea, [other, urgent]), (dana, [other])):
        printed = client.get(f"{LIST}drucken/?arbeit=alle")
        assert set(printed.context["submissions"]) == set(seen)
        assert ("nur für die Leitung" in printed.content.decode()) == (len(seen) == 1)
        for_the_file = client.get(f"{LIST}{urgent.pk}/akte/").status_code
        assert for_the_file == (200 if urgent in seen else 403)
        assert ("/akte/" in text(client, page_of(urgent))) == (urgent in seen)
        file = client.post(f"{LIST}export/csv/?arbeit=alle")
        assert file.getvalue().decode().count("\r\n") == 1 + len(seen)
        assert ExportRecord.objects.first().number == len(seen)
        with nullcontext() if urgent in seen else pytest.raises(ValidationError):
            assert referenced(urgent.reference, client.user) == seen[1:]
    assert "hier nicht dabei: 1." in text(vera, f"{LIST}?arbeit=alle")


def test_leadership_takes_out_what_has_to_be_kept_and_withdrawal_deletes_at_once(
    lea, client, submit
):
    row = submit(code := random_code(), reason="Drohung")
    row.take(MARK_URGENT, lea.user)
    (action,) = {
        part.split('"')[0].replace("&amp;", "&")
        for part in text(lea, page_of(row)).split('formaction="')[1:]
        if "export/csv" in part
    }
    assert "Drohung" in lea.post(action).getvalue().decode()
    record = ExportRecord.objects.get()
    assert (record.by, record.number) == (lea.user, 1)
    assert row.reference not in record.filter
    assert Event.objects.filter(what="export", by=lea.user, detail="csv: 1").exists()
    row.withdraw()
    assert not Submission.objects.exists()
    assert Withdrawal.objects.for_receipt(code)


def test_taken_back_it_is_urgent_no_more_but_what_the_citizen_changes_leaves_it_so(
    threat, reviewer
):
    threat.take_back(threat.take(MARK_URGENT, reviewer, held=hold()))
    threat.refresh_from_db()
    assert not threat.urgent
    threat.take(MARK_URGENT, reviewer, held=hold())
    threat.change(reason="Nichts.")
    threat.refresh_from_db()
    assert (threat.urgent, threat.reason) == (True, "Nichts.")


def test_the_receipt_says_nothing_of_it(urgent):
    assert urgent.steps_for_citizen() == []
