"""The weekly mail to staff: on wish, in numbers and links, of the own work alone."""

from datetime import date
from itertools import pairwise
from smtplib import SMTPServerDisconnected
from urllib.parse import urlsplit

import pytest

from forums.models import Forum, Ministry
from survey.desk.assignments import Assignment
from survey.desk.covers import Cover
from survey.desk.tasks import send_weekly_mails
from survey.desk.weekly import WeeklyMail

pytestmark = pytest.mark.django_db
ACCOUNT = "/verwaltung/konto/"
MONDAY = date(2026, 11, 30)
SERVER = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture(autouse=True)
def monday(db, time_machine):
    time_machine.move_to("2026-11-30 07:00", tick=False)
    return time_machine


@pytest.fixture
def vera(vera):
    vera.user.email = "vera@example.org"
    vera.user.save()
    return vera


@pytest.fixture
def sent(vera, mailoutbox):
    """Switch it on, do the job; return what was sent."""

    def send():
        vera.post(ACCOUNT, {"mail": "on"})
        send_weekly_mails(0)
        return mailoutbox

    return send


def test_it_says_numbers_which_its_links_show(vera, staff, submit, sent):
    veit = staff("veit", "Prüfung", "verkehr").user
    Ministry.objects.update(due_days=30)
    rows = [submit(reason="Streng geheim", day=date(2026, 10, day)) for day in (1, 2, 3)]
    submit(reason="Neu", day=date(2026, 11, 23))
    submit(reason="Heute", day=MONDAY)
    submit(reason="Fremd", day=date(2026, 10, 1), forum=Forum.objects.get(slug="arbeit"))
    for row, person in zip(rows, (vera.user, vera.user, veit), strict=True):
        Assignment.objects.give(row, person)
    [mail] = sent()
    lines = mail.body.splitlines()
    assert mail.to == ["vera@example.org"]
    links = dict(pairwise(lines))
    for words, number in [
        ("Neu in der letzten Woche: 1", 1),
        ("Ältester ungelesener Beitrag: vom 01.10.2026", 5),
        ("Frist überschritten: 3", 3),
        ("Ihnen vergeben: 2", 2),
    ]:
        address = urlsplit(links[words])
        page = vera.get(f"{address.path}?{address.query}")
        assert page.context["cl"].result_count == number, words


def test_it_says_no_text_and_nothing_of_other_persons(vera, staff, submit, sent):
    veit = staff("veit", "Prüfung", "verkehr").user
    Assignment.objects.give(submit(reason="Streng geheim"), veit)
    Cover.objects.create(person=veit, colleague=vera.user, first_day=MONDAY, last_day=MONDAY)
    [mail] = sent()
    assert "Ihnen vergeben: 0" in mail.body
    for words in ("geheim", "veit", "Vertretung"):
        assert words not in mail.body


def test_it_comes_once_a_week_and_again_only_to_who_did_not_get_it(
    vera, sent, monday, mailoutbox, monkeypatch, caplog
):
    def fail(*_):
        raise SMTPServerDisconnected("vera@example.org")

    with monkeypatch.context() as broken:
        broken.setattr(SERVER, fail)
        assert sent() == []
    assert "vera" not in caplog.text
    for _ in range(2):
        assert len(sent()) == 1
    monday.shift(7 * 86400)
    send_weekly_mails(0)
    assert len(mailoutbox) == 2


def test_who_does_not_wish_it_or_has_left_gets_none(vera, lea, sent, mailoutbox):
    lea.user.email = "lea@example.org"
    lea.user.save()
    vera.user.is_active = False
    vera.post(ACCOUNT, {"mail": "on"})
    vera.user.save()
    send_weekly_mails(0)
    assert mailoutbox == []
    vera.user.is_active = True
    vera.user.save()
    vera.post(ACCOUNT, {"mail": "off"})
    send_weekly_mails(0)
    assert mailoutbox == []
    assert not WeeklyMail.objects.exists()


def test_without_an_address_the_page_says_so(lea):
    assert "An Ihrem Konto steht noch keine E-Mail-Adresse." in lea.get(ACCOUNT).content.decode()
