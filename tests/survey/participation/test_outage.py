"""The database is away: a submission is taken all the same, once, and its receipt works."""

import re
from contextlib import contextmanager, nullcontext
from io import BytesIO

import pytest
from django.db import (
    DataError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)
from procrastinate.exceptions import ConnectorException

from forums.models import Forum
from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.news.models import Subscription
from survey.participation import spooled
from survey.participation.models import SurveyPeriod, last_known
from survey.participation.signed_answers import SignedAnswers
from survey.participation.tasks import drain_spool
from survey.submissions.models import Submission, Withdrawal

pytestmark = pytest.mark.django_db
SEND = "/mitmachen/absenden/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def away():
    """Return a context in which every statement fails."""

    @contextmanager
    def database_away(error=OperationalError):
        def refuse(*_):
            raise error

        with connection.execute_wrapper(refuse):
            yield

    return database_away


@pytest.fixture
def waiting(post, signed, away):
    """Send a submission while the database is away; return its code."""

    def send(**answers):
        value = signed(**{"reason": "Zu voll", **answers})
        with away():
            response = post(SEND, {"signed": value})
        assert response.status_code == 303
        return re.fullmatch("/beleg/([^/]+)/", response["Location"])[1]

    return send


def files(folder):
    return [path for path in folder.iterdir() if path.name[0] != "."]


# Taking


def test_a_process_that_knows_no_period_keeps_the_text_in_its_page(post, signed, away, monkeypatch):
    value = signed(reason="Zu voll")
    monkeypatch.setattr(last_known, "last", [])
    with away():
        response = post(SEND, {"signed": value})
    assert response.status_code == 503
    assert "<h1>Noch nicht gespeichert</h1>" in response.content.decode()
    kept = re.search('name="signed" value="([^"]+)"', response.content.decode())[1]
    assert SignedAnswers.read(kept) == SignedAnswers.read(value)


@pytest.mark.parametrize(
    "error", [OperationalError, InterfaceError, InternalError, ProgrammingError]
)
def test_it_is_taken_however_the_database_refuses(post, signed, away, folder, error):
    value = signed(reason="Zu voll")
    with away(error):
        assert post(SEND, {"signed": value}).status_code == 303
    assert len(files(folder)) == 1
    assert not Submission.objects.exists()


def test_form_and_check_page_work_from_memory(client, post, signed, away):
    signed()
    with away():
        assert client.get("/mitmachen/").status_code == 200
        page = post("/mitmachen/", {"forum": "verkehr", "reason": "Zu voll"})
    assert page.status_code == 200
    assert "Zu voll" in page.content.decode()


def test_the_receipt_says_that_it_is_stored_later_and_where_to_enter_the_address(
    client, waiting, away
):
    code = waiting(email="name@example.org")
    with away():
        page = client.get(f"/beleg/{code}/").content.decode()
    assert "Wir speichern ihn, sobald die Störung vorbei ist." in page
    assert "Eine E-Mail-Adresse haben wir dabei nicht behalten." in page
    assert "Zu voll" in page
    assert "Beitragsnummer" not in page


def test_nobody_is_told_to_confirm_an_address_that_was_not_kept(client, post, signed, away, folder):
    value = signed(email="name@example.org")
    with away():
        response = post("/mitmachen/absenden/", {"signed": value})
        page = client.get(response["Location"]).content.decode()
    assert response["Location"].endswith("/")
    assert "Bitte bestätigen Sie noch" not in page
    assert "Eine E-Mail-Adresse haben wir dabei nicht behalten." in page


def test_the_file_holds_neither_address_nor_code(waiting, folder):
    code = waiting(email="name@example.org")
    [file] = files(folder)
    assert file.name == receipt_hash(code).hex()
    assert b"example.org" not in file.read_bytes()
    assert code.encode() not in file.read_bytes()


