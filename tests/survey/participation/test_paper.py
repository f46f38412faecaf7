"""The questionnaire on paper."""

import pytest

from forums.models import Forum

pytestmark = pytest.mark.django_db
OPERATOR = {
    "name": "Testamt",
    "address": "Erste Zeile\nZweite Zeile",
    "representative": "",
    "phone": "030 23125 000",
    "email": "amt@example.org",
    "data_protection_officer": "Testperson",
}


def test_it_asks_all_questions_and_says_where_it_goes(client, settings):
    settings.OPERATOR = OPERATOR
    page = client.get("/mitmachen/papier/").text
    for forum in Forum.objects.all():
        assert forum.title in page
    for text in ("Testamt", "Erste Zeile<br>Zweite Zeile", "030 23125 000", "Artikel 13 DSGVO"):
        assert text in page
    assert "So bekommen Sie Ihren Beleg" in page


def test_it_has_no_field_for_a_name_or_an_address(client):
    page = client.get("/mitmachen/papier/").text
    assert "<input" not in page
    assert "Name:" not in page
    assert "Schreiben Sie keine Namen und keine Adressen auf dieses Blatt" in page


def test_without_a_phone_number_it_offers_no_call(client, settings):
    settings.OPERATOR = OPERATOR | {"phone": ""}
    assert "am Telefon" not in client.get("/mitmachen/papier/").text


@pytest.mark.parametrize("address", ["/mitmachen/", "/themenforen/verkehr/mitmachen/"])
def test_the_survey_leads_to_it(client, address):
    assert 'href="/mitmachen/papier/"' in client.get(address).text


def test_the_stand_does_not(client):
    assert "/mitmachen/papier/" not in client.get("/stand/").text


def test_it_refuses_to_be_posted_to(client):
    assert client.post("/mitmachen/papier/").status_code == 405


@pytest.mark.parametrize("address", ["/", "/mitmachen/"])
def test_in_seven_languages_it_is_said_that_one_may_write_in_any(client, address):
    page = client.get(address).text
    for language in ("en", "tr", 'ar" dir="rtl', "uk", "ru", "pl", "ro"):
        assert f'<li lang="{language}">' in page
