"""POST /mitmachen/absenden/: from the check page into the database."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forums.models import Forum, every_forum
from ruhrdialog.lib.codes import CODE_LENGTH, receipt_hash
from survey.news.models import Subscription
from survey.participation.signed_answers import SALT
from survey.submissions.models import Submission, Withdrawal

pytestmark = pytest.mark.django_db


def code_of(response):
    return re.fullmatch("/beleg/([^/]+)/", response["Location"])[1]


def test_it_stores_every_answer_and_leads_to_the_receipt(post, signed):
    value = signed(
        reason="Zu voll.\r\nZu teuer.",
        proposal="Mehr Busse",
        further_interests=["arbeit", "ehrenamt", "verkehr"],
        publication_consent="on",
    )
    response = post("/mitmachen/absenden/", {"signed": value})
    assert response.status_code == 303
    submission = Submission.objects.get()
    assert bytes(submission.receipt_hash) == receipt_hash(code_of(response))
    assert submission.forum.slug == submission.assigned_forum.slug == "verkehr"
    assert submission.reason == "Zu voll.\nZu teuer."
    assert submission.proposal == "Mehr Busse"
    assert [forum.slug for forum in submission.further_forums()] == ["ehrenamt", "arbeit"]
    assert submission.publication_consent
    assert submission.state == "received"


def test_an_own_topic_is_nobodys_forum(post, signed):
    value = signed(forum="anderes-thema", other_topic="Spielplätze")
    post("/mitmachen/absenden/", {"signed": value})
    submission = Submission.objects.get()
    assert submission.other_topic == "Spielplätze"
    assert submission.forum is None
    assert submission.assigned_forum is None
    assert submission.state == "received"


def test_without_any_text_it_is_counted_at_once(post, signed):
    post("/mitmachen/absenden/", {"signed": signed()})
    assert Submission.objects.get().state == "counted"


def test_sent_twice_it_is_one_row_and_one_receipt(post, signed):
    value = signed(reason="Einmal")
    first = post("/mitmachen/absenden/", {"signed": value})
    second = post("/mitmachen/absenden/", {"signed": value})
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_a_withdrawn_submission_is_not_brought_back(post, signed):
    value = signed(reason="Weg damit", email="name@example.org")
    receipt = post("/mitmachen/absenden/", {"signed": value})["Location"].partition("?")[0]
    post(receipt)
    Subscription.objects.all().delete()
    response = post("/mitmachen/absenden/", {"signed": value})
    assert response.status_code == 409
    assert "Ihr erster Beitrag ist zurückgezogen" in response.content.decode()
    assert not Submission.objects.exists()
    assert not Subscription.objects.exists()


def test_one_that_was_sorted_out_and_deleted_is_not_called_withdrawn(post, signed):
    value = signed(reason="Kauft!")
    post("/mitmachen/absenden/", {"signed": value})
    Withdrawal.objects.leave_of_sorted_out(Submission.objects.all())
    Submission.objects.all().delete()
    page = post("/mitmachen/absenden/", {"signed": value})
    assert page.status_code == 409
    assert "<h1>Ihr erster Beitrag ist gelöscht</h1>" in page.content.decode()
    assert "zurückgezogen" not in page.content.decode()
    assert not Submission.objects.exists()


def test_who_left_an_address_is_told_once_to_confirm_it(client, post, signed):
    asks = "Bitte bestätigen Sie noch Ihre E-Mail-Adresse"
    response = post("/mitmachen/absenden/", {"signed": signed(email="name@example.org")})
    page = client.get(response["Location"]).content.decode()
    assert asks in page
    assert "name@example.org" not in page
    receipt = response["Location"].partition("?")[0]
    assert asks not in client.get(receipt).content.decode()
    assert page.count("bestaetigen") == 2  # heading and its reference: no link carries it on
    without = post("/mitmachen/absenden/", {"signed": signed()})
    assert asks not in client.get(without["Location"]).content.decode()


FORM = "0123456789abcdef" * 2  # what a script draws for each form that is opened


def signed_of(page):
    return re.search(r'name="signed" value="([^"]+)"', page.content.decode())[1]


def test_two_check_pages_of_one_form_are_one_row(post, signed):
    sent = [
        post("/mitmachen/absenden/", {"signed": signed(reason="Einmal", formular=FORM)})
        for _ in range(2)
    ]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert Submission.objects.count() == 1
    assert len(code_of(sent[0])) == CODE_LENGTH


@pytest.mark.parametrize("form", ["", "1", FORM.upper(), FORM + "0", "ä" * 32])
def test_what_is_no_number_of_a_form_gives_each_check_page_its_own_row(post, signed, form):
    for _ in range(2):
        post("/mitmachen/absenden/", {"signed": signed(formular=form)})
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"reason": "Zweiter"},
        {"forum": "arbeit"},
        {"publication_consent": "on"},
        {"further_interests": ["arbeit"]},
    ],
)
def test_another_text_of_the_same_form_is_asked_about(post, signed, other):
    first = {"reason": "Erster", "formular": FORM}
    receipt = post("/mitmachen/absenden/", {"signed": signed(**first)})["Location"]
    page = post("/mitmachen/absenden/", {"signed": signed(**first | other)})
    assert page.status_code == 409
    html = page.content.decode()
    assert "Ein erster Beitrag ist schon angekommen" in html
    assert Submission.objects.get().shown_reference in html
    assert other.get("reason", "Erster") in html
    assert f'href="{receipt}aendern/"' in html
    # Sent as a further one it has a receipt of its own, however often it is sent.
    further = [post("/mitmachen/absenden/", {"signed": signed_of(page)}) for _ in range(2)]
    assert further[0]["Location"] == further[1]["Location"] != receipt
    assert Submission.objects.count() == 2


def test_what_was_changed_after_sending_is_asked_about_once(post, signed):
    """Back to the check page, "Ändern", another text: the form carries the code along."""
    value = signed(reason="Erster")
    post("/mitmachen/absenden/", {"signed": value})
    form = post("/mitmachen/", {"signed": value}).content.decode()
    continued = re.search(r'name="continued" value="([^"]+)"', form)[1]
    value = signed(reason="Zweiter", continued=continued)
    pages = [post("/mitmachen/absenden/", {"signed": value}) for _ in range(2)]
    assert [page.status_code for page in pages] == [409, 409]
    for page in pages:
        assert post("/mitmachen/absenden/", {"signed": signed_of(page)}).status_code == 303
    assert Submission.objects.count() == 2


def test_when_somebody_has_read_the_first_it_is_not_offered_to_be_changed(post, signed, reviewer):
    receipt = post("/mitmachen/absenden/", {"signed": signed(formular=FORM)})["Location"]
    Submission.objects.update(state="read")
    page = post("/mitmachen/absenden/", {"signed": signed(reason="Zu spät", formular=FORM)})
    assert "Zu spät" in page.content.decode()
    assert f'href="{receipt}"' in page.content.decode()
    assert "aendern" not in page.content.decode()


def test_after_withdrawing_the_same_form_sends_a_new_one_when_asked(post, signed):
    receipt = post("/mitmachen/absenden/", {"signed": signed(formular=FORM)})["Location"]
    post(receipt)
    page = post("/mitmachen/absenden/", {"signed": signed(reason="Neu", formular=FORM)})
    assert page.status_code == 409
    assert "Als neuen Beitrag senden" in page.content.decode()
    assert post("/mitmachen/absenden/", {"signed": signed_of(page)}).status_code == 303
    assert Submission.objects.get().reason == "Neu"


def test_the_address_is_stored_apart_with_the_wording_it_agreed_to(post, signed):
    post("/mitmachen/absenden/", {"signed": signed(email="Name@Example.org")})
    subscription = Subscription.objects.get()
    assert subscription.address == "name@example.org"
    assert subscription.wording_version
    assert subscription.confirmed_at is None
    job = ProcrastinateJob.objects.get()
    assert job.args == {"subscription": str(subscription.pk)}


def test_a_known_address_stays_as_it_is(post, signed):
    post("/mitmachen/absenden/", {"signed": signed(email="name@example.org")})
    before = Subscription.objects.values().get()
    post("/mitmachen/absenden/", {"signed": signed(email="NAME@example.org")})
    assert Subscription.objects.values().get() == before


def test_a_form_left_open_for_days_goes_through(post, signed, time_machine):
    value = signed(reason="Geduld")
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert post("/mitmachen/absenden/", {"signed": value}).status_code == 303


def test_it_goes_through_after_a_change_of_the_key(post, signed, settings):
    value = signed(reason="Geduld")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-next-key"
    assert post("/mitmachen/absenden/", {"signed": value}).status_code == 303


def test_a_topic_that_has_gone_since_gives_the_form_again(post, signed):
    value = signed(reason="Bleibt stehen")
    Forum.objects.filter(slug="verkehr").update(slug="mobilitaet")
    response = post("/mitmachen/absenden/", {"signed": value})
    assert response.status_code == 422
    assert "Bleibt stehen" in response.content.decode()
    assert not Submission.objects.exists()


def test_answers_that_we_did_not_sign_are_refused(post, signed):
    forged = signing.dumps([{"forum": "verkehr"}, "A" * 28], salt=SALT, key="another-key")
    for value in ("", forged, signed()[:-1], "x" + signed()):
        assert post("/mitmachen/absenden/", {"signed": value}).status_code == 400
    assert not Submission.objects.exists()


def test_a_restored_address_leads_back_to_the_survey(client):
    response = client.get("/mitmachen/absenden/")
    assert response.status_code == 302
    assert response["Location"] == "/mitmachen/"


def test_a_forged_post_stores_nothing(post, signed):
    response = post(
        "/mitmachen/absenden/", {"signed": signed()}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert not Submission.objects.exists()


def test_sending_takes_two_statements(post, signed, period_known, django_assert_num_queries):
    """The count and the insert, each a transaction of its own."""
    value = signed(reason="Zu voll")
    every_forum()
    of_the_test = 2  # within its transaction each of them is one of its own
    with django_assert_num_queries(2 * (1 + of_the_test)):
        assert post("/mitmachen/absenden/", {"signed": value}).status_code == 303
