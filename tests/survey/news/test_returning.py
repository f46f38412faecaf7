"""Mails that came back: whose address goes, who has left, what is thrown away or handed on."""

import io
import os
import re
import types
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from ruhrdialog.lib.smtp.server import SMTP
from survey.news.links import LEAVE, PAGE
from survey.news.mails import consent_mail, envelope_sender, update_mail
from survey.news.marks import mark_of, read_mark
from survey.news.models import BOUNCES_KEPT, Delivery, Subscription, Update
from survey.news.proofs import ConsentProof
from survey.news.returning import MOST_LOOKED_UP, Outcome, take
from tests.mail_server import MailServer
from tests.survey.news.returned_mails import RETURNED, answer, complaint, plain, report

pytestmark = pytest.mark.django_db
ADDRESS = "name@stadt.example"
NO_USER = report("failed", "5.1.1", "smtp; 550 5.1.1 User unknown")
FULL = report("failed", "5.2.2", "smtp; 552 5.2.2 Over quota")


@pytest.fixture(autouse=True)
def returns(settings):
    settings.BOUNCE_ADDRESS = "returns+*@example.org"


@pytest.fixture
def row():
    Subscription.objects.request(ADDRESS)
    return Subscription.objects.get()


@pytest.fixture
def delivery(row):
    row.confirm([])
    update = Update.objects.create(title="Radweg", slug="radweg", text="a")
    return row.deliveries.create(update=update, state=Delivery.State.SENT)


def came_back(text, row, *, to=None):
    owner = row.subscription if isinstance(row, Delivery) else row
    to = envelope_sender(row) if to is None else to
    return take(text.format(to=to, leave=LEAVE.to(owner)).encode())


def is_there():
    return Subscription.objects.filter(address=ADDRESS).exists()


# Marks


def test_a_mark_names_its_mail_in_small_letters_and_few_signs(row, delivery):
    for owner in (row, delivery):
        sender = envelope_sender(owner)
        assert sender == f"returns+{mark_of(owner)}@example.org" == sender.lower()
        assert len(sender.partition("@")[0]) <= 64
        assert read_mark(mark_of(owner)) == owner
        assert read_mark(mark_of(owner).upper()) == owner
    assert row.token.lower() not in mark_of(row)


@pytest.mark.parametrize("place", [0, 1, 5, -16, -1])
def test_no_mark_can_be_guessed(delivery, place):
    mark = mark_of(delivery)
    other = "a" if mark[place] != "a" else "b"
    forged = f"{mark[:place]}{other}{mark[place:][1:]}"
    assert read_mark(forged) is None


def test_a_mark_of_another_row_opens_nothing(row, delivery):
    other = row.deliveries.create(update=Update.objects.create(title="b", slug="b", text="b"))
    assert read_mark(mark_of(other)[:14] + mark_of(delivery)[14:]) is None
    delivery.delete()
    assert read_mark(mark_of(delivery) if delivery.pk else "d" + "7" * 29) is None


def test_without_the_setting_mails_come_back_to_the_sender(settings, row):
    settings.BOUNCE_ADDRESS = ""
    message = consent_mail(row)
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert "mailto:" not in message.extra_headers["List-Unsubscribe"]


# Bounces


def test_an_unconfirmed_address_that_does_not_exist_goes_at_once(row):
    assert came_back(NO_USER, row) == Outcome.GONE
    assert not is_there()
    assert not ConsentProof.objects.exists()
    assert came_back(NO_USER, row) == Outcome.IGNORED


@pytest.mark.parametrize("text", [NO_USER, FULL])
def test_an_address_goes_after_failures_on_three_days(time_machine, delivery, text):
    outcomes = []
    for day in ("2026-11-23T22:59:00Z", "2026-11-23T22:59:30Z", "2026-11-23T23:01:00Z"):
        time_machine.move_to(day, tick=False)
        outcomes.append(came_back(text, delivery))
        assert Delivery.objects.get().bounced
    assert outcomes == [Outcome.NOTED] * 3  # two of them in one night, in Germany
    time_machine.move_to("2026-11-25T11:00:00Z")
    assert came_back(text, delivery) == Outcome.GONE
    assert not is_there()
    assert ConsentProof.objects.count() == 1
    assert mail.outbox == []


