"""Recording for somebody who wrote on paper or called: the form, the row, the receipt."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
PAGE = "/verwaltung/survey/submission/add/"


def code_in(client):
    return re.search(r'name="code" value="([^"]+)"', client.get(PAGE).content.decode())[1]


@pytest.fixture
def record(vera):
    """Send the form as the page gives it, with the answers of a letter."""

    def post(client=vera, **fields):
        answers = {"source": "paper", "day": "2026-03-05", "forum": "verkehr", "reason": "Zu voll"}
        return client.post(PAGE, {"code": code_in(client), **answers, **fields})

    return post


def receipt_of(response):
    """Return the address of the receipt whose slip a page shows."""
    assert response.status_code == 200
    [shown] = re.findall(
        r'<span class="code" translate="no">([^<]+)</span>', response.content.decode()
    )
    return f"/beleg/{re.sub('[^A-Z0-9]', '', shown)}/"


def test_it_is_stored_with_its_source_and_shows_the_receipt_to_print(record, client):
    response = record(proposal="Mehr\r\nBusse", further_interests=["arbeit"])
    row = Submission.objects.get()
    assert (row.source, row.day, row.forum.slug) == ("paper", date(2026, 3, 5), "verkehr")
    assert (row.reason, row.proposal, row.state) == ("Zu voll", "Mehr\nBusse", "received")
    assert [forum.slug for forum in row.further_forums()] == ["arbeit"]
    receipt = client.get(receipt_of(response))
    assert receipt.status_code == 200
    assert row.shown_reference in receipt.content.decode()


def test_the_slip_is_shown_once_and_no_address_leads_to_it_again(record, vera):
    page = record()
    assert "no-store" in page["Cache-Control"]
    assert "Er steht nur jetzt hier." in page.content.decode()
    assert "Sie können ihn auf http://testserver/beleg/ eintippen." in page.content.decode()
    assert "js/desk.js" in page.content.decode()  # that prints
    row = Submission.objects.get()
    code = receipt_of(page).split("/")[2]
    for address in (PAGE, f"/verwaltung/survey/submission/{row.pk}/change/"):
        assert code not in re.sub("[ –-]", "", vera.get(address).content.decode())


def test_the_next_one_begins_with_the_same_source_and_day(record, vera):
    [again] = re.findall(r'href="([^"]+add/\?[^"]+)"', record(source="event").content.decode())
    assert again == f"{PAGE}?source=event&amp;day=2026-03-05"
    page = vera.get(again.replace("&amp;", "&")).content.decode()
    assert '<option value="event" selected>' in page
    assert 'value="2026-03-05"' in page
    assert "Zu voll" not in page


@pytest.mark.parametrize(
    "query", ["source=mond&day=2999-01-01", "source=portal&day=a%00b", "day=1"]
)
def test_nonsense_in_the_address_chooses_nothing(vera, query):
    page = vera.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "selected>Bitte wählen" in page.content.decode()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page.content.decode()


def test_of_one_that_was_withdrawn_meanwhile_there_is_no_slip(record, vera):
    code = code_in(vera)
    record(code=code)
    Submission.objects.get().withdraw()
    page = record(code=code).content.decode()
    assert "inzwischen zurückgezogen" in page
    assert "Beleg zum Mitgeben" not in page


def test_it_asks_neither_for_an_address_nor_for_what_only_programs_fill(vera):
    page = vera.get(PAGE).content.decode()
    assert 'name="reason"' in page
    assert 'name="email"' not in page
    assert 'name="betreff"' not in page


def test_the_desk_tells_the_source_and_filters_by_it(record, vera, submit):
    record(source="phone")
    submit(reason="Selbst geschrieben")
    row = Submission.objects.get(source="phone")
    page = vera.get(f"/verwaltung/survey/submission/{row.pk}/change/").content.decode()
    assert "<dt>Quelle</dt><dd>Telefon</dd>" in page
    found = vera.get("/verwaltung/survey/submission/?source__exact=phone").context["cl"].result_list
    assert list(found) == [row]


def test_a_topic_of_the_own_goes_to_leitung(record, vera):
    receipt_of(record(forum="anderes-thema", other_topic="Spielplätze"))
    row = Submission.objects.get()
    assert (row.forum, row.other_topic) == (None, "Spielplätze")


def test_after_the_end_of_the_survey_letters_are_still_recorded(record):
    yesterday = timezone.now() - timedelta(days=1)
    SurveyPeriod.objects.filter(pk=1).update(closes_at=yesterday)
    receipt_of(record())


def test_sent_twice_it_is_one(vera, record):
    code = code_in(vera)
    receipts = {receipt_of(record(code=code)) for _ in range(2)}
    assert len(receipts) == 1
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"source": ""}, "Bitte wählen Sie, wie der Beitrag kam."),
        ({"source": "portal"}, "keine gültige Auswahl"),
        ({"day": ""}, "Bitte nennen Sie den Tag."),
        ({"day": "31.02.2026"}, "Bitte nennen Sie den Tag so: 24.12.2018."),
        ({"day": "2999-01-01"}, "Der Tag liegt in der Zukunft."),
        ({"forum": ""}, "Bitte wählen Sie ein Thema."),
        ({"forum": "mond"}, "Dieses Thema kennen wir nicht."),
        ({"proposal": "ä" * 4001}, "Bitte kürzen Sie ihn um 1 Zeichen."),
        ({"proposal": "a\0b"}, "Nullzeichen"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(record, fields, message):
    response = record(**fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "Zu voll" in page
    assert 'name="code" value="' in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize("code", ["", "BCDF", "BCDF:forged"])
def test_a_code_of_ones_own_making_is_refused(record, code):
    assert record(code=code).status_code == 400
    assert not Submission.objects.exists()


def test_only_who_reviews_records(rita, dana, client, lea):
    for other in (rita, dana):
        assert other.get(PAGE).status_code == 403
        assert other.post(PAGE, {}).status_code == 403
    assert client.get(PAGE).status_code == 302  # to the login
    assert lea.get(PAGE).status_code == 200


def test_nothing_but_the_form_is_taken(vera):
    assert vera.put(PAGE).status_code == 405


def test_a_topic_of_the_own_beside_a_chosen_one_is_asked_about(record):
    response = record(other_topic="Spielplätze")
    assert response.status_code == 422
    assert "Es ist schon ein Thema gewählt." in response.content.decode()
    assert 'value="Spielplätze"' in response.content.decode()
    assert not Submission.objects.exists()