def test_sent_twice_it_is_one_file(post, signed, away, folder):
    value = signed()
    with away():
        for _ in range(2):
            assert post(SEND, {"signed": value}).status_code == 303
    assert len(files(folder)) == 1


def test_after_the_end_of_the_survey_nothing_is_taken(post, signed, away, folder):
    value = signed()
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": "2020-01-01T00:00Z"})
    SurveyPeriod.objects.current()
    with away():
        response = post(SEND, {"signed": value})
    assert response.status_code == 503
    assert files(folder) == []


def test_after_the_end_a_spool_that_is_away_is_no_fault_of_the_page(post, signed, settings):
    value = signed(reason="Bleibt")
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": "2020-01-01T00:00Z"})
    settings.SPOOL_DIR = "/nowhere"
    response = post(SEND, {"signed": value})
    assert response.status_code == 503
    assert 'name="signed"' in response.content.decode()


def test_after_the_end_what_waits_leads_to_its_receipt(post, signed, away, folder):
    value = signed(reason="Wartet")
    with away():
        receipt = post(SEND, {"signed": value})["Location"]
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": "2020-01-01T00:00Z"})
    files(folder)[0].write_bytes(b"")  # damaged, but there
    again = post(SEND, {"signed": value})
    assert (again.status_code, again["Location"]) == (303, receipt)


@pytest.mark.parametrize("spool", ["", "/nowhere"])
def test_without_a_spool_the_page_keeps_the_text_and_the_code(
    client, post, signed, away, settings, spool
):
    settings.SPOOL_DIR = spool
    value = signed(reason="Bleibt")
    with away():
        response = post(SEND, {"signed": value})
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    again = re.search(r'name="signed" value="([^"]+)"', response.content.decode())[1]
    assert post(SEND, {"signed": again}).status_code == 303
    assert Submission.objects.get().reason == "Bleibt"


# Storing


def test_a_worker_stores_it_once_with_the_day_on_which_it_came(waiting, folder, time_machine):
    time_machine.move_to("2026-11-26T22:59:00Z", tick=False)
    code = waiting(further_interests=["arbeit"], publication_consent="on")
    time_machine.move_to("2026-11-27T10:00:00Z", tick=False)
    [content] = [file.read_bytes() for file in files(folder)]
    spooled.drain()
    assert files(folder) == []
    (folder / receipt_hash(code).hex()).write_bytes(content)  # killed before it could remove it
    spooled.drain()
    submission = Submission.objects.get()
    assert bytes(submission.receipt_hash) == receipt_hash(code)
    assert submission.reason == "Zu voll"
    assert submission.assigned_forum.slug == "verkehr"
    assert [forum.slug for forum in submission.further_forums()] == ["arbeit"]
    assert submission.publication_consent
    assert submission.day.isoformat() == "2026-11-26"
    assert files(folder) == []


def test_it_does_so_each_minute(waiting):
    waiting()
    drain_spool(timestamp=0)
    assert Submission.objects.count() == 1


def test_what_was_stored_before_is_not_stored_again(post, signed, away):
    value = signed(reason="Einmal")
    post(SEND, {"signed": value})
    with away():
        post(SEND, {"signed": value})
    spooled.drain()
    assert Submission.objects.count() == 1


def test_what_was_withdrawn_before_stays_withdrawn(post, signed, away):
    value = signed(reason="Weg")
    post(SEND, {"signed": value})
    Submission.objects.get().withdraw()
    with away():
        post(SEND, {"signed": value})
    spooled.drain()
    assert not Submission.objects.exists()


def test_if_the_database_goes_away_again_everything_still_waits(waiting, away, folder):
    waiting()
    with away(), pytest.raises(OperationalError):
        spooled.drain()
    assert len(files(folder)) == 1
    spooled.drain()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b'{"answers": {"forum": "verk', b"[]", b'{"answers": {}, "day": "2026-11-26"}'],
    ids=["empty", "torn", "something else", "without a topic"],
)
def test_what_cannot_be_stored_stays_and_holds_up_nothing(waiting, folder, caplog, content):
    waiting()
    damaged = folder / receipt_hash(random_code()).hex()
    damaged.write_bytes(content)
    spooled.drain()
    assert Submission.objects.count() == 1
    assert files(folder) == [damaged]
    assert "stays" in caplog.text


