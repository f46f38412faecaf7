"""Signs that nobody sat there: a field that nobody meets, sent at once; nothing is refused."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from survey.participation.spooled import Spooled
from survey.submissions.models import Submission
from survey.submissions.spam import LINKS, OF_SENDING, QUICK, SAME_TEXT, TRAP

pytestmark = pytest.mark.django_db
SEND = "/mitmachen/absenden/"
ODD = "https://a.example www.b.example http://c.example"


@pytest.fixture
def reason_after(post, signed, time_machine):
    """Send answers so many seconds after their check page; return why staff should look."""

    def send(seconds, **answers):
        now = timezone.now().replace(microsecond=0)
        time_machine.move_to(now, tick=False)
        value = signed(**answers)
        time_machine.move_to(now + timedelta(seconds=seconds), tick=False)
        assert post(SEND, {"signed": value}).status_code == 303
        return Submission.objects.get().check_reason

    return send


def test_who_leaves_the_unseen_field_empty_is_not_marked(reason_after):
    assert reason_after(10, betreff="", reason="Zu voll") == ""


@pytest.mark.parametrize("filled", ["Hallo", "0", " ", "ä" * 5000])
def test_who_fills_the_unseen_field_is_marked_and_not_refused(reason_after, filled):
    assert reason_after(10, betreff=filled, reason="Zu voll") == TRAP


def test_a_page_without_the_unseen_field_is_taken(reason_after):
    assert reason_after(10, reason="Zu voll") == ""


def test_what_stood_in_the_unseen_field_is_kept_nowhere(post):
    page = post("/mitmachen/", {"forum": "verkehr", "betreff": "Geheimwort"}).content.decode()
    assert "Geheimwort" not in page
    back = post("/mitmachen/", {"betreff": "Geheimwort"}).content.decode()
    assert "Bitte wählen Sie ein Thema" in back
    assert "Geheimwort" not in back
    assert re.search(r'<input type="text" name="betreff"[^>]*>', back)
    assert 'value="' not in re.search(r'<input type="text" name="betreff"[^>]*>', back)[0]


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_sent_at_once_is_one_sign_among_several(reason_after, seconds):
    assert reason_after(seconds, betreff="x", reason=ODD) == f"{TRAP}; 3 Links im Text; {QUICK}"


def test_sent_after_a_look_is_no_sign(reason_after):
    assert reason_after(3, betreff="x", reason="Zu voll") == TRAP


def test_sent_at_once_alone_tells_nothing(reason_after):
    assert reason_after(0, reason="Zu voll") == ""


def test_no_seconds_are_stored_and_the_form_carries_no_time(reason_after, client):
    reason_after(1, betreff="x", reason="Zu voll")
    stored = Submission.objects.values().get()
    # A date and nothing more exact.
    times = {type(value) for value in stored.values() if isinstance(value, date)}
    assert times == {date}
    form = client.get("/mitmachen/").content.decode()
    assert re.findall(r'<input type="hidden"[^>]*>', form) == [
        '<input type="hidden" name="formular">'
    ]


def test_a_new_text_changes_nothing_about_who_filled_the_field(submit):
    row = submit(reason="Zu voll", check_reason=f"{TRAP}; {QUICK}")
    row.change(reason="Noch voller")
    row.refresh_from_db()
    assert row.check_reason == f"{TRAP}; {QUICK}"


def test_without_the_links_nothing_is_left_of_sent_at_once(submit):
    row = submit(reason=ODD, check_reason=QUICK)
    assert row.check_reason == f"3 Links im Text; {QUICK}"
    row.change(reason="Zu voll")
    row.refresh_from_db()
    assert row.check_reason == ""


def test_what_waited_in_the_spool_is_marked_too(db):
    waiting = Spooled({"forum": "verkehr", "reason": "Zu voll", "betreff": True})
    assert waiting.submission_fields()["check_reason"] == TRAP
    former = Spooled({"forum": "verkehr", "reason": "Zu voll"})
    assert former.submission_fields()["check_reason"] == ""


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        ("netz", "Sehr viele Beiträge aus einem Netz"),
        ("text", "Immer derselbe Text"),
        ("feld", "Verstecktes Feld gefüllt"),
        ("links", "3 Links im Text"),
    ],
)
def test_staff_find_those_with_one_mark(submit, lea, mark, kept):
    marks = ("Sehr viele Beiträge aus einem Netz", TRAP)
    rows = {each: submit(reason="Zu voll", check_reason=each) for each in marks}
    rows["3 Links im Text"] = submit(reason=ODD)
    rows["Immer derselbe Text"] = submit(reason="Kauft!")
    Submission.objects.filter(reason="Kauft!").update(check_reason="Immer derselbe Text")
    submit(reason="Ganz in Ordnung")
    page = lea.get(f"/verwaltung/survey/submission/?arbeit=alle&auffaellig={mark}")
    assert list(page.context["cl"].result_list) == [rows[kept]]
    assert f'Bitte prüfen</span><br><span class="quiet">{kept}' in page.content.decode()


def test_they_are_released_and_binned_in_bulk_with_the_way_back(submit, lea):
    rows = [submit(reason=f"Zu voll {number}", check_reason=TRAP) for number in range(3)]

    def act(action):
        data = {
            "action": f"{action}_many",
            "_selected_action": [row.pk for row in rows],
            "asked": 1,
        }
        page = lea.post("/verwaltung/survey/submission/?arbeit=alle", data, follow=True)
        [told] = page.context["messages"]
        assert str(told).startswith("Erledigt: 3.")
        return set(Submission.objects.values_list("state", "check_reason"))

    assert act("release") == {("received", "")}
    assert act("recheck") == {("received", TRAP)}
    assert act("sort_out") == {("spam", TRAP)}
    assert act("reopen") == {("read", TRAP)}
    assert act("release") == {("read", "")}
    notes = rows[0].steps.exclude(note="").values_list("verb", "note")
    assert list(notes) == [("released", TRAP), ("released", TRAP)]


def test_what_nobody_released_cannot_be_looked_at_again(submit, lea):
    row = submit(reason="Zu voll")
    data = {"action": "recheck_many", "_selected_action": [row.pk], "asked": 1}
    page = lea.post("/verwaltung/survey/submission/?arbeit=alle", data, follow=True)
    assert [str(each) for each in page.context["messages"]] == [
        "Erledigt: 0.",
        "Beim jetzigen Stand nicht möglich: 1.",
    ]


def test_the_reason_has_room_for_all_marks_at_once(submit):
    marks = "; ".join([*OF_SENDING, QUICK, SAME_TEXT])
    words = "www." * 1000
    row = submit(reason=words, proposal=words, check_reason=marks)
    assert row.check_reason == "; ".join([*OF_SENDING, f"2000 {LINKS}", QUICK])
    assert len(f"{row.check_reason}; {SAME_TEXT}") <= 120
