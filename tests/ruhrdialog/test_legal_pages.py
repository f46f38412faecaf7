"""Legal and help pages: the operator's data or a visible gap, never an invented one."""

import re
from datetime import UTC, datetime
from html import unescape
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest
from django.db import OperationalError

from ruhrdialog.models import BarrierReport
from survey.participation.models import SurveyPeriodManager
from survey.upkeep.data_of_citizens import CITIZENS
from survey.upkeep.data_of_staff import STAFF

pytestmark = pytest.mark.django_db
GAP = "<mark>noch nicht ausgefüllt</mark>"
PAGES = ["/impressum/", "/datenschutz/", "/barrierefreiheit/"]
TEXT_PAGES = [*PAGES, "/leichte-sprache/", "/gebaerdensprache/"]
OPERATOR = {
    "name": "Test operator <GmbH>",
    "address": "First line\nSecond line",
    "representative": "Test person",
    "phone": "030 23125 000",
    "email": "operator@example.org",
    "data_protection_officer": "Test officer",
}


@pytest.fixture
def operator(settings):
    settings.OPERATOR = OPERATOR


@pytest.mark.parametrize("address", PAGES)
def test_what_is_missing_is_a_visible_gap(client, address):
    assert GAP in client.get(address).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_operators_data_are_shown(client, operator, address):
    page = client.get(address).content.decode()
    assert GAP not in page
    assert "operator@example.org" in page


def test_they_are_escaped_and_keep_their_lines(client, operator):
    page = client.get("/impressum/").content.decode()
    assert "Test operator &lt;GmbH&gt;" in page
    assert "First line<br>Second line" in page
    assert "Test person" in page


def test_the_data_protection_officer_is_named(client, operator):
    assert "Test officer" in client.get("/datenschutz/").content.decode()


@pytest.mark.parametrize("address", [*TEXT_PAGES, "/gibt-es-nicht/"])
def test_every_page_links_all_of_them_and_shows_the_phone_number(client, operator, address):
    page = client.get(address).content.decode()
    footer = page[page.index("<footer") :]
    for link in ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "beleg"):
        assert f'href="/{link}/"' in footer
    assert '<a href="tel:030%2023125%20000">030 23125 000</a>' in footer


@pytest.mark.parametrize("address", TEXT_PAGES)
def test_they_need_no_database_and_refuse_to_be_posted_to(
    client, address, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(SurveyPeriodManager, "current", Mock(side_effect=OperationalError))
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200
    if address != "/barrierefreiheit/":
        assert client.post(address).status_code == 405


# Privacy: what is stored


@pytest.fixture
def privacy(client):
    """The words of the page, as they are read."""
    html = client.get("/datenschutz/").content.decode()
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def test_what_is_stored_about_citizens_is_on_the_page_in_full(client, privacy):
    page = client.get("/datenschutz/").content.decode()
    for kind in CITIZENS:
        ends = " ".join(end.words for end in kind.ends)
        assert (
            f"{kind.title} Wozu {kind.purpose} Warum wir das dürfen {kind.basis} "
            f"Wer es sieht {kind.seen_by} Wie lange {ends}"
        ) in privacy
        for field in kind.fields:
            assert f'<th scope="row">{field.what}</th><td>{field.why}</td>' in page


def test_what_is_stored_about_staff_is_there_in_short(privacy):
    for kind in STAFF:
        assert f"{kind.title} {kind.purpose}" in privacy
        ends = " ".join(end.words for end in kind.ends)
        assert f"Wer es sieht: {kind.seen_by} Wie lange: {ends}" in privacy
        assert kind.basis in privacy


# Accessibility: the feedback form


@pytest.mark.django_db
def test_a_barrier_is_reported_and_stands_in_the_administration(client, administrator):
    fields = {"page": "FAQ", "message": "Zu <klein>\r\nund grau", "email": "Name@example.org"}
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    response = client.post("/barrierefreiheit/", body, "application/x-www-form-urlencoded")
    assert response.status_code == 303
    assert "Danke!" in client.get(response["Location"]).content.decode()
    report = BarrierReport.objects.get()
    assert (report.page, report.message) == ("FAQ", "Zu <klein>\nund grau")
    assert report.email == "name@example.org"
    page = administrator.get(f"/verwaltung/ruhrdialog/barrierreport/{report.pk}/change/")
    assert "Zu &lt;klein&gt;" in page.content.decode()
    assert administrator.get("/verwaltung/ruhrdialog/barrierreport/").status_code == 200
    address = f"/verwaltung/ruhrdialog/barrierreport/{report.pk}/change/"
    assert administrator.post(address, {"done": "on", "message": "Anders"}).status_code == 302
    report.refresh_from_db()
    assert report.done
    assert report.message == "Zu <klein>\nund grau"


@pytest.mark.django_db
def test_who_wants_no_answer_may_say_so_and_who_wants_one_is_asked_for_an_address(client):
    form = "application/x-www-form-urlencoded"
    response = client.post("/barrierefreiheit/", "message=Zu+klein&email=nein+danke", form)
    assert response.status_code == 303
    assert BarrierReport.objects.get().email == ""
    response = client.post("/barrierefreiheit/", "message=Zu+klein&email=Ja+bitte", form)
    assert response.status_code == 422
    assert "Damit wir Ihnen antworten können" in response.content.decode()
    assert 'value="Ja bitte"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    ["message=", "message=%20%0A", "message=a%00b", f"message={'a' * 4001}", "message=a&email=b"],
)
def test_a_report_that_cannot_be_taken_is_refused_and_kept(client, body):
    response = client.post("/barrierefreiheit/", body, "application/x-www-form-urlencoded")
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Fehler: " in page
    assert "Bitte prüfen Sie Ihre Angaben" in page
    assert not BarrierReport.objects.exists()