def test_what_the_database_never_takes_holds_up_nothing(waiting, folder, monkeypatch):
    def refuse(*_, **__):
        raise DataError

    waiting()
    with monkeypatch.context() as broken:
        broken.setattr(Submission.objects, "receive_hashed", refuse)
        spooled.drain()
    assert len(files(folder)) == 1


def test_without_a_spool_there_is_nothing_to_do(settings):
    settings.SPOOL_DIR = ""
    spooled.drain()


# The receipt meanwhile


def test_it_can_be_withdrawn_meanwhile(client, post, waiting, away, folder):
    code = waiting()
    with away():
        assert post(f"/beleg/{code}/").status_code == 303
        page = client.get(f"/beleg/{code}/").content.decode()
    assert "Zurückgezogen und gelöscht" in page
    assert b"Zu voll" not in files(folder)[0].read_bytes()
    spooled.drain()
    assert not Submission.objects.exists()
    assert Withdrawal.objects.for_receipt(code)


def test_and_also_if_it_has_been_stored_in_the_same_moment(waiting, folder):
    code = waiting()
    hashed = receipt_hash(code)
    Submission.objects.receive(code, forum=Forum.objects.get(slug="verkehr"), reason="Zu voll")
    spooled.withdraw(code)
    spooled.drain()
    assert not Submission.objects.filter(receipt_hash=hashed).exists()
    assert files(folder) == []


def test_its_text_can_be_changed_meanwhile(client, post, waiting, away):
    code = waiting()
    with away():
        assert "Zu voll" in client.get(f"/beleg/{code}/aendern/").content.decode()
        assert post(f"/beleg/{code}/aendern/", {"reason": "Zu leer"}).status_code == 303
        assert "Zu leer" in client.get(f"/beleg/{code}/").content.decode()
    spooled.drain()
    assert Submission.objects.get().reason == "Zu leer"


def test_so_can_topics_and_consent(post, client, waiting, away):
    code = waiting(publication_consent="2026-11")
    change = {"forum": "arbeit", "further_interests": ["verkehr"], "reason": "Zu voll"}
    with away():
        assert post(f"/beleg/{code}/aendern/", change).status_code == 303
        assert "Sie haben zugestimmt" in client.get(f"/beleg/{code}/").content.decode()
        assert post(f"/beleg/{code}/zustimmung/").status_code == 303
        assert "Sie haben nicht zugestimmt" in client.get(f"/beleg/{code}/").content.decode()
    spooled.drain()
    stored = Submission.objects.get()
    assert (stored.forum.slug, stored.assigned_forum.slug) == ("arbeit", "arbeit")
    assert [forum.slug for forum in stored.further_forums()] == ["verkehr"]
    assert not stored.publication_consent


def test_a_consent_taken_back_arrives_though_the_text_has_just_been_stored(waiting, folder):
    code = waiting(publication_consent="2026-11")
    [file] = files(folder)
    before = file.read_bytes()
    spooled.drain()
    assert Submission.objects.get().wording_version == "2026-11"
    file.write_bytes(before)
    spooled.change(code, publication_consent="")
    spooled.drain()
    assert not Submission.objects.get().publication_consent


def test_a_change_arrives_though_the_text_has_just_been_stored(waiting, folder):
    code = waiting()
    [file] = files(folder)
    before = file.read_bytes()
    spooled.drain()
    file.write_bytes(before)
    spooled.change(code, reason="Zu leer")
    spooled.drain()
    assert Submission.objects.get().reason == "Zu leer"


