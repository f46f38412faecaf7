"""Many submissions from one network: marked first, put off far above, never for want of a count."""

import re

import pytest

from survey.submissions.models import Submission
from survey.submissions.spam import MANY_FROM_ONE_NETWORK
from survey.submissions.steps import MARK_READ, RELEASE

pytestmark = pytest.mark.django_db
SEND = "/mitmachen/absenden/"
LIST = "/verwaltung/survey/submission/"
LINKS = "https://a.example www.b.example http://c.example"


@pytest.fixture(autouse=True)
def low_limits(monkeypatch, within_a_window):
    monkeypatch.setattr("survey.participation.sending.UNMARKED", 2)
    monkeypatch.setattr("survey.participation.sending.TAKEN", 4)
    monkeypatch.setattr("survey.participation.sending.AT_ONCE", -1)  # as tests send


@pytest.fixture
def send(post, signed):
    """Send a submission from a network; return the answer."""

    def sent(number, sender="192.0.2.1", **answers):
        value = signed(**{"reason": f"Grund {number}", **answers})
        return post(SEND, {"signed": value}, REMOTE_ADDR=sender)

    return sent


def reasons():
    return dict(Submission.objects.order_by("reason").values_list("reason", "check_reason"))


def test_what_is_above_a_school_is_stored_and_marked(send):
    assert [send(number).status_code for number in range(4)] == [303] * 4
    assert send(4, "198.51.100.1").status_code == 303
    mark = MANY_FROM_ONE_NETWORK
    assert reasons() == {
        "Grund 0": "",
        "Grund 1": "",
        "Grund 2": mark,
        "Grund 3": mark,
        "Grund 4": "",
    }


def test_far_above_the_answer_is_429_and_the_text_is_kept(send, post, time_machine):
    time_machine.move_to("2026-11-26T10:01:00Z", tick=False)
    for number in range(4):
        send(number)
    response = send(4, reason="Bleibt stehen", email="name@example.org")
    assert response.status_code == 429
    assert response["Retry-After"] == "541"
    assert response["Cache-Control"] == "private, no-cache"
    page = response.content.decode()
    assert "Aus Ihrem Netz kommen gerade zu viele Beiträge auf einmal." in page
    assert Submission.objects.count() == 4
    again = re.search(r'name="signed" value="([^"]+)"', page)[1]
    time_machine.move_to("2026-11-26T10:10:01Z", tick=False)
    assert post(SEND, {"signed": again}, REMOTE_ADDR="192.0.2.1").status_code == 303
    assert Submission.objects.filter(reason="Bleibt stehen").count() == 1


def test_one_that_is_sent_again_leads_to_its_receipt_all_the_same(send, post, signed):
    value = signed(reason="Einmal")
    first = post(SEND, {"signed": value}, REMOTE_ADDR="192.0.2.1")
    for number in range(4):
        send(number)
    again = post(SEND, {"signed": value}, REMOTE_ADDR="192.0.2.1")
    assert (again.status_code, again["Location"]) == (303, first["Location"])


def test_without_the_counters_every_submission_is_taken(send, counters_away):
    answers = [send(number, email=f"{number}@example.org").status_code for number in range(6)]
    assert answers == [303] * 6
    assert set(reasons().values()) == {""}


def test_a_marked_one_stands_in_the_queue_and_is_released_as_others(send, lea):
    for number in range(3):
        send(number)
    row = Submission.objects.get(reason="Grund 2")
    assert list(Submission.objects.queue("to_check")) == [row]
    assert "Grund 2" in lea.get(f"{LIST}?arbeit=pruefen").content.decode()
    assert MANY_FROM_ONE_NETWORK in lea.get(f"{LIST}{row.pk}/change/").content.decode()
    row.take(RELEASE, lea.user)
    assert not Submission.objects.queue("to_check").exists()


def test_a_new_text_changes_nothing_about_how_it_came(submit):
    row = submit(reason="Zu voll", check_reason=MANY_FROM_ONE_NETWORK)
    row.change(reason=LINKS)
    row.refresh_from_db()
    assert row.check_reason == f"{MANY_FROM_ONE_NETWORK}; 3 Links im Text"
    row.change(reason="Zu voll")
    row.refresh_from_db()
    assert row.check_reason == MANY_FROM_ONE_NETWORK


def test_one_without_text_keeps_its_mark_until_it_gets_one(submit):
    row = submit(check_reason=MANY_FROM_ONE_NETWORK)
    assert row.state == "counted"
    assert not Submission.objects.queue("to_check").exists()
    row.change(reason="Zu voll")
    assert list(Submission.objects.queue("to_check")) == [row]


def test_a_marked_one_is_worked_on_as_any_other(submit, lea):
    row = submit(reason="Zu voll", check_reason=MANY_FROM_ONE_NETWORK)
    row.take(MARK_READ, lea.user)
    row.refresh_from_db()
    assert (row.state, row.check_reason) == ("read", MANY_FROM_ONE_NETWORK)
