"""The nightly job itself: what it changes, what it waits for, what goes on meanwhile.

What it is for stands in test_separation.py.
"""

import importlib
import threading
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.models import Sum
from django.utils import timezone

from dev.environment import ROOT
from ruhrdialog.lib.codes import random_code
from survey.figures.models import Tally
from survey.news.joining import join
from survey.news.models import Delivery, Subscription, Update
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.steps import ANSWER, MARK_READ
from survey.upkeep import shuffling
from survey.upkeep.models import Mark
from survey.upkeep.shuffling import FormerCopiesError, shuffle_rows
from survey.upkeep.tasks import shuffle
from tests.survey.upkeep import linking

NETWORK = "192.0.2.0/24"


@pytest.fixture
def citizens(own):
    """Twelve pairs, each committed as the portal does it: the answers, then the address."""
    for number in range(12):
        Submission.objects.receive(
            random_code(), other_topic="Thema", reason=linking.answer(number)
        )
        join(linking.address(number), NETWORK)
    return linking.known(12)


@pytest.fixture
def at_once(monkeypatch):
    """Don't wait for others to end."""
    monkeypatch.setattr(shuffling, "PAUSES", ())
    monkeypatch.setattr(shuffling, "LONGEST_WAIT", "10ms")


def stored(model, *left_out):
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    return sorted(model.objects.values_list(*names), key=str)


def value(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        [found] = cursor.fetchone()
    return found


@pytest.fixture
def other_session(cluster, own):
    """A session of somebody else, with a transaction that sees the rows as they are now."""
    with cluster.connect(connection.settings_dict["NAME"]) as session:
        session.autocommit = False
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield session


def ended():
    """Return when the night came to its end, as it was written down."""
    return Mark.objects.filter(pk=Mark.Name.NIGHT).first()


# What it changes


def test_that_it_came_to_its_end_is_written_down(citizens):
    assert ended() is None
    shuffle(0)
    assert ended().at > timezone.now() - timedelta(minutes=1)


def test_all_addresses_have_one_transaction_number_and_the_order_of_their_keys(citizens):
    call_command("shuffle_rows", stdout=StringIO())
    assert value("SELECT count(DISTINCT xmin::text) FROM survey_subscription") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM survey_subscription ORDER BY ctid")
        keys = [key for (key,) in cursor.fetchall()]
    assert keys == sorted(keys)


def test_no_value_changes_but_the_times(citizens):
    linking.confirm(range(5))
    linking.publish_news()
    times = {"requested_at", "confirmed_at", "mailed_at"}

    def everything():
        rest = [stored(model) for model in (Submission, Delivery, Update)]
        return [stored(Subscription, *times), *rest]

    before = everything()
    shuffle_rows()
    assert everything() == before


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T21:59:59.999999Z", "2026-06-29T22:00:00Z"),
        ("2026-06-30T22:00:00Z", "2026-06-30T22:00:00Z"),
        ("2026-12-31T22:59:59Z", "2026-12-30T23:00:00Z"),
        ("2026-10-25T03:30:00Z", "2026-10-24T22:00:00Z"),  # the end of summer time
    ],
)
def test_times_are_cut_to_the_day_in_germany(own, moment, day):
    key = Subscription.objects.request("name@example.org")
    row = Subscription.objects.filter(pk=key)
    row.update(requested_at=moment, confirmed_at=moment, mailed_at=None)
    shuffle_rows()
    shuffle_rows()
    for name in ("requested_at", "confirmed_at"):
        assert row.filter(**{name: day}).exists(), row.values()
    assert row.get().mailed_at is None