def test_a_later_change_in_the_database_is_not_undone(waiting, folder):
    waiting()
    [file] = files(folder)
    before = file.read_bytes()
    spooled.drain()
    Submission.objects.get().change(reason="Ganz anders")
    file.write_bytes(before)
    spooled.drain()
    assert Submission.objects.get().reason == "Ganz anders"


def test_any_other_code_is_told_that_nobody_can_look_now(client, submit, away):
    known = random_code()
    submit(known)
    with away():
        for code in (known, random_code()):
            response = client.get(f"/beleg/{code}/")
            page = response.content.decode()
            assert response.status_code == 503
            assert "Wir können gerade nicht nachsehen" in page
            assert "Bitte versuchen Sie es später noch einmal." in page
            assert int(response["Retry-After"]) > 0
    assert client.get(f"/beleg/{random_code()}/").status_code == 404


def test_a_damaged_file_is_no_unknown_receipt(client, waiting, folder):
    code = waiting()
    files(folder)[0].write_bytes(b"")
    assert client.get(f"/beleg/{code}/").status_code == 503


def test_a_spool_that_is_away_may_hold_any_receipt(client, settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path / "away")
    assert client.get(f"/beleg/{random_code()}/").status_code == 503


# Other posts


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/barrierefreiheit/", {"message": "Bleibt, mit\nZeilen", "page": "", "email": ""}),
        ("/mitmachen/", {"forum": "verkehr", "reason": "Bleibt, mit\nZeilen"}),
    ],
)
def test_every_page_of_an_outage_keeps_what_was_typed(post, away, monkeypatch, address, fields):
    for known in ("forums.models.every_forum", "survey.participation.models.last_known"):
        monkeypatch.setattr(f"{known}.last", [])  # a process that has just begun
    with away():
        response = post(address, fields)
    page = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "Bleibt, mit\nZeilen" in page
    assert "Noch einmal senden" in page


def test_no_password_is_given_back(client, django_user_model, away):
    with away():
        response = client.post("/verwaltung/konto/login/", {"login": "vera", "password": "geheim"})
    assert response.status_code == 503
    assert "geheim" not in response.content.decode()


def test_what_came_with_a_file_is_not_given_back_without_it(lea, away):
    lea.raise_request_exception = False  # the session is read outside of the view
    for file, is_given_back in (({}, True), ({"file": BytesIO(b"a;b")}, False)):
        with away():
            response = lea.post(
                "/verwaltung/survey/submission/einlesen/", {"source": "event"} | file
            )
        assert response.status_code == 503
        assert ("Noch einmal senden" in response.content.decode()) == is_given_back


def test_an_address_that_alone_could_not_be_stored_is_named_and_the_receipt_is_kept(
    post, signed, monkeypatch
):
    def fail(*_, **__):
        raise ConnectorException

    value = signed(reason="Gespeichert", email="name@example.org")
    with monkeypatch.context() as broken:
        broken.setattr("survey.news.joining.send_consent_mail.defer", fail)
        response = post(SEND, {"signed": value})
    page = response.content.decode()
    assert response.status_code == 503
    assert "Ihr Beitrag ist angekommen. Ihre E-Mail-Adresse noch nicht." in page
    assert 'value="name@example.org"' in page
    assert re.search(r'href="/beleg/[A-Z0-9]+/"', page)
    assert Submission.objects.get().reason == "Gespeichert"
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("is_back", [True, False])
def test_another_text_of_the_same_form_is_asked_about(post, signed, away, is_back):
    form = "0123456789abcdef" * 2
    first, second = (signed(reason=text, formular=form) for text in ("Erster", "Zweiter"))
    with away():
        assert post(SEND, {"signed": first}).status_code == 303
    with nullcontext() if is_back else away():
        page = post(SEND, {"signed": second})
        assert page.status_code == 409
        assert "Zweiter" in page.content.decode()
        assert post(SEND, {"signed": first}).status_code == 303
