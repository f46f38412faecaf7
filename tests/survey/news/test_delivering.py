"""Sending an update: each address once, whatever the mail server does."""

import re
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone
from django.utils.timezone import localdate
from procrastinate.contrib.django.models import ProcrastinateJob

from forums.models import Forum
from ruhrdialog.lib.smtp import connection as connection_module
from ruhrdialog.lib.smtp.connection import Limits
from ruhrdialog.lib.smtp.server import SMTP
from ruhrdialog.lib.smtp.trouble import Trouble, TroubleError
from survey.news import delivering
from survey.news.delivering import deliver
from survey.news.links import LEAVE, PAGE
from survey.news.mail_server import MailServer as State
from survey.news.mails import update_mail
from survey.news.marks import mark_of, read_mark
from survey.news.models import Delivery, Subscription, Update
from survey.news.moulds import Mould
from survey.news.publishing import go_on, publish
from survey.news.tasks import jobs_of, send_consent_mail, send_update
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def subscribe():
    """Store confirmed subscriptions to some forums, or to all."""

    def store(number=1, *slugs, name="s"):
        topics = list(Forum.objects.filter(slug__in=slugs).values_list("pk", flat=True))
        Subscription.objects.bulk_create(
            Subscription(
                address=f"{name}{count}@example.org",
                wording_version="x",
                confirmed_at=timezone.now(),
                topics=topics,
            )
            for count in range(number)
        )

    return store


@pytest.fixture
def write():
    """Write a draft about some forums, or about all."""

    def store(*slugs):
        update = Update.objects.create(title="Radweg", slug="radweg", text="Er **kommt**.")
        update.topics.set(Forum.objects.filter(slug__in=slugs))
        return update

    return store


@pytest.fixture
def published(write, db):
    def store(*slugs):
        update = write(*slugs)
        publish(update, User.objects.create_user("editor"))
        update.refresh_from_db()
        return update

    return store


def states(update):
    return {name: number for name, number in update.progress().items() if number}


def until_rest_is_over(update):
    """Let 30 minutes pass."""
    update.deliveries.update(marked_at=timezone.now() - timedelta(minutes=31))


# It works


def test_each_recipient_gets_it_once_however_often_the_job_runs(server, subscribe, published):
    subscribe(120)
    update = published()
    for _ in range(3):
        send_update(update=update.pk)
    assert len(server.taken) == 120
    assert set(server.taken.values()) == {1}
    assert states(update) == {"sent": 120, "total": 120}


def test_it_goes_to_the_confirmed_subscribers_of_its_topics(server, subscribe, published):
    subscribe(1, name="all")
    subscribe(1, "verkehr", name="verkehr")
    subscribe(1, "arbeit", "verkehr", name="both")
    subscribe(1, "arbeit", name="arbeit")
    Subscription.objects.request("unconfirmed@example.org")
    update = published("verkehr", "gesundheit")
    send_update(update=update.pk)
    assert {address.split("@")[0] for address in server.taken} == {"all0", "verkehr0", "both0"}


def test_without_topics_it_goes_to_all(server, subscribe, published):
    subscribe(1)
    subscribe(1, "arbeit", name="arbeit")
    send_update(update=published().pk)
    assert len(server.taken) == 2


def test_who_confirms_later_does_not_get_it(server, subscribe, published):
    update = published()
    subscribe(1)
    send_update(update=update.pk)
    assert not server.taken


@pytest.mark.parametrize(
    ("confirmed", "gets_it", "gets_it_after_the_night"),
    [
        ("2026-11-22T22:59:59Z", True, True),
        ("2026-11-22T23:00:00Z", True, True),  # midnight in Germany
        ("2026-11-23T13:59:00Z", True, True),
        # Nobody is left out whose time of that day isn't known any more.
        ("2026-11-23T14:01:00Z", False, True),
        ("2026-11-23T23:00:00Z", False, False),
    ],
)
def test_who_confirmed_before_gets_it_also_when_the_night_comes_between(
    subscribe, published, time_machine, confirmed, gets_it, gets_it_after_the_night
):
    time_machine.move_to("2026-11-23T14:00:00Z", tick=False)
    update = published()
    subscribe(1)
    Subscription.objects.update(confirmed_at=confirmed)
    assert update.recipients().exists() == gets_it
    Subscription.objects.cut_times()
    assert update.recipients().exists() == gets_it_after_the_night


