"""What is deleted when: one of each kind until the clock is turned, then each rule by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import reversion
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from reversion.models import Revision

from faq.models import Question
from forums.models import Ministry
from ruhrdialog.lib.codes import random_code, receipt_hash
from ruhrdialog.lib.events import Event
from ruhrdialog.models import AccessReset, BarrierReport, StartPassword
from survey.alike.models import Campaign
from survey.ceilings.models import RateLimit
from survey.desk.assignments import Assignment, AssignmentRule
from survey.desk.claims import Claim
from survey.desk.covers import Cover
from survey.desk.weekly import WeeklyMail
from survey.figures.models import Tally
from survey.news.joining import join
from survey.news.models import Delivery, Subscription, Update
from survey.news.proofs import ConsentProof
from survey.participation.drafts import Draft
from survey.participation.models import SurveyPeriod
from survey.participation.signed_answers import SignedAnswers
from survey.projects.models import Project
from survey.results.blackening import erase
from survey.results.links import link
from survey.results.publications import PublicAddress, Publication
from survey.results.sentences import Sentence
from survey.submissions.answer_drafts import AnswerDraft
from survey.submissions.history import LostStep, hold
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.steps import ANSWER, MARK_READ, REOPEN, SORT_OUT
from survey.submissions.words import Word
from survey.transfer.models import ExportRecord, ImportRecord
from survey.upkeep import retention
from survey.upkeep.announcing import NOTICE, announce_deletion
from survey.upkeep.cache_table import CacheEntry
from survey.upkeep.kinds import Stays, Verb, With
from survey.upkeep.models import Mark
from survey.upkeep.retention import delete_outdated
from survey.upkeep.stored_data import STORED_DATA
from survey.upkeep.tasks import keep_retention

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen(db, time_machine):
    time_machine.move_to(START, tick=False)
    Revision.objects.all().delete()  # of the portal's content, made when the tests began
    return time_machine


@pytest.fixture
def after(frozen):
    """Go to a time after the start and do the job; return the numbers of deleted rows."""

    def run(**duration):
        frozen.move_to(START + timedelta(**duration), tick=False)
        return dict(delete_outdated())

    return run


@pytest.fixture
def ended(frozen):
    """Return a function that ends the survey at the start, and announces what is to go."""

    def end():
        SurveyPeriod.objects.update(closes_at=START)
        frozen.move_to(START + timedelta(days=730) - NOTICE, tick=False)
        announce_deletion()

    return end


def marks():
    return list(Mark.objects.values_list("name", "at"))


def test_that_it_came_to_its_end_is_written_down(after):
    for hours in (1, 2):
        after(hours=hours)
        assert marks() == [(Mark.Name.RETENTION, START + timedelta(hours=hours))]


def test_what_breaks_off_is_not(after, monkeypatch):
    def fail(*_):
        raise OperationalError

    monkeypatch.setattr(retention, "delete", fail)
    with pytest.raises(OperationalError):
        after(hours=1)
    assert marks() == []


# All kinds at once


def ends(label):
    """Tell whether rows of a kind ever end: by a rule, by a verb, or with an owner that does."""
    [kind] = [kind for kind in STORED_DATA if kind.model == label]
    return any(
        ends(end.owner) if isinstance(end, With) else not isinstance(end, Stays)
        for end in kind.ends
    )


ENDING = {kind.model: kind for kind in STORED_DATA if ends(kind.model)}


def stored():
    """Return the kinds of which there are rows, of those that end."""
    return {label for label, kind in ENDING.items() if kind.rows().exists()}


@pytest.fixture
def one_of_each(submit, reviewer, verkehr):
    """Let citizens and staff do what leaves rows of each kind behind."""
    submission = submit(reason="Bleibt")
    submission.take(MARK_READ, reviewer, held=hold())
    write_about(submission, reviewer)
    submission.add_tag("Radweg")
    lead_to_a_project(submission)
    share_work(submission, of_verkehr(reviewer), User.objects.create_user("leader"))
    Submission.objects.update(campaign=Campaign.objects.create(signature=[1], share=100))
    publish(submit, reviewer)
    Word.objects.renew()
    submit(reason="Zurückgezogen").withdraw()
    taken_back = submit(reason="Nicht mehr öffentlich", publication_consent=True)
    taken_back.agree(None)
    taken_back.delete()
    ExportRecord.objects.create(by=reviewer, format="csv", number=1)
    ImportRecord.objects.create(by=reviewer, number=1)
    Draft.objects.keep("BCDF", SignedAnswers({"reason": "Später"}))
    join("waits@example.org", "192.0.2.0/24")
    Subscription.objects.request("confirmed@example.org")
    confirmed = Subscription.objects.get(address="confirmed@example.org")
    confirmed.confirm([])
    update = Update.objects.create(title="a", slug="a", text="a")
    update.topics.add(verkehr)
    update.publish(reviewer)
    update.deliveries.create(subscription=confirmed, state=Delivery.State.SENT)
    Subscription.objects.request("left@example.org")
    left = Subscription.objects.get(address="left@example.org")
    left.confirm([])
    left.leave(never_again=True)
    ConsentProof.objects.update(ended_on=START - timedelta(days=365))
    BarrierReport.objects.create(message="Zu klein", email="name@example.org")
    TOTP.activate(reviewer, generate_totp_secret())
    sign_in(reviewer)
    with reversion.create_revision():
        reversion.set_user(reviewer)
        Question.objects.first().save()
    record(reviewer)
    StartPassword.objects.create(user=reviewer)
    AccessReset.objects.ask(reviewer, User.objects.get(username="leader"))


def lead_to_a_project(submission):
    projects = submission.forum.ministry.projects
    project = projects.create(title="Radweg", slug="radweg", description="Ein Radweg.")
    submission.project_links.create(project=project)


def share_work(submission, user, colleague):
    Claim.objects.claim(submission, user)
    Assignment.objects.give(submission, user)
    AssignmentRule.objects.create(forum=submission.forum, person=user)
    day = START.date()
    Cover.objects.create(person=user, colleague=colleague, first_day=day, last_day=day)
    WeeklyMail.objects.want(user, wanted=True)


def of_verkehr(user):
    """Let somebody work on the submissions of Verkehr; return the same person."""
    user.is_staff = True
    user.save()
    user.groups.set(Group.objects.filter(name="Prüfung"))
    user.ministries.set(Ministry.objects.filter(slug="verkehr"))
    return user


def publish(submit, reviewer):
    """Leave what is published of a submission, and an address behind which nothing is any more."""
    submission = submit(reason="Wird gezeigt", publication_consent=True)
    submission.take(MARK_READ, reviewer)
    erase(submission, "gezeigt")
    Publication.objects.choose(submission, reviewer)
    long_ago = START - timedelta(days=4 * 365)
    PublicAddress.objects.create(code="BCDF", published_on=long_ago, gone_on=long_ago)
    project = Project.objects.create(
        title="a", slug="a", field="energy", ministry=submission.forum.ministry
    )
    link(project, [submission])
    Sentence.objects.create(forum=submission.forum, text="a").links.create(submission=submission)


def write_about(submission, user):
    """Leave a note, a draft, and word of a step that fell away."""
    submission.notes.create(text="Anrufen", by=user)
    AnswerDraft.objects.create(submission=submission, verb=ANSWER.verb, text="Bald.", by=user)
    LostStep.objects.create(by=user, submission=submission, verb=MARK_READ.verb)


def sign_in(user):
    """Leave a session with an address, and a count of a try with a wrong password."""
    browser = Client()
    fields = {"login": user.username, "password": "wrong"}
    browser.post("/verwaltung/konto/login/", fields, REMOTE_ADDR="192.0.2.1")
    browser.force_login(user)
    UserSession.objects.create(
        user=user, ip="192.0.2.1", session_key=browser.session.session_key, user_agent="a"
    )


def record(user):
    kind = ContentType.objects.get_for_model(Submission)
    LogEntry.objects.create(
        user=user, content_type=kind, object_id="1", object_repr="a", action_flag=ADDITION
    )


def end_jobs(status="failed"):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s", [status])


def test_of_each_kind_only_what_a_verb_ends_is_left_when_its_time_is_over(
    one_of_each, ended, after
):
    assert stored() == set(ENDING)
    assert after(minutes=0) == {}
    assert stored() == set(ENDING)
    ended()
    end_jobs()
    after(days=731)
    assert stored() == {
        "survey.Subscription",  # confirmed
        "survey.NeverAgain",
        *("survey.Update", "survey.Update_topics"),
        *("mfa.Authenticator", "forums.Moderator", "ruhrdialog.StartPassword"),
        *("survey.AssignmentRule", "survey.WeeklyMail"),
        "ruhrdialog.Event",  # that it was announced
    }


def test_verbs_end_all_that_they_are_for(one_of_each):
    for kind in ENDING.values():
        for verb in [end for end in kind.ends if isinstance(end, Verb)]:
            for row in kind.rows():
                getattr(row, verb.method)()
            assert not kind.rows().exists(), kind.model


def test_a_second_run_finds_nothing(one_of_each, ended, after):
    ended()
    assert after(days=731) != {}
    assert after(days=731) == {}


def test_more_rows_than_one_portion_are_deleted_with_all_that_belongs_to_them(
    after, ended, submit, reviewer, monkeypatch
):
    monkeypatch.setattr(retention, "PORTION", 2)
    for number in range(5):
        submit(reason=f"{number}").take(MARK_READ, reviewer)
    ended()
    deleted = after(days=731)
    assert deleted["survey.Submission"] == deleted["survey.ReviewStep"] == 5
    assert not Tally.objects.exists()


# Each rule


def test_an_address_without_confirmation_goes_48_hours_after_the_end_of_its_day(after):
    Subscription.objects.request("name@example.org")
    assert after(days=2, hours=10, minutes=59, seconds=59) == {}
    assert after(days=2, hours=11) == {"survey.Subscription": 1}


def test_a_confirmed_address_stays(after):
    Subscription.objects.request("name@example.org")
    Subscription.objects.get().confirm([])
    assert after(days=3000) == {}


def test_counts_go_with_the_hour(after):
    RateLimit.objects.exceeded("joining", "192.0.2.0/24", per_network=1, overall=1)
    assert after(minutes=59) == {}
    assert after(minutes=60) == {"survey.RateLimit": 2}


def test_ended_deliveries_go_after_90_days_and_open_ones_stay(after, reviewer):
    update = Update.objects.create(title="a", slug="a", text="a")
    for state in ("sent", "refused", "waiting"):
        Subscription.objects.request(f"{state}@example.org")
        row = Subscription.objects.get(address=f"{state}@example.org")
        row.confirm([])
        row.deliveries.create(update=update, state=state)
    update.publish(reviewer)
    assert after(days=90) == {}
    assert after(days=90, seconds=1) == {"survey.Delivery": 2}
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.parametrize("status", ["succeeded", "failed", "cancelled", "aborted"])
def test_a_job_that_has_ended_goes_at_once_and_one_that_waits_stays(after, status):
    join("name@example.org", "192.0.2.0/24")
    assert after(minutes=0) == {}
    end_jobs(status)
    deleted = after(minutes=0)
    assert deleted["procrastinate.ProcrastinateJob"] == 1
    assert deleted["procrastinate.ProcrastinateEvent"] > 0


def test_what_was_sorted_out_goes_after_180_days(after, submit, reviewer):
    submit(reason="Kauft!").take(SORT_OUT, reviewer)
    submit(reason="Bleibt")
    assert after(days=180) == {}
    assert after(days=181) == {"survey.Submission": 1, "survey.ReviewStep": 1}
    assert Submission.objects.get().reason == "Bleibt"


def test_the_180_days_begin_when_it_is_sorted_out_however_old_it_is(after, submit, reviewer):
    submit(reason="Bleibt")
    row = submit(reason="Kauft!", day=(START - timedelta(days=400)).date())
    row.take(SORT_OUT, reviewer)
    assert after(days=180) == {}
    row.refresh_from_db()
    row.take(REOPEN, reviewer)
    row.take(SORT_OUT, reviewer)
    assert after(days=360) == {}
    assert after(days=361) == {"survey.Submission": 1, "survey.ReviewStep": 3}


def test_its_link_says_why_it_is_gone_and_an_old_page_does_not_bring_it_back(
    after, submit, reviewer, client
):
    code = random_code()
    row = submit(code, reason="Kauft!")
    row.take(SORT_OUT, reviewer)
    after(days=181)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "<h1>Aussortiert und gelöscht</h1>" in page
    assert "diesen am 29. August 2026." in page
    assert submit(code, reason="Kauft!") is None
    trace = Withdrawal.objects.get()
    assert (bytes(trace.receipt_hash), trace.was_sorted_out) == (receipt_hash(code), True)


def test_submissions_go_two_years_after_the_end_and_the_tallies_with_them(after, ended, submit):
    submit(reason="a")
    ended()
    assert after(days=730) == {}
    assert after(days=730, seconds=1)["survey.Submission"] == 1
    assert not Tally.objects.exists()


def test_without_an_announcement_they_stay_with_their_tags_and_the_traces_of_others(after, submit):
    submit(reason="a").add_tag("Radweg")
    submit(reason="b").withdraw()
    SurveyPeriod.objects.update(closes_at=START)
    assert after(days=3000) == {}


def test_without_an_end_of_the_survey_they_stay(after, submit):
    submit(reason="a")
    submit(reason="b").withdraw()
    announce_deletion()
    assert after(days=3000) == {}
    assert Tally.objects.exists()


def test_the_trace_of_a_withdrawn_one_goes_when_it_would_have_gone_itself(after, submit):
    submit(reason="a").withdraw()
    SurveyPeriod.objects.update(closes_at=START + timedelta(days=30))
    after(days=760)
    assert Withdrawal.objects.exists()
    assert after(days=760, seconds=1) == {"survey.Withdrawal": 1}


def test_tags_go_two_years_after_the_end(after, verkehr):
    verkehr.tags.create(name="Radweg")
    SurveyPeriod.objects.update(closes_at=START)
    assert after(days=730) == {}
    assert after(days=730, seconds=1) == {"survey.Tag": 1}


def test_a_campaign_goes_with_the_last_of_its_submissions(after, submit):
    row = submit(reason="a")
    Submission.objects.update(campaign=Campaign.objects.create(signature=[1], share=100))
    submit(reason="of no campaign")
    assert after(minutes=0) == {}
    row.withdraw()
    assert after(minutes=0)["survey.Campaign"] == 1


def test_a_barrier_that_is_dealt_with_goes_after_a_year_and_any_other_after_two(after):
    BarrierReport.objects.create(message="done", email="name@example.org", done=True)
    BarrierReport.objects.create(message="open", email="name@example.org")
    assert after(days=365) == {}
    assert after(days=366) == {"ruhrdialog.BarrierReport": 1}
    assert BarrierReport.objects.get().message == "open"
    assert after(days=730) == {}
    assert after(days=731) == {"ruhrdialog.BarrierReport": 1}


def test_a_session_goes_with_its_address_an_hour_after_the_last_click(after, reviewer):
    sign_in(reviewer)
    cache.clear()
    assert after(minutes=60) == {}
    assert after(minutes=60, seconds=1) == {
        "sessions.Session": 1,
        "usersessions.UserSession": 1,
    }


def test_a_list_of_logins_keeps_no_address_of_a_session_that_was_ended(after, reviewer):
    sign_in(reviewer)
    Session.objects.all().delete()
    assert after(minutes=0) == {"usersessions.UserSession": 1}


def test_counts_of_wrong_passwords_go_after_their_minutes(after, reviewer):
    cache.clear()
    sign_in(reviewer)
    assert "192.0.2.1" in "".join(CacheEntry.objects.values_list("cache_key", flat=True))
    assert after(minutes=0) == {}
    assert after(minutes=6)["upkeep.CacheEntry"] > 0
    assert not CacheEntry.objects.exists()


def test_records_of_staff_go_after_two_years(after, reviewer):
    ExportRecord.objects.create(by=reviewer, format="csv", number=1)
    ImportRecord.objects.create(by=reviewer, number=1)
    record(reviewer)
    with reversion.create_revision():
        Question.objects.first().save()
    assert after(days=730) == {}
    assert after(days=730, seconds=1) == {
        "admin.LogEntry": 1,
        "reversion.Revision": 1,
        "reversion.Version": 1,
        "survey.ExportRecord": 1,
        "survey.ImportRecord": 1,
    }


def test_the_hourly_job_deletes_what_is_outdated(frozen):
    Subscription.objects.request("name@example.org")
    keep_retention(timestamp=0)
    assert Subscription.objects.exists()
    frozen.move_to(START + timedelta(hours=60), tick=False)
    keep_retention(timestamp=0)
    assert not Subscription.objects.exists()


def test_the_log_says_how_many_and_never_which(after, caplog):
    caplog.set_level("INFO")
    Subscription.objects.request("name@example.org")
    after(days=3)
    assert "Deleted: 1 rows of survey.Subscription" in caplog.text
    assert "name@" not in caplog.text


def test_nothing_is_outdated_in_a_new_portal(submit):
    submit(reason="a")
    assert delete_outdated() == {}
    assert timezone.now() == START


def test_the_job_of_every_hour_still_answers_to_the_name_of_the_one_it_replaced():
    assert app.tasks["ruhrdialog.tasks.delete_ended_sessions"] is keep_retention


def test_a_login_is_kept_for_90_days_an_export_for_two_years(after):
    for what in (Event.What.LOGIN, Event.What.EXPORT):
        Event.objects.write(what, None, "")
    for days, kept in ((89.9, 2), (90.1, 1), (729, 1), (731, 0)):
        after(days=days)
        assert Event.objects.count() == kept, days
