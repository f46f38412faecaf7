"""Sending an update: each address once, whatever the mail server does."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.smtp.server import SMTP
from survey.news.delivering import deliver
from survey.news.models import Delivery, Subscription, Update
from survey.news.publishing import publish
from survey.news.tasks import send_update
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


def test_a_long_list_is_sent_by_one_job_after_another(server, subscribe, published, monkeypatch):
    monkeypatch.setattr("survey.news.delivering.BATCHES", 1)
    subscribe(60)
    update = published()
    assert jobs() == 1
    send_update(update=update.pk)
    assert jobs() == 2
    assert states(update) == {"sent": 50, "waiting": 10, "total": 60}


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%send_update'"
        )
        return cursor.fetchone()[0]


def test_two_publish_at_the_same_moment_and_it_is_sent_once(write):
    update = write()
    editor = User.objects.create_user("editor")
    assert publish(update, editor)
    assert not publish(Update.objects.get(), editor)
    assert jobs() == 1


# The mail server fails


def test_a_server_that_is_away_costs_nothing(settings, subscribe, published):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    subscribe(60)
    update = published()
    with pytest.raises(ConnectionRefusedError):
        deliver(update)
    assert states(update) == {"waiting": 60, "total": 60}


def test_a_server_that_takes_nothing_from_us_costs_nothing(server, subscribe, published):
    server.sender = "550 We don't know you"
    subscribe(3)
    update = published()
    with pytest.raises(OSError, match="We don't know you"):
        deliver(update)
    assert states(update) == {"waiting": 3, "total": 3}
    server.sender = "250 OK"
    deliver(update)
    assert set(server.taken.values()) == {1}


def test_an_address_that_is_refused_for_good_is_shown_and_the_others_get_it(
    server, subscribe, published
):
    server.recipients = {"s1@example.org": "550 No such person"}
    server.at_mail = {1: "554 Looks like spam"}
    subscribe(4)
    update = published()
    deliver(update)
    assert states(update) == {"sent": 2, "refused": 2, "total": 4}


def test_an_address_that_is_put_off_rests_and_is_tried_again(server, subscribe, published):
    server.recipients = {"s1@example.org": "451 Later"}
    server.at_mail = {2: "452 Full"}
    subscribe(4)
    update = published()
    for _ in range(2):  # the second finds it resting
        with pytest.raises(PutOffError):
            deliver(update)
    assert states(update) == {"sent": 2, "waiting": 2, "total": 4}
    until_rest_is_over(update)
    server.recipients.clear()
    deliver(update)
    assert states(update) == {"sent": 4, "total": 4}
    assert set(server.taken.values()) == {1}


@pytest.mark.parametrize("fault", ["hang", "die", "die untaken"])
def test_each_of_1000_gets_it_once_or_is_listed_as_unclear(
    server, subscribe, published, fault, time_machine
):
    server.at_mail = dict.fromkeys((1, 50, 51, 333, 1000), fault)
    subscribe(1000)
    update = published()
    failures = 0
    for _ in range(20):
        try:
            if not deliver(update):
                break
        except OSError:
            failures += 1
    assert failures == 5
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
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
    time_machine.shift(timedelta(minutes=11))
    assert states(update) == {"unclear": 1, "total": 1}
    assert Delivery.objects.unclear().count() == 1
