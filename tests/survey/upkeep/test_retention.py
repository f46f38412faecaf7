"""What is deleted when: each rule with frozen time, a second run, and the table in the docs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from dev.environment import ROOT
from survey.ceilings.models import RateLimit
from survey.news.models import Delivery, Subscription, Update
from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission
from survey.submissions.steps import SORT_OUT
from survey.transfer.models import ExportRecord
from survey.upkeep.retention import RETENTION, delete_outdated

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(START, tick=False)
    return time_machine


@pytest.fixture
def after(frozen):
    """Go to a time after the start and do the job; return the counts that aren't 0."""

    def run(**duration):
        frozen.move_to(START + timedelta(**duration), tick=False)
        return {what: number for what, number in delete_outdated().items() if number}

    return run


def test_an_address_without_confirmation_goes_after_48_hours(after):
    Subscription.objects.request("name@example.org")
    assert after(hours=48) == {}
    assert after(hours=48, seconds=1) == {"E-Mail-Adressen ohne Bestätigung": 1}


def test_a_confirmed_address_stays(after):
    Subscription.objects.request("name@example.org")
    Subscription.objects.get().confirm([])
    assert after(days=3000) == {}


def test_counts_go_with_the_hour(after):
    RateLimit.objects.exceeded("192.0.2.0/24", per_network=1, overall=1)
    assert after(minutes=59) == {}
    assert after(minutes=60) == {"Zähler gegen Missbrauch": 2}


def test_ended_deliveries_go_after_90_days_and_open_ones_stay(after, reviewer):
    update = Update.objects.create(title="a", slug="a", text="a")
    for state in ("sent", "refused", "waiting"):
        Subscription.objects.request(f"{state}@example.org")
        row = Subscription.objects.get(address=f"{state}@example.org")
        row.confirm([])
        row.deliveries.create(update=update, state=state)
    update.publish(reviewer)
    assert after(days=90) == {}
    assert after(days=90, seconds=1) == {"Zustellungen von Neuigkeiten": 2}
    assert Delivery.objects.get().state == "waiting"


def test_what_was_sorted_out_goes_after_180_days(after, submit, reviewer):
    submit(reason="Kauft!").take(SORT_OUT, reviewer)
    submit(reason="Bleibt")
    assert after(days=180) == {}
    assert after(days=181)["aussortierte Beiträge (Werbung, Missbrauch)"] > 0
    assert Submission.objects.get().reason == "Bleibt"


def test_submissions_go_two_years_after_the_end(after, submit):
    submit(reason="a").notes.all()
    SurveyPeriod.objects.update(closes_at=START)
    assert after(days=730) == {}
    assert after(days=730, seconds=1) == {"Beiträge mit allem, was dazugehört": 1}


def test_without_an_end_of_the_survey_they_stay(after, submit):
    submit(reason="a")
    assert after(days=3000) == {}


def test_records_of_staff_go_after_two_years(after, reviewer):
    ExportRecord.objects.create(by=reviewer, format="csv", number=1)
    kind = ContentType.objects.get_for_model(Submission)
    LogEntry.objects.create(
        user=reviewer, content_type=kind, object_id="1", object_repr="a", action_flag=ADDITION
    )
    assert after(days=730) == {}
    assert after(days=730, seconds=1) == {
        "Verzeichnis der Exporte": 1,
        "Protokoll der Verwaltung": 1,
    }
    assert after(days=730, seconds=1) == {}


def test_the_log_says_how_many_and_never_which(after, caplog):
    caplog.set_level("INFO")
    Subscription.objects.request("name@example.org")
    after(days=3)
    assert "1 rows (E-Mail-Adressen ohne Bestätigung)" in caplog.text
    assert "name@" not in caplog.text


def test_the_docs_have_the_same_table():
    text = (ROOT / "docs" / "privacy.md").read_text()
    section = text.split("## What is deleted when")[1].split("##")[0]
    table = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE)[1:]
    assert table == [(rule.what, rule.after) for rule in RETENTION]


def test_nothing_is_outdated_in_a_new_portal(submit):
    submit(reason="a")
    assert set(delete_outdated().values()) == {0}
    assert timezone.now() == START
