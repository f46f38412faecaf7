"""/beleg/: the page on which a code is typed from paper."""

import pytest
from django.db import OperationalError

from ruhrdialog.lib.codes import grouped, random_code
from tests.ruhrdialog.test_headers import KEPT

pytestmark = pytest.mark.django_db


def test_it_asks_for_the_code(client):
    response = client.get("/beleg/")
    assert "Code Ihres Belegs" in response.content.decode()
    assert response["Cache-Control"] == KEPT


def test_a_typed_code_opens_the_receipt_however_it_is_written(post, submit):
    code = random_code()
    submit(code)
    for typed in (code, grouped(code, 5), f" {code.lower()} ", grouped(code, 3).replace("-", " ")):
        response = post("/beleg/", {"code": typed})
        assert response.status_code == 303
        assert response["Location"] == f"/beleg/{code}/"


@pytest.mark.parametrize(
    "around", ["http://testserver/beleg/{}/", "<{}>", "Code: {}", "Beleg: {}.", "Mein Code:\n{}"]
)
def test_what_was_pasted_around_it_does_not_matter(post, submit, around):
    code = random_code()
    submit(code)
    response = post("/beleg/", {"code": around.format(grouped(code, 5))})
    assert (response.status_code, response["Location"]) == (303, f"/beleg/{code}/")


def test_with_one_wrong_letter_the_input_stays_and_the_page_says_how_to_go_on(post, submit):
    submit(f"{'B' * 29}C")
    for typed, message in (
        ("B" * 30, "Unter diesem Code finden wir keinen Beitrag."),
        (f"{'B' * 28}AE", "Das kommt in keinem Code vor: A, E."),
    ):
        response = post("/beleg/", {"code": typed})
        page = response.content.decode()
        assert response.status_code == 422
        assert message in page
        assert f"{typed}</textarea>" in page
        assert "So geht es weiter" in page


@pytest.mark.parametrize("phone", ["0201 000000", ""])
@pytest.mark.parametrize("typed", ["{}", "Beitragsnummer: {}", "Nr. {}."])
def test_a_beitragsnummer_is_told_what_it_is_for_whether_it_is_there_or_not(
    post, submit, settings, typed, phone
):
    settings.OPERATOR = settings.OPERATOR | {"phone": phone}
    reference = submit().reference
    other = reference[:-1] + ("B" if reference[-1] != "B" else "C")
    pages = []
    for each in (grouped(reference), grouped(other)):
        written = typed.format(each)
        response = post("/beleg/", {"code": written})
        assert response.status_code == 422
        pages.append(response.content.decode().replace(written, "…"))
    assert pages[0] == pages[1]
    assert "Das ist eine Beitragsnummer. Sie ist für Nachfragen da" in pages[0]
    assert f"anrufen{' (Telefon 0201 000000)' if phone else ''}. Den Beitrag" in pages[0]


def test_while_the_database_is_away_the_receipt_says_so(post, monkeypatch):
    def fail(*_):
        raise OperationalError

    monkeypatch.setattr("survey.participation.receipt_views.find", fail)
    response = post("/beleg/", {"code": "B" * 30})
    assert (response.status_code, response["Location"]) == (303, f"/beleg/{'B' * 30}/")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Bitte geben Sie den Code ein"),
        ("BCDF", "Der Code hat 30 Buchstaben, Ihre Eingabe hat 4."),
        ("B" * 31, "Ihre Eingabe hat 31."),
        ("a\0b", "Nullzeichen"),
    ],
)
def test_what_is_no_code_is_refused_with_a_message(post, typed, message):
    response = post("/beleg/", {"code": typed})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_forged_post_is_refused(post):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert post("/beleg/", {"code": "B" * 30}, headers=headers).status_code == 403