@pytest.fixture
def report(client):
    """Report a barrier from a network."""

    def send(message, sender="192.0.2.1", **fields):
        body = urlencode({"message": message, **fields})
        form = "application/x-www-form-urlencoded"
        return client.post("/barrierefreiheit/", body, form, REMOTE_ADDR=sender)

    return send


@pytest.mark.django_db
def test_the_same_report_twice_on_a_day_is_one_row(report, time_machine):
    time_machine.move_to("2026-11-26T10:00:00Z")
    for _ in range(2):
        assert report("Zu klein", page="FAQ").status_code == 303
    report("Zu klein")
    assert BarrierReport.objects.count() == 2
    BarrierReport.objects.update(done=True)
    time_machine.move_to("2026-11-27T10:00:00Z")
    report("Zu klein")
    assert BarrierReport.objects.filter(done=False).count() == 1


@pytest.fixture
def few_reports(monkeypatch, within_a_window):
    monkeypatch.setattr("ruhrdialog.views.UNMARKED", 2)
    monkeypatch.setattr("ruhrdialog.views.TAKEN", 3)


@pytest.mark.django_db
def test_many_reports_from_one_network_are_marked_then_put_off_and_kept(
    report, few_reports, administrator
):
    answers = [report(f"Zu klein {number}").status_code for number in range(3)]
    assert answers == [303, 303, 303]
    marks = BarrierReport.objects.order_by("pk").values_list("check_reason", flat=True)
    assert list(marks) == ["", "", "Sehr viele Meldungen aus einem Netz"]
    page = administrator.get("/verwaltung/ruhrdialog/barrierreport/?check_reason__isempty=0")
    assert "Zu klein 2" in page.content.decode()
    assert "Zu klein 1" not in page.content.decode()
    response = report("Bleibt stehen")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Bleibt stehen</textarea>" in response.content.decode()
    assert "Aus Ihrem Netz kommen gerade zu viele Nachrichten" in response.content.decode()
    assert report("Zu grau", "198.51.100.1").status_code == 303


@pytest.mark.django_db
def test_a_forged_report_is_refused(client):
    response = client.post(
        "/barrierefreiheit/",
        "message=a",
        "application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403


def test_the_statement_names_who_watches_and_who_mediates(client):
    page = client.get("/barrierefreiheit/").content.decode()
    assert "Überwachungsstelle für barrierefreie Informationstechnik" in page
    assert "Ombudsstelle für barrierefreie Informationstechnik" in page


# Easy language and sign language


def test_easy_language_says_that_nobody_has_checked_it_until_somebody_has(client, settings):
    hint = "noch nicht von der Zielgruppe geprüft"
    assert hint in client.get("/leichte-sprache/").content.decode()
    assert hint in client.get("/barrierefreiheit/").content.decode()
    settings.OPERATOR_EASY_LANGUAGE_CHECKED = True
    assert hint not in client.get("/leichte-sprache/").content.decode()
    assert hint not in client.get("/barrierefreiheit/").content.decode()


@pytest.mark.django_db
def test_easy_language_is_linked_above_the_survey(client):
    page = client.get("/mitmachen/").content.decode()
    assert 'href="/leichte-sprache/"' in page[: page.index("<form")]


def test_easy_language_has_short_sentences(client):
    """BITV 2.0, annex 2, part 1, numbers 4 and 9: short sentences, one statement each."""
    page = client.get("/leichte-sprache/").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    for block in re.findall(r"<(?:p|li|h\d)[^>]*>(.*?)</(?:p|li|h\d)>", main, re.DOTALL):
        text = " ".join(re.sub("<[^>]+>", "", block).split())
        for sentence in re.split(r"(?<=[.?!:]) ", text):
            assert len(sentence.split()) <= 11, sentence


def test_sign_language_is_in_the_footer_only_with_a_film(client, settings):
    page = client.get("/gebaerdensprache/").content.decode()
    assert "Der Film ist noch nicht da." in page
    assert "/gebaerdensprache/" not in page[page.index("<footer") :]
    settings.OPERATOR_SIGN_LANGUAGE_VIDEO = "/medien/dgs.mp4"
    page = client.get("/gebaerdensprache/").content.decode()
    assert '<video src="/medien/dgs.mp4"' in page
    assert 'href="/gebaerdensprache/"' in page[page.index("<footer") :]


# security.txt


def test_security_txt_names_contact_and_an_end_within_a_year(client, operator, time_machine):
    time_machine.move_to(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:operator@example.org",
        "Expires: 2027-05-30T00:00:00Z",
        "Preferred-Languages: de, en",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


def test_without_an_address_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404


# The administration and the content's date


@pytest.mark.django_db
def test_the_administrations_start_page_says_what_is_missing(administrator, settings):
    page = administrator.get("/verwaltung/").content.decode()
    assert "OPERATOR_NAME, OPERATOR_ADDRESS" in page
    settings.OPERATOR = OPERATOR
    assert "OPERATOR_" not in administrator.get("/verwaltung/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/themenforen/", "/themenforen/verkehr/"),
        *("/faq/", "/faq/was-ist-ein-themenforum/"),
    ],
)
def test_pages_of_the_authority_say_of_when_they_are(client, administrator, address):
    assert "Stand: 2018" in client.get(address).content.decode()
    administrator.post("/verwaltung/forums/contentdate/1/change/", {"text": "Mai 2027"})
    assert "Stand: Mai 2027" in client.get(address).content.decode()