def test_who_has_left_in_the_meantime_does_not_get_it(server, subscribe, published):
    subscribe(2)
    update = published()
    update.prepare_deliveries()
    Subscription.objects.filter(address="s0@example.org").delete()
    send_update(update=update.pk)
    assert list(server.taken) == ["s1@example.org"]


def test_a_draft_is_sent_to_nobody(server, subscribe, write):
    subscribe(1)
    send_update(update=write().pk)
    assert not server.taken


def begin_job():
    """Let the worker take the job that waits."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


def test_a_long_list_is_sent_by_one_job_after_another(server, subscribe, published, monkeypatch):
    marked = delivering.Sending.marked

    def once(sending):
        return [] if sending.threads else marked(sending)

    monkeypatch.setattr(delivering.Sending, "marked", once)
    subscribe(60)
    update = published()
    begin_job()
    send_update(update=update.pk)
    assert jobs_of(update.pk).count() == 2
    assert states(update) == {"sent": 50, "waiting": 10, "total": 60}


def test_two_publish_at_the_same_moment_and_it_is_sent_once(write):
    update = write()
    editor = User.objects.create_user("editor")
    assert publish(update, editor)
    assert not publish(Update.objects.get(), editor)
    assert jobs_of(update.pk).count() == 1


def test_pressed_again_it_goes_on_at_once_and_by_no_second_job(subscribe, published):
    subscribe(1)
    update = published()
    ProcrastinateJob.objects.all().update(scheduled_at=timezone.now() + timedelta(hours=1))
    assert go_on(update)
    assert jobs_of(update.pk).get().scheduled_at is None
    begin_job()
    assert go_on(update)
    assert jobs_of(update.pk).count() == 1


def test_a_job_that_ends_while_another_waits_queues_none(server, subscribe, published, monkeypatch):
    monkeypatch.setattr("survey.news.tasks.deliver", lambda _: timezone.now())
    update = published()
    send_update(update=update.pk)
    send_update(update=update.pk)
    assert jobs_of(update.pk).count() == 1


def test_after_three_months_nobody_is_taken_for_one_who_has_not_got_it(subscribe, published):
    subscribe(1)
    update = published()
    update.published_at -= timedelta(days=91)
    update.save()
    Subscription.objects.update(confirmed_at=update.published_at)
    assert not go_on(update)
    assert deliver(update) is None
    assert not update.deliveries.exists()


def test_several_connections_are_kept_open(server, subscribe, published, settings):
    settings.EMAIL_CONNECTIONS = 3
    subscribe(120)
    deliver(published())
    assert server.connections == 3


def test_a_mail_is_made_once_and_holds_of_each_only_the_own(server, subscribe, published, settings):
    settings.BOUNCE_ADDRESS = "returns+*@example.org"
    subscribe(3)
    server.keeps = []
    deliver(published())
    rows = {row.address: row for row in Subscription.objects.all()}
    numbers = set()
    for sender, recipient, content in server.keeps:
        row, text = rows[recipient], undone(content)
        mark = sender.removeprefix("returns+").removesuffix("@example.org")
        assert read_mark(mark) == row.deliveries.get()
        assert mark not in text
        numbers.add(message_from_bytes(content)["Message-ID"])
        assert f"To: {recipient}" in text
        # To leave by a post or a mail; to choose and to leave, as text and in HTML.
        assert text.count(row.pk.hex) == 6
        for other in rows.values():
            assert (other.address in text) == (other is row)
            assert (other.pk.hex in text) == (other is row)
        for secret in re.findall(r"[0-9a-f]{32}\.[\w.-]{50}", text):
            assert PAGE.read(secret) == row or LEAVE.read(secret) == row
    assert len(numbers) == 3


def undone(content):
    """Return a mail as it is read."""
    parts = [part.get_payload(decode=True) or b"" for part in message_from_bytes(content).walk()]
    return content.partition(b"\r\n\r\n")[0].decode() + b"".join(parts).decode()


@pytest.mark.parametrize("text", ["Kurz.", "Ein langer Absatz. " * 100, ".\n\n.\n", "ä" * 1200])
def test_it_is_the_same_as_one_that_is_made_for_one_alone(write, text, time_machine, settings):
    settings.BOUNCE_ADDRESS = "returns+*@example.org"
    time_machine.move_to(timezone.now(), tick=False)
    update, row = write(), Subscription(address="s@example.org", token="x" * 30)
    update.text = text
    alone = update_mail(update, row).message().as_bytes(linesep="\r\n")
    assert without_chance(Mould(update).filled(row)) == without_chance(alone)


def without_chance(content):
    """Return a mail without number and boundary."""
    boundary = message_from_bytes(content).get_boundary().encode()
    return re.sub(rb"Message-ID: [^\r]+", b"", content.replace(boundary, b"-"))


@pytest.mark.parametrize("personal", [lambda row: row.pk, mark_of])
def test_what_is_personal_in_an_unknown_way_is_sent_to_nobody(
    published, subscribe, monkeypatch, personal
):
    def mail(update, row):
        return EmailMultiAlternatives("Betreff", f"Ihr Schlüssel: {personal(row)}")

    monkeypatch.setattr("survey.news.moulds.update_mail", mail)
    subscribe(1)
    update = published()
    with pytest.raises(ValueError, match="Something personal"):
        deliver(update)
    assert states(update) == {"waiting": 1, "total": 1}


def test_while_the_mail_server_keeps_us_waiting_no_row_is_locked(server, subscribe, published):
    open_before, seen = list(connection.savepoint_ids), []
    ours = connections[DEFAULT_DB_ALIAS]  # of this thread; the server runs in another

    def answer():
        seen.append(list(ours.savepoint_ids))
        return "250 OK"

    server.recipients = {"s0@example.org": answer}
    subscribe(1)
    deliver(published())
    assert seen == [open_before]


# Its pace


def test_no_more_than_so_many_go_out_in_a_minute(server, subscribe, published, settings):
    settings.EMAIL_PER_MINUTE = 1200
    subscribe(22)
    begun = time.monotonic()
    deliver(published())
    assert len(server.taken) == 22
    assert time.monotonic() - begun > 0.9


def test_a_mail_to_somebody_who_waits_does_not_wait_and_makes_the_others_wait(settings):
    settings.EMAIL_PER_MINUTE = 60
    now = timezone.now()
    for seconds in (0, 1, 2):
        begins = State.objects.reserve(1)
        assert (begins - now).total_seconds() == pytest.approx(seconds, abs=0.5)


def test_when_others_have_taken_the_next_minutes_the_job_ends_until_then(
    server, subscribe, published, settings
):
    settings.EMAIL_PER_MINUTE = 60
    begins = State.objects.reserve(100) + timedelta(seconds=100)
    subscribe(1)
    assert deliver(published()) == begins - delivering.HEAD_START
    assert not server.taken


def test_at_few_a_minute_each_job_sends_when_it_has_waited(
    server, subscribe, published, settings, time_machine
):
    settings.EMAIL_PER_MINUTE = 6
    subscribe(3)
    update = published()
    for number in (1, 2, 3):
        again = deliver(update)
        assert len(server.taken) == number
        time_machine.move_to((again or timezone.now()) + delivering.HEAD_START)


def test_a_server_that_closes_after_20_gets_the_others_at_once(server, subscribe, published):
    server.closes_after = 20
    subscribe(150)
    update = published()
    assert deliver(update) is None
    assert states(update) == {"sent": 150, "total": 150}
    assert set(server.taken.values()) == {1}


def test_a_server_that_takes_40_a_minute_gets_the_others_a_minute_later(
    server, subscribe, published, settings
):
    settings.EMAIL_CONNECTIONS = minute = 1

    def answer():
        return "250 OK" if len(server.taken) < 40 * minute else "450 4.7.1 Too many"

    subscribe(100)
    update = published()
    server.recipients = {f"s{number}@example.org": answer for number in range(100)}
    while again := deliver(update):
        assert again - timezone.now() < timedelta(minutes=1)
        assert states(update) == {"sent": 40 * minute, "waiting": 100 - 40 * minute, "total": 100}
        minute += 1
    assert minute == 3
    assert states(update) == {"sent": 100, "total": 100}


def test_a_server_that_wants_few_connections_gets_few(server, subscribe, published, settings):
    settings.EMAIL_CONNECTIONS = 4
    server.most_connections = 2
    subscribe(60)
    assert deliver(update := published()) is None
    assert states(update) == {"sent": 60, "total": 60}


# The mail server fails


def test_a_server_that_is_away_costs_nothing(settings, subscribe, published):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    subscribe(60)
    update = published()
    with pytest.raises(TroubleError, match="nicht zu erreichen"):
        deliver(update)
    assert states(update) == {"waiting": 60, "total": 60}


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("550 We don't know you", Trouble.SENDER),
        ("450 4.7.1 Not now", Trouble.BUSY),
        ("421 4.3.2 Closing", Trouble.CLOSED),
        ("nonsense", Trouble.CLOSED),
    ],
)
def test_a_server_that_takes_nothing_from_us_costs_nothing(
    server, subscribe, published, answer, trouble
):
    server.sender = answer
    subscribe(3)
    update = published()
    with pytest.raises(TroubleError):
        deliver(update)
    assert State.objects.get().trouble == trouble
    assert server.connections == 1
    assert states(update) == {"waiting": 3, "total": 3}
    server.sender = "250 OK"
    State.objects.worked()
    deliver(update)
    assert set(server.taken.values()) == {1}


@pytest.mark.parametrize("answer", ["421 4.7.0 Closing", "530 5.7.0 Log in", "503 What?"])
def test_what_is_not_said_of_an_address_refuses_none(server, subscribe, published, answer):
    server.recipients = {f"s{number}@example.org": answer for number in range(3)}
    subscribe(3)
    update = published()
    with pytest.raises(TroubleError):
        deliver(update)
    assert states(update) == {"waiting": 3, "total": 3}


def test_while_it_is_away_nobody_tries(server, subscribe, published):
    State.objects.failed(Trouble.PASSWORD)
    subscribe(1)
    update = published()
    Subscription.objects.request("new@example.org")
    with pytest.raises(TroubleError, match="Passwort"):
        deliver(update)
    with pytest.raises(TroubleError, match="Passwort"):
        send_consent_mail(str(Subscription.objects.get(address="new@example.org").pk))
    assert server.connections == 0


def test_an_address_that_is_refused_for_good_is_shown_and_the_others_get_it(
    server, subscribe, published
):
    server.recipients = {"s1@example.org": "550 5.1.1 No such person s1@example.org"}
    server.at_mail = {1: "554 Looks like spam"}
    subscribe(4)
    update = published()
    assert deliver(update) is None
    assert states(update) == {"sent": 2, "refused": 2, "total": 4}
    refused = update.deliveries.filter(state="refused")
    assert set(refused.values_list("reason", flat=True)) == {"550 5.1.1", "554"}
    assert [row.bounced_on for row in with_bounces()] == [[localdate()]]


def test_what_is_refused_for_good_from_the_first_mail_on_is_no_fault_of_the_addresses(
    server, subscribe, published
):
    """As postfix does, which says to the recipients that a sender isn't the login's own."""
    refusal = "553 5.7.1 <portal@example.org>: Sender address rejected: not owned by user"
    server.recipients = {f"s{number}@example.org": refusal for number in range(60)}
    subscribe(60)
    update = published()
    for _ in range(2):  # the second may try, since asking shows nothing
        with pytest.raises(TroubleError, match="lehnt eine E-Mail nach der anderen ab"):
            deliver(update)
    assert states(update) == {"waiting": 60, "total": 60}
    assert State.objects.get().trouble == Trouble.REFUSING
    assert not with_bounces()
    server.recipients = {f"s{number}@example.org": refusal for number in range(25)}
    while deliver(update):
        pass
    assert states(update) in ({"sent": 35, "refused": 25, "total": 60},)
    assert not State.objects.get().failing_since


def test_an_address_that_is_nobodys_goes_with_the_third_day(server, subscribe, published):
    server.recipients = {"s1@example.org": "550 5.1.1 No such person s1@example.org"}
    subscribe(3)
    days = [localdate() - timedelta(days=days) for days in (7, 3)]
    Subscription.objects.filter(address="s1@example.org").update(bounced_on=days)
    deliver(published())
    assert Subscription.objects.count() == 2
    assert not with_bounces()


def with_bounces():
    return Subscription.objects.exclude(bounced_on=[])


def test_an_address_that_is_put_off_rests_and_is_tried_again(server, subscribe, published):
    server.recipients = {"s1@example.org": "451 4.7.1 Greylisted"}
    server.at_mail = {2: "452 Full"}
    subscribe(4)
    update = published()
    for _ in range(2):  # the second finds it resting
        rests_until = deliver(update)
    assert timedelta(minutes=29) < rests_until - timezone.now() <= timedelta(minutes=30)
    assert states(update) == {"sent": 2, "waiting": 2, "total": 4}
    assert [row.reason for row in update.waiting()] == ["451 4.7.1", "452"]
    assert {row.next_try_at for row in update.deliveries.waiting()} >= {rests_until}
    until_rest_is_over(update)
    server.recipients.clear()
    assert deliver(update) is None
    assert states(update) == {"sent": 4, "total": 4}
    assert set(server.taken.values()) == {1}


def test_greylisting_of_all_costs_half_an_hour(server, subscribe, published):
    seen = Counter()

    def greylisted(address):
        seen[address] += 1
        return "250 OK" if seen[address] > 1 else "450 4.2.0 Greylisted"

    subscribe(60)
    update = published()
    addresses = [f"s{number}@example.org" for number in range(60)]
    server.recipients = {each: partial(greylisted, each) for each in addresses}
    deliver(update)
    assert states(update) == {"waiting": 60, "total": 60}
    until_rest_is_over(update)
    assert deliver(update) is None
    assert states(update) == {"sent": 60, "total": 60}
    assert set(server.taken.values()) == {1}


def test_an_address_that_is_put_off_for_five_days_is_refused(server, subscribe, published):
    server.recipients = {"s0@example.org": "452 4.2.2 Full"}
    subscribe(1)
    update = published()
    update.prepare_deliveries()
    update.deliveries.update(tries=239)
    assert deliver(update) is None
    assert states(update) == {"refused": 1, "total": 1}


def test_an_address_that_no_mail_can_hold_is_refused(server, subscribe, published):
    subscribe(1)
    Subscription.objects.update(address="no address")
    update = published()
    assert deliver(update) is None
    assert states(update) == {"refused": 1, "total": 1}


def test_a_slow_server_gets_the_time_that_it_may_take(server, subscribe, published, monkeypatch):
    """RFC 5321 gives it ten minutes, here three seconds; a page waits for less."""
    monkeypatch.setattr(connection_module, "PATIENT", Limits(1, 0.5, 3))
    server.at_mail, server.hangs = {1: "hang"}, 1
    subscribe(1)
    update = published()
    assert deliver(update) is None
    assert states(update) == {"sent": 1, "total": 1}


def test_what_is_marked_long_before_it_is_begun_waits_again(
    server, subscribe, published, monkeypatch
):
    monkeypatch.setattr(delivering, "STALE", timedelta(0))
    subscribe(1)
    update = published()
    update.prepare_deliveries()
    sending = delivering.Sending(update)
    monkeypatch.setattr(sending, "ends_at", time.monotonic() + 0.3)
    sending.run()
    assert states(update) == {"waiting": 1, "total": 1}
    assert not server.taken


@pytest.mark.parametrize("fault", ["hang", "die", "die untaken"])
def test_each_of_1000_gets_it_once_or_is_listed_as_unclear(
    server, subscribe, published, fault, time_machine, monkeypatch
):
    # So long that a busy machine doesn't take a slow answer for one that never comes.
    monkeypatch.setattr(connection_module, "PATIENT", Limits(1, 1, 1))
    server.at_mail, server.hangs = dict.fromkeys((1, 50, 51, 333, 1000), fault), 1.5
    subscribe(1000)
    update = published()
    for _ in range(20):
        try:
            if not deliver(update):
                break
        except OSError:
            pass
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    assert states(update) == {"sent": 995, "unclear": 5, "total": 1000}
    unclear = set(update.deliveries.unclear().values_list("subscription__address", flat=True))
    addresses = set(Subscription.objects.values_list("address", flat=True))
    assert set(server.taken.values()) == {1}
    assert addresses - set(server.taken) <= unclear
    # Nothing is sent again unless somebody says so.
    assert not deliver(update)
    update.deliveries.unclear().put_back()
    deliver(update)
    assert set(server.taken) == addresses


def test_what_is_just_being_sent_is_not_called_unclear(subscribe, published, time_machine):
    time_machine.move_to(timezone.now())
    subscribe(1)
    update = published()
    update.prepare_deliveries()
    assert len(update.deliveries.claim(1)) == 1
    assert states(update) == {"sending": 1, "total": 1}
    time_machine.shift(timedelta(minutes=31))
    assert states(update) == {"unclear": 1, "total": 1}
    assert Delivery.objects.unclear().count() == 1
