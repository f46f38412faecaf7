"""Leitung is told three months before the submissions go: on the desk, by mail, with the export."""

import csv
import io
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group, User

from ruhrdialog.lib.events import Event
from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission
from survey.submissions.steps import SORT_OUT
from survey.transfer.models import ExportRecord
from survey.upkeep.announcing import announce_deletion
from survey.upkeep.tasks import keep_retention

pytestmark = pytest.mark.django_db
END = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE = datetime(2028, 2, 29, 12, tzinfo=UTC)  # two years later
TOLD = datetime(2027, 11, 29, 12, tzinfo=UTC)  # 92 days before
SERVER = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture(autouse=True)
def ended(db, time_machine):
    """The survey has ended; nobody was told yet."""
    time_machine.move_to(END, tick=False)
    SurveyPeriod.objects.update(closes_at=END)
    Event.objects.all().delete()
    return time_machine


@pytest.fixture
def at(ended):
    """Go to a time and do the hourly job; return how many submissions are left."""

    def run(now):
        ended.move_to(now, tick=False)
        keep_retention(timestamp=0)
        return Submission.objects.count()

    return run


@pytest.fixture
def lea(staff):
    """lea with an address."""
    client = staff("lea", "Leitung")
    client.user.email = "lea@example.org"
    client.user.save()
    return client


def notice(client):
    """Return what the start page says of it."""
    client.force_login(client.user)  # the session is over after an hour
    page = client.get("/verwaltung/").content.decode()
    start = page.find('<section class="desk desk-alert" aria-labelledby="loeschung"')
    return " ".join(page[start : page.index("</section>", start)].split()) if start >= 0 else ""


def told():
    events = Event.objects.filter(what="erasure", by=None).order_by("pk")
    return list(events.values_list("about__username", "detail"))


# The desk


def test_the_start_page_says_the_day_and_how_many_three_months_before(lea, submit, at):
    submit(reason="a")
    submit(reason="b")
    submit(reason="c").withdraw()
    assert at(TOLD - timedelta(seconds=1)) == 2
    assert notice(lea) == ""
    assert at(TOLD) == 2
    said = notice(lea)
    assert "Alle Beiträge werden am 29.02.2028 gelöscht" in said
    assert "Zurzeit gespeichert: 2 Beiträge." in said
    assert "Landesarchiv an (§&nbsp;4 ArchivG&nbsp;NRW)" in said


def test_an_administrator_sees_it_and_no_other_role(administrator, vera, rita, dana, submit, at):
    submit(reason="a")
    at(TOLD)
    administrator.user = User.objects.get(username="administrator")
    assert "29.02.2028" in notice(administrator)
    assert {notice(client) for client in (vera, rita, dana)} == {""}


def test_it_ends_with_the_submissions(lea, submit, at):
    submit(reason="a")
    at(TOLD)
    assert at(DUE) == 1
    assert at(DUE + timedelta(seconds=1)) == 0
    assert notice(lea) == ""
    assert at(DUE + timedelta(days=1)) == 0
    assert len(told()) == 2  # the desk and lea, once


# The mail


def test_each_of_leitung_gets_one_mail(lea, staff, submit, at, mailoutbox, settings):
    otto = staff("otto", "Leitung").user
    User.objects.filter(pk=otto.pk).update(email="otto@example.org")
    submit(reason="Geheimwort")
    at(TOLD)
    at(TOLD + timedelta(hours=1))
    assert sorted(mail.to[0] for mail in mailoutbox) == ["lea@example.org", "otto@example.org"]
    [mail, _] = mailoutbox
    assert mail.subject == "Ruhr-Konferenz: Alle Beiträge werden am 29.02.2028 gelöscht"
    assert mail.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert "am 29.02.2028 alle Beiträge" in mail.body
    assert "Zurzeit gespeichert: 1 Beitrag." in mail.body
    assert f"\n{settings.SITE_URL}/verwaltung/\n" in mail.body
    assert "Geheimwort" not in mail.body
    detail = "Angekündigt: Beiträge, Frist bis 29.02.2028"
    assert sorted(told(), key=str) == [("lea", detail), ("otto", detail), (None, detail)]


def test_who_joins_leitung_meanwhile_is_told_the_same_day(lea, submit, at, mailoutbox, vera):
    submit(reason="a")
    at(DUE)  # late: they stay for three months
    User.objects.filter(pk=vera.user.pk).update(email="vera@example.org")
    vera.user.groups.add(Group.objects.get(name="Leitung"))
    at(DUE + timedelta(days=40))
    assert [mail.to for mail in mailoutbox] == [["lea@example.org"], ["vera@example.org"]]
    assert all("am 31.05.2028" in mail.body for mail in mailoutbox)
    assert "am 31.05.2028" in notice(lea)


def test_who_has_no_address_gets_the_mail_as_soon_as_there_is_one(lea, submit, at, mailoutbox):
    User.objects.update(email="")
    submit(reason="a")
    at(TOLD)
    assert [whom for whom, _ in told()] == [None]
    User.objects.update(email="lea@example.org")
    at(TOLD + timedelta(hours=1))
    assert [mail.to for mail in mailoutbox] == [["lea@example.org"]]