def test_days_of_more_than_a_year_ago_do_not_count(time_machine, delivery):
    today = timezone.localdate()
    row = delivery.subscription
    row.bounced_on = [today - BOUNCES_KEPT, today - BOUNCES_KEPT * 2]
    row.save()
    assert came_back(FULL, delivery) == Outcome.NOTED
    row.refresh_from_db()
    assert row.bounced_on == [today]


def test_the_night_forgets_days_of_more_than_a_year_ago(delivery):
    today = timezone.localdate()
    kept = [today - BOUNCES_KEPT + timedelta(days=1), today]
    Subscription.objects.update(bounced_on=[today - BOUNCES_KEPT, *kept])
    Subscription.objects.cut_times()
    assert Subscription.objects.get().bounced_on == kept


def test_a_failed_mail_that_is_no_dead_address_leaves_an_unconfirmed_one(row):
    assert came_back(FULL, row) == Outcome.NOTED
    assert is_there()


def test_the_mark_is_found_wherever_it_stands(row):
    for text in (
        plain("550 5.1.1").replace("To: {to}", "To: returns@example.org\nDelivered-To: {to}"),
        plain("550 5.1.1").replace("To: {to}", "X-Original-To: <{to}>"),
        plain("550 5.1.1\n\n-- original --\nReturn-Path: <{to}>").replace("To: {to}\n", ""),
    ):
        Subscription.objects.request(ADDRESS)
        assert came_back(text, Subscription.objects.get()) == Outcome.GONE
    Subscription.objects.request(ADDRESS)
    row = Subscription.objects.get()
    assert take(plain("550 5.1.1").encode(), envelope_sender(row).upper()) == Outcome.GONE


def test_without_a_mark_the_link_in_the_returned_mail_tells_whose_it_is(row):
    assert came_back(NO_USER, row, to="returns@example.org") == Outcome.GONE


def test_a_forged_mark_removes_nobody(row):
    forged = plain("550 5.1.1")
    assert came_back(forged, row, to=f"returns+s{'a' * 42}@example.org") == Outcome.IGNORED
    assert is_there()


def test_of_thousands_of_marks_few_are_looked_up(django_assert_max_num_queries):
    marks = " ".join(f"d{'a' * 26}{n:03}@example.org" for n in range(100, 999)).translate(
        str.maketrans("0189", "abcd")
    )
    with django_assert_max_num_queries(MOST_LOOKED_UP):
        assert take(plain(f"550 5.1.1 {marks}").encode()) == Outcome.IGNORED


# All others


@pytest.mark.parametrize("name", RETURNED)
def test_each_of_the_set_does_what_it_must(delivery, name):
    says, text = RETURNED[name]
    outcome = came_back(text, delivery)
    expected = {
        "NO_SUCH_USER": (Outcome.NOTED, True),
        "FAILED": (Outcome.NOTED, True),
        "NOTHING": (Outcome.IGNORED, True),
        "COMPLAINT": (Outcome.LEFT, False),
        "UNKNOWN": (Outcome.HANDED_ON, True),
    }
    assert (outcome, is_there()) == expected[says.name]
    assert len(mail.outbox) == (outcome == Outcome.HANDED_ON)


def test_a_complaint_leads_to_leaving_also_without_the_returned_text(delivery):
    redacted = complaint("abuse", "From: portal@example.org\nReturn-Path: <{to}>\n")
    assert came_back(redacted, delivery) == Outcome.LEFT
    assert not is_there()


def test_a_complaint_that_names_nobody_is_handed_on(delivery):
    assert came_back(complaint("abuse", "Subject: a\n"), delivery) == Outcome.HANDED_ON
    assert is_there()