def test_mails_that_wait_are_queued_anew_each_once_and_due_at_once(citizens):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = id, scheduled_at = now() + '1 day'"
        )
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE status = 'todo' LIMIT 1")
        [being_sent] = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [being_sent])
        shuffle_rows()
        cursor.execute(
            "SELECT id, args->>'subscription', attempts, scheduled_at "
            "FROM procrastinate_jobs ORDER BY status DESC, id"
        )
        [first, *jobs] = cursor.fetchall()
    assert first[0] == being_sent
    keys = [str(citizen.key) for citizen in citizens if str(citizen.key) != first[1]]
    assert [job[1:] for job in jobs] == [(key, 0, None) for key in sorted(keys)]
    assert value("SELECT count(DISTINCT job_id) FROM procrastinate_events") == 12


def test_deliveries_are_numbered_in_the_order_of_the_keys(citizens):
    linking.confirm(range(12))
    linking.publish_news()
    with connection.cursor() as cursor:
        cursor.execute("SELECT subscription_id FROM survey_delivery ORDER BY id")
        keys = [key for (key,) in cursor.fetchall()]
    assert len(keys) == 12
    assert keys == sorted(keys)


def test_the_tallies_are_merged(citizens):
    """In the order of what they count; each submission had written one of its own."""
    assert Tally.objects.filter(span="").count() == 12
    shuffle_rows()
    assert set(Tally.objects.values_list("span", "number")) == {("day", 12), ("month", 12)}


def test_the_command_says_how_many(citizens):
    out = StringIO()
    call_command("shuffle_rows", stdout=out)
    assert out.getvalue() == "Neu geschrieben: 12 Anmeldungen.\n"


def test_an_empty_portal_has_nothing_to_do(own):
    assert shuffle_rows() == 0


# Statistics


def test_no_samples_of_keys_addresses_and_tokens_are_kept(citizens):
    linking.confirm(range(12))
    linking.publish_news()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert columns_with_statistics() == set()
    assert value("SELECT count(*) FROM pg_stats WHERE tablename = 'survey_subscription'") > 0


