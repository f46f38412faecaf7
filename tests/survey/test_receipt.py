"""/beleg/<code>/: a submission for whoever has its secret link."""

import pytest

from survey.models import Submission, Withdrawal
from survey.receipt_codes import random_code, receipt_hash

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    return random_code()


def test_it_shows_the_answers_the_reference_and_the_state(client, submit, code):
    submission = submit(code, reason="Zu <voll>", proposal="Mehr Busse", publication_consent=True)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Danke! Ihr Beitrag ist angekommen." in page
    assert submission.shown_reference in page
    assert "Eingegangen" in page
    assert "Verkehr" in page
    assert "Zu &lt;voll&gt;" in page
    assert "Mehr Busse" in page
    assert "Nicht jeder Beitrag bekommt eine eigene Antwort" in page


def test_a_submission_without_text_is_told_that_it_is_counted(client, submit, code):
    submit(code)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Gezählt" in page
    assert "Eingegangen" not in page


def test_the_code_is_not_in_the_page_nor_in_the_database(client, submit, code):
    submit(code)
    assert code not in client.get(f"/beleg/{code}/").content.decode()
    assert bytes(Submission.objects.get().receipt_hash) == receipt_hash(code)


def test_it_is_kept_nowhere_and_sharing_it_shares_the_survey(client, submit, code):
    submit(code)
    response = client.get(f"/beleg/{code}/")
    page = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert '<link rel="canonical" href="http://testserver/mitmachen/">' in page
    assert '<meta property="og:url" content="http://testserver/mitmachen/">' in page


def test_withdrawing_deletes_the_row_and_leaves_the_hash(client, submit, post, code):
    submit(code, reason="Weg")
    response = post(f"/beleg/{code}/")
    assert response.status_code == 303
    assert not Submission.objects.exists()
    assert bytes(Withdrawal.objects.get().receipt_hash) == receipt_hash(code)
    assert "Zurückgezogen und gelöscht" in client.get(response["Location"]).content.decode()


def test_withdrawing_twice_says_the_same(submit, post, code):
    submit(code)
    post(f"/beleg/{code}/")
    response = post(f"/beleg/{code}/")
    assert "Zurückgezogen und gelöscht" in response.content.decode()
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("code", ["BCDF", "x" * 28, "2" * 28, "%00", "ä", "2" * 3000])
def test_an_unknown_code_gets_404(client, post, code):
    assert client.get(f"/beleg/{code}/").status_code == 404
    assert post(f"/beleg/{code}/").status_code == 404


def test_a_forged_post_withdraws_nothing(submit, post, code):
    submit(code)
    assert (
        post(f"/beleg/{code}/", headers={"Origin": "http://elsewhere.example"}).status_code == 403
    )
    assert Submission.objects.exists()