def test_a_mail_that_could_not_be_sent_is_tried_again_and_the_next_one_goes(
    lea, staff, submit, at, mailoutbox, monkeypatch, caplog
):
    User.objects.filter(pk=staff("otto", "Leitung").user.pk).update(email="otto@example.org")
    submit(reason="a")

    def refuse_lea(server, messages):
        if messages[0].to == ["lea@example.org"]:
            raise SMTPServerDisconnected("lea@example.org")
        mailoutbox.extend(messages)
        return 1

    with monkeypatch.context() as patch:
        patch.setattr(SERVER, refuse_lea)
        at(TOLD)
    assert [mail.to for mail in mailoutbox] == [["otto@example.org"]]
    assert [record.message for record in caplog.records] == [
        "Leitung was not told by mail that submissions go."
    ]
    at(TOLD + timedelta(hours=1))
    assert [mail.to for mail in mailoutbox] == [["otto@example.org"], ["lea@example.org"]]


def test_nobody_else_gets_a_mail(lea, dana, vera, submit, at, mailoutbox):
    User.objects.exclude(username="lea").update(email="name@example.org")
    User.objects.filter(username="lea").update(is_active=False)
    submit(reason="a")
    at(TOLD)
    assert mailoutbox == []


# The export


def test_the_export_holds_what_is_about_to_go_and_nothing_that_was_withdrawn(
    lea, reviewer, submit, at, monkeypatch
):
    submit(reason="a").add_tag("Radweg")
    submit(other_topic="Spielplätze")
    submit()  # only counted
    submit(reason="c").withdraw()
    at(TOLD)
    submit(reason="Kauft!").take(SORT_OUT, reviewer)
    assert 'formaction="/verwaltung/survey/submission/export/csv/?arbeit=alle"' in notice(lea)
    response = lea.post("/verwaltung/survey/submission/export/csv/?arbeit=alle")
    data = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline=""), delimiter=";"))
    exported = {row["Beitragsnummer"].replace("-", "") for row in rows}
    assert exported == set(Submission.objects.values_list("reference", flat=True))
    assert len(rows) == 4
    assert {row["Schlagworte"] for row in rows} == {"Radweg", ""}
    assert at(DUE + timedelta(seconds=1)) == 0
    record = ExportRecord.objects.get()
    assert (record.by, record.format, record.number) == (lea.user, "csv", 4)
    assert Event.objects.filter(what="export", by=lea.user, detail="csv: 4").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_every_format_is_offered(lea, submit, at, kind):
    submit(reason="a")
    at(TOLD)
    assert f"/export/{kind}/?arbeit=alle" in notice(lea)


# What is promised


def test_nothing_goes_before_it_was_announced_for_three_months(lea, submit, at, ended):
    """As when the worker stood still, or the end is set to a day long past."""
    submit(reason="a").add_tag("Radweg")
    late = DUE + timedelta(days=100)
    assert at(late) == 1
    assert "am 08.09.2028 gelöscht" in notice(lea)
    assert at(late + timedelta(days=92)) == 1
    assert at(late + timedelta(days=92, seconds=1)) == 0


def test_another_end_of_the_survey_is_announced_anew(lea, submit, at, mailoutbox):
    submit(reason="a")
    at(TOLD)
    SurveyPeriod.objects.update(closes_at=END - timedelta(days=300))
    assert notice(lea) == ""
    assert at(TOLD + timedelta(days=60)) == 1
    assert "am 29.04.2028 gelöscht" in notice(lea)
    assert len(mailoutbox) == 2
    assert at(DUE + timedelta(days=1)) == 1
    assert at(TOLD + timedelta(days=152, seconds=1)) == 0


def test_a_later_hour_of_the_same_day_needs_no_other_announcement(lea, submit, at, mailoutbox):
    submit(reason="a")
    at(TOLD)
    SurveyPeriod.objects.update(closes_at=END + timedelta(hours=10))
    assert at(DUE + timedelta(hours=10)) == 1
    assert at(DUE + timedelta(hours=10, seconds=1)) == 0
    assert len(mailoutbox) == 1


def test_a_survey_that_goes_on_keeps_them(lea, submit, at):
    submit(reason="a")
    at(TOLD)
    SurveyPeriod.objects.update(closes_at=None)
    assert notice(lea) == ""
    assert at(DUE + timedelta(days=1)) == 1


def test_no_mailbox_holds_the_deletion_up(lea, submit, at, monkeypatch):
    submit(reason="a")

    def refuse(server, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(SERVER, refuse)
    at(TOLD)
    assert "am 29.02.2028 gelöscht" in notice(lea)
    assert at(DUE + timedelta(seconds=1)) == 0


def test_without_anybody_who_leads_the_desk_counts(submit, at, staff, mailoutbox):
    submit(reason="a")
    at(TOLD)
    assert mailoutbox == []
    assert "am 29.02.2028 gelöscht" in notice(staff("lea", "Leitung"))
    assert at(DUE + timedelta(seconds=1)) == 0


def test_without_submissions_nothing_is_announced(lea, submit, at, mailoutbox):
    submit(reason="a").withdraw()
    at(TOLD)
    assert mailoutbox == told() == []


def test_before_the_end_is_known_nothing_is_announced(lea, submit):
    SurveyPeriod.objects.update(closes_at=None)
    submit(reason="a")
    announce_deletion()
    assert told() == []
