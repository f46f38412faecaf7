"""/beleg/: the page on which a code is typed from paper."""

import pytest

from ruhrdialog.lib.codes import grouped, random_code

pytestmark = pytest.mark.django_db


def test_it_asks_for_the_code(client):
    response = client.get("/beleg/")
    assert "Code Ihres Belegs" in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=60"


def test_a_typed_code_opens_the_receipt_however_it_is_written(post, submit):
    code = random_code()
    submit(code)
    for typed in (code, grouped(code, 5), f" {code.lower()} ", grouped(code, 3).replace("-", " ")):
        response = post("/beleg/", {"code": typed})
        assert response.status_code == 303
        assert response["Location"] == f"/beleg/{code}/"


def test_an_unknown_code_leads_to_the_404_page(client, post):
    response = post("/beleg/", {"code": "B" * 30})
    assert client.get(response["Location"]).status_code == 404


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
