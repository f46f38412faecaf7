"""The desk's start page says what is wrong, to those who can have it mended."""

import pytest

from ruhrdialog.health.looked_at import look, schema
from ruhrdialog.lib.smtp.trouble import Trouble
from survey.news.mail_server import MailServer
from survey.upkeep.models import Mark
from tests.ruhrdialog.health import ago, all_well, execute, mark

pytestmark = pytest.mark.django_db
HEADLINE = "Im Betrieb stimmt etwas nicht"


@pytest.fixture(autouse=True)
def _well(db):
    all_well()


@pytest.fixture
def _dead(_well):
    execute("DELETE FROM procrastinate_workers")
    mark(Mark.Name.RETENTION, ago(hours=5))


def start_page(client):
    return client.get("/verwaltung/").content.decode()


@pytest.mark.usefixtures("_dead")
@pytest.mark.parametrize("who", ["lea", "administrator"])
def test_leitung_and_administrators_read_each_sentence(request, who):
    page = start_page(request.getfixturevalue(who))
    assert HEADLINE in page
    assert "Der Worker meldet sich seit unbekannter Zeit nicht" in page
    assert "wird seit 5 Stunden nicht mehr gelöscht" in page


def test_when_all_is_well_nothing_is_said(lea):
    assert HEADLINE not in start_page(lea)


@pytest.mark.usefixtures("_dead")
@pytest.mark.parametrize("who", ["vera", "dana"])
def test_others_read_nothing_of_it_and_nothing_is_looked_at(request, who, monkeypatch):
    client = request.getfixturevalue(who)
    monkeypatch.setattr("ruhrdialog.admin_site.look", None)  # fails when it is called
    assert HEADLINE not in start_page(client)


def mail_server_away(since):
    MailServer.objects.create(failing_since=since, trouble=Trouble.CONNECTION)


def mailbox_away(since):
    mark(Mark.Name.MAILBOX_AWAY, since)


@pytest.mark.usefixtures("_dead")
@pytest.mark.parametrize(
    ("away", "minutes", "words"),
    [
        (mail_server_away, 11, "Mails gehen nicht hinaus"),
        (mail_server_away, 9, None),
        (mailbox_away, 31, "Das Postfach für unzustellbare Mails"),
        (mailbox_away, 29, None),
    ],
)
def test_editors_read_of_mails_that_have_failed_for_a_while_and_of_nothing_else(
    rita, away, minutes, words
):
    assert HEADLINE not in start_page(rita)
    away(ago(minutes=minutes))
    page = start_page(rita)
    assert "Der Worker meldet sich" not in page
    assert (words in page) if words else (HEADLINE not in page)


def test_looking_takes_few_queries(django_assert_num_queries):
    schema.missing()  # once seen, never asked for again
    with django_assert_num_queries(14):
        look()