def test_samples_from_before_are_taken_out_of_the_files(citizens):
    [migration] = (ROOT / "survey/migrations").glob("*_no_statistics_of_addresses.py")
    change = importlib.import_module(f"survey.migrations.{migration.stem}")
    with connection.schema_editor() as editor:
        change.keep_statistics(apps, editor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert columns_with_statistics() >= {"id", "address", "token", "args", "sender"}
    assert statistics_file() in linking.traces(citizens).files
    for _ in range(2):  # safe to be run again
        with connection.schema_editor() as editor:
            change.keep_no_statistics(apps, editor)
    assert columns_with_statistics() == set()
    shuffle_rows()
    assert statistics_file() not in linking.traces(citizens).files


def columns_with_statistics():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_stats WHERE (tablename, attname) IN ("
            "('survey_subscription', 'id'), ('survey_subscription', 'address'), "
            "('survey_subscription', 'token'), ('survey_delivery', 'subscription_id'), "
            "('survey_ratelimit', 'sender'), ('procrastinate_jobs', 'args'))"
        )
        return {name for (name,) in cursor.fetchall()}


def statistics_file():
    return value("SELECT pg_relation_filepath('pg_statistic')")


# What it waits for


def test_while_an_older_transaction_is_open_it_says_so_and_does_it_again_afterwards(
    citizens, other_session, at_once, caplog
):
    other_session.execute("SELECT")
    with pytest.raises(
        FormerCopiesError, match=r"^\d+ former copies stay in \d tables: 1 sessions"
    ):
        shuffle_rows()
    assert linking.pairs_found(citizens) >= 10
    assert ended() is None
    assert "Addresses could still be linked to answers." in caplog.text
    assert "1 sessions, 0 prepared transactions, 0 replication slots hold" in caplog.text
    assert "@" not in caplog.text
    with pytest.raises(CommandError, match="eine ältere Transaktion ist offen"):
        call_command("shuffle_rows")
    other_session.rollback()
    shuffle_rows()
    assert linking.pairs_found(citizens) <= 3


def test_it_waits_a_while_for_an_older_transaction(citizens, other_session, monkeypatch):
    monkeypatch.setattr(shuffling, "PAUSES", (0.1, 0.2))
    other_session.execute("SELECT")
    threading.Timer(0.2, other_session.rollback).start()
    assert shuffle_rows() == 12


def test_it_gives_way_to_who_is_reading_the_table(citizens, other_session, at_once):
    other_session.execute("SELECT FROM survey_subscription")
    with pytest.raises(OperationalError, match="lock timeout"):
        shuffle_rows()
    assert value("SHOW lock_timeout") == "0"
    other_session.rollback()
    assert shuffle_rows() == 12


def test_it_doesnt_wait_for_a_mail_server_that_hangs(citizens, at_once, monkeypatch):
    hanging, answers = threading.Event(), threading.Event()

    def hang(_):
        hanging.set()
        answers.wait()

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", hang)
    sending = threading.Thread(target=send_one_mail)
    sending.start()
    try:
        hanging.wait()
        assert shuffle_rows() == 12
    finally:
        answers.set()
        sending.join()
    assert Subscription.objects.exclude(mailed_at=None).count() == 1


def send_one_mail():
    try:
        linking.do_jobs(1)
    finally:
        connection.close()


def test_the_worker_tries_again_through_the_night_and_no_longer():
    often = shuffle.retry_strategy
    assert timedelta(hours=4) < often.max_attempts * timedelta(seconds=often.wait) < timedelta(1)


# What goes on meanwhile


def test_who_withdraws_reads_answers_joins_and_leaves_meanwhile_loses_nothing(
    citizens, monkeypatch
):
    """Somebody does all this over and over while several nights pass."""
    monkeypatch.setattr(shuffling, "PAUSES", [0.01] * 500)
    meanwhile = Meanwhile()
    meanwhile.start()
    try:
        while meanwhile.is_alive() and meanwhile.rounds < 8:
            shuffle_rows()
    finally:
        meanwhile.over.set()
        meanwhile.join()
    assert meanwhile.error is None
    rounds = range(meanwhile.rounds)
    texts = Submission.objects.filter(reason__startswith="Meanwhile")
    assert sorted(texts.values_list("reason", "state")) == sorted(
        (f"Meanwhile {number} answered", "answered") for number in rounds
    )
    assert ReviewStep.objects.filter(verb="answered").count() == meanwhile.rounds
    assert Withdrawal.objects.count() == meanwhile.rounds
    addresses = Subscription.objects.filter(address__startswith="m")
    assert dict(addresses.values_list("address", "topics")) == {
        f"m{number}-stays@example.org": [number] for number in rounds
    }
    counted = Tally.objects.filter(what="submission").exclude(span="month")
    assert counted.aggregate(all=Sum("number")) == {"all": Submission.objects.count()}
    # One mail for each who was there, whether it was sent meanwhile or waits.
    assert meanwhile.sent + linking.do_jobs() == 12 + 2 * meanwhile.rounds
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox)


class Meanwhile(threading.Thread):
    """A day at the portal: each round has one of each kind."""

    def __init__(self):
        super().__init__()
        self.over = threading.Event()
        self.error = None
        self.rounds = self.sent = 0

    def run(self):
        try:
            staff = User.objects.create_user("staff")
            while not self.over.is_set():
                self.round(self.rounds, staff)
                self.rounds += 1
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def round(self, number, staff):
        for fate in ("answered", "withdrawn"):
            text = f"Meanwhile {number} {fate}"
            Submission.objects.receive(random_code(), other_topic="Thema", reason=text)
        for fate in ("stays", "leaves"):
            join(f"m{number}-{fate}@example.org", NETWORK)
        Subscription.objects.get(address=f"m{number}-stays@example.org").confirm([number])
        Subscription.objects.get(address=f"m{number}-leaves@example.org").delete()
        answered = Submission.objects.get(reason=f"Meanwhile {number} answered")
        answered.take(MARK_READ, staff)
        answered.take(ANSWER, staff, "Danke!")
        Submission.objects.get(reason=f"Meanwhile {number} withdrawn").withdraw()
        self.sent += linking.do_jobs(1)