def test_what_nobody_can_read_goes_to_people_and_not_into_the_log(delivery, caplog):
    assert came_back(answer("Frage", "Geheim: 4711"), delivery) == Outcome.HANDED_ON
    [message] = mail.outbox
    assert message.to == [message.from_email]
    assert b"Geheim: 4711" in message.attachments[0].content
    assert "4711" not in caplog.text


def test_a_slow_server_gets_what_goes_to_people_once(delivery, settings):
    """A page would wait for less; what stays in the mailbox would come to people again."""
    with MailServer() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 0.5
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.at_mail, server.hangs = {1: "hang"}, 1
        assert came_back(answer("Frage"), delivery) == Outcome.HANDED_ON
    assert server.taken.total() == 1


def test_a_mail_that_breaks_the_reader_goes_to_people(row, monkeypatch, caplog):
    def trip(_):
        raise KeyError("Geheim")

    monkeypatch.setattr("survey.news.returning.parsed", trip)
    assert came_back(NO_USER, row) == Outcome.HANDED_ON
    assert "KeyError" in caplog.text
    assert "Geheim" not in caplog.text


# Leaving by mail


def wish_in(message):
    """Return the address and the subject that a mail programme takes from the header."""
    header = message.extra_headers["List-Unsubscribe"]
    return re.search(r"<mailto:(\S+)\?subject=(\S+)>", header).groups()


def test_a_mail_to_the_address_in_the_header_leaves(delivery):
    row = delivery.subscription
    address, subject = wish_in(update_mail(delivery.update, row))
    assert address == "returns+abmelden@example.org"
    wish = answer(subject.replace("%20", " "), "", Auto_Submitted="auto-generated")
    assert take(wish.encode(), address) == Outcome.LEFT
    assert not is_there()
    assert ConsentProof.objects.count() == 1
    assert take(wish.encode(), address) == Outcome.IGNORED


def test_a_subject_that_was_folded_still_leaves(delivery):
    _, subject = wish_in(update_mail(delivery.update, delivery.subscription))
    secret = subject.removeprefix("Abmelden%20")
    folded = f"Abmelden\n {secret[:50]}\n {secret[50:]}"
    assert take(answer(folded).encode()) == Outcome.LEFT


def test_another_link_in_the_subject_leaves_nobody(delivery):
    subject = f"Abmelden {PAGE.to(delivery.subscription)}"
    assert take(answer(subject).encode()) == Outcome.HANDED_ON
    assert is_there()


# The command


def piped(monkeypatch, text, *arguments):
    stdin = types.SimpleNamespace(buffer=io.BytesIO(text.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    output = io.StringIO()
    call_command("take_bounce", *arguments, stdout=output)
    assert stdin.buffer.read() == b""
    return output.getvalue().strip()


def test_the_command_takes_a_mail_from_a_pipe(monkeypatch, row):
    text = plain("550 5.1.1") + "a" * 300_000
    assert piped(monkeypatch, text, envelope_sender(row)) == "Adresse gelöscht"
    assert not is_there()


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("Geheim"),
        InterfaceError("Geheim"),
        ConnectionRefusedError("Geheim"),
        KeyError("Geheim"),
    ],
)
def test_the_command_lets_the_mail_server_keep_what_can_not_be_taken_now(monkeypatch, row, error):
    def fail(*_):
        raise error

    monkeypatch.setattr("survey.management.commands.take_bounce.take", fail)
    with pytest.raises(CommandError) as refused:
        piped(monkeypatch, NO_USER)
    assert refused.value.returncode == os.EX_TEMPFAIL
    assert "Geheim" not in str(refused.value)


def test_the_command_says_that_the_setting_is_missing(monkeypatch, settings):
    settings.BOUNCE_ADDRESS = ""
    with pytest.raises(CommandError, match="BOUNCE_ADDRESS ist nicht gesetzt"):
        piped(monkeypatch, NO_USER)
