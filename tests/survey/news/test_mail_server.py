"""How the mail server is: asked once a minute, learned while sending; and what waits for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ruhrdialog.lib.smtp import connection
from ruhrdialog.lib.smtp.connection import Limits
from ruhrdialog.lib.smtp.server import SMTP
from ruhrdialog.lib.smtp.trouble import WHILE_SENDING, RefusedError, Trouble, TroubleError
from survey.news.mail_server import MailServer as State
from survey.news.models import Subscription
from survey.news.tasks import send_consent_mail
from survey.upkeep.tasks import look_at_mail_server
from tests.mail_server import MailServer
from tests.portal import free_port
from tests.ruhrdialog.health import ago, job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _smtp(settings):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def ask_for_consent(db):
    """Do the job that sends the mail; return how often it has come."""
    key = Subscription.objects.request("name@example.org")

    def send():
        send_consent_mail(str(key))
        return Subscription.objects.get(pk=key)

    return send


# Asking


def test_a_server_that_answers_is_well_and_gets_no_mail(server):
    look_at_mail_server(0)
    assert not State.objects.state().failing_since
    assert server.seen == 0


def test_since_when_it_is_away_stays_written_down_until_it_answers(settings, caplog):
    first = timezone.now()
    with time_machine.travel(first, tick=False):
        look_at_mail_server(0)
    look_at_mail_server(0)
    state = State.objects.state()
    assert (state.failing_since, state.trouble) == (first, Trouble.CONNECTION)
    assert state.words == "Der Mailserver ist nicht zu erreichen."
    assert state.next_try_at == state.tried_at + timedelta(minutes=1)
    assert state.tried_at > first
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        look_at_mail_server(0)
        look_at_mail_server(0)
    state = State.objects.state()
    assert (state.failing_since, state.words, state.next_try_at) == (None, "", None)
    # Each change is a line of the log, and nothing else is.
    assert [line.getMessage() for line in caplog.records] == [
        "The mail server takes no mails: CONNECTION.",
        "The mail server takes mails again.",
    ]


@pytest.mark.parametrize(
    ("answer", "trouble"), [("550 Who?", Trouble.SENDER), ("451 Later", Trouble.BUSY)]
)
def test_a_server_that_takes_nothing_from_our_sender_is_away(server, answer, trouble):
    server.sender = answer
    look_at_mail_server(0)
    assert State.objects.get().trouble == trouble


def test_a_server_that_refuses_the_password_takes_nothing(server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    look_at_mail_server(0)
    assert State.objects.get().trouble == Trouble.PASSWORD


def test_a_wrong_password_is_tried_seldom_so_that_nobody_shuts_us_out(server, time_machine):
    time_machine.move_to("2026-11-23T11:00:00Z", tick=False)
    State.objects.failed(Trouble.PASSWORD)
    time_machine.shift(timedelta(minutes=9))
    look_at_mail_server(0)
    assert server.connections == 0
    time_machine.shift(timedelta(minutes=1))
    look_at_mail_server(0)
    assert server.connections == 1
    assert not State.objects.get().failing_since


@pytest.mark.parametrize("attempts", [0, 1])
@pytest.mark.parametrize("trouble", WHILE_SENDING)
def test_what_only_sending_shows_ends_with_a_mail_or_when_none_waits(server, trouble, attempts):
    State.objects.failed(trouble)
    assert not State.objects.get().is_away  # so who has a mail tries
    job(ago(minutes=1), attempts=attempts)
    look_at_mail_server(0)
    assert bool(State.objects.get().failing_since) == bool(attempts)


def test_who_waits_for_it_begins_when_it_is_back(server):
    later = timezone.now() + timedelta(hours=1)
    job(ago(hours=2), attempts=20, due=later)
    job(ago(hours=2), due=later, queue="upkeep")
    look_at_mail_server(0)
    assert ProcrastinateJob.objects.filter(scheduled_at=later).count() == 2
    State.objects.failed(Trouble.CONNECTION)
    look_at_mail_server(0)
    assert ProcrastinateJob.objects.get(scheduled_at=None).queue_name == "mail"


def test_where_mails_become_files_no_file_is_made(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    look_at_mail_server(0)
    assert not State.objects.exists()
    assert list(tmp_path.iterdir()) == []


# The mail that asks for consent


def test_a_mail_that_went_out_shows_that_it_is_well(server, ask_for_consent):
    State.objects.failed(Trouble.CLOSED)
    assert ask_for_consent().mailed_at
    assert not State.objects.get().failing_since
    assert server.taken == {"name@example.org": 1}


def test_a_slow_server_gets_it_once(server, ask_for_consent, monkeypatch):
    monkeypatch.setattr(connection, "PATIENT", Limits(1, 0.5, 3))
    server.at_mail, server.hangs = {1: "hang"}, 1
    assert ask_for_consent().mailed_at
    ask_for_consent()
    assert server.taken == {"name@example.org": 1}


def test_one_that_is_refused_for_now_is_tried_again(server, ask_for_consent):
    server.recipients = {"name@example.org": "450 4.2.0 Greylisted"}
    with pytest.raises(RefusedError, match=r"450 4\.2\.0"):
        ask_for_consent()
    server.recipients.clear()
    assert ask_for_consent().mailed_at


def test_one_that_is_refused_for_good_is_not(server, ask_for_consent):
    server.recipients = {"name@example.org": "550 5.7.1 Not from you"}
    State.objects.failed(Trouble.REFUSING)
    assert ask_for_consent().mailed_at
    assert State.objects.get().failing_since  # which it doesn't end


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_an_address_that_is_nobodys_goes_unless_it_was_confirmed(
    server, ask_for_consent, is_confirmed
):
    server.recipients = {"name@example.org": "550 5.1.1 No such user"}
    Subscription.objects.request("name@example.org")
    if is_confirmed:
        Subscription.objects.get().confirm([])
    send_consent_mail(str(Subscription.objects.get().pk))
    assert Subscription.objects.exists() == is_confirmed


def test_it_is_asked_about_the_sender_that_mails_have(server, settings):
    settings.BOUNCE_ADDRESS = "returns+*@example.org"
    look_at_mail_server(0)
    assert server.senders == ["returns+test@example.org"]


def test_one_whose_end_nobody_knows_is_sent_again_only_to_who_asks_again(server, ask_for_consent):
    server.at_mail = {1: "die"}
    assert not ask_for_consent().mailed_at  # the job is done, and raises nothing
    assert ask_for_consent().mailed_at
    assert server.taken == {"name@example.org": 2}


def test_a_server_that_breaks_off_is_told_of(server, ask_for_consent):
    server.recipients = {"name@example.org": "421 4.3.2 Closing"}
    with pytest.raises(TroubleError):
        ask_for_consent()
    assert State.objects.get().trouble == Trouble.CLOSED
