"""/mitmachen/entwurf/: going on later, with a link and without an account."""

import re

import pytest
from django.core import signing
from django.db import connection

from ruhrdialog.lib.codes import CODE_LENGTH
from survey.ceilings.models import RateLimit
from survey.participation.drafts import Draft, derived
from survey.participation.models import SurveyPeriod
from survey.participation.signed_answers import SALT
from survey.submissions.models import Submission
from survey.upkeep.retention import delete_outdated

pytestmark = pytest.mark.django_db
SAVE = "/mitmachen/entwurf/"
TYPED = {
    "forum": "verkehr",
    "reason": "Der Nachtbus fehlt\nseit Mai",
    "further_interests": ["arbeit"],
}


@pytest.fixture
def save(post):
    """Save a draft and return its link."""

    def saved(**fields):
        response = post(SAVE, TYPED | fields)
        assert response.status_code == 303
        return response["Location"].removesuffix("gespeichert/")

    return saved


def hidden(page, name):
    return re.search(f'name="{name}" value="([^"]+)"', page.content.decode())[1]


def test_the_link_opens_what_was_typed(client, save):
    page = client.get(save()).content.decode()
    assert "Der Nachtbus fehlt\nseit Mai</textarea>" in page
    assert re.search(r'value="verkehr"[^>]* checked', page)
    assert re.search(r'value="arbeit"[^>]* checked', page)
    assert "Er ist noch nicht abgesendet" in page


def test_what_has_errors_can_be_saved_too(client, save):
    page = client.get(save(forum="", reason="x" * 5000)).content.decode()
    assert "x" * 5000 in page
    assert "Fehler" not in page


def test_the_page_after_it_gives_the_link_in_every_way(client, save):
    link = save()
    page = client.get(f"{link}gespeichert/").content.decode()
    assert page.count(f"http://testserver{link}") >= 3  # to read, to copy, as a link
    assert "QR-Code mit dem geheimen Link" in page
    assert "mailto:?subject=" in page


def test_saved_again_it_keeps_its_link(client, post, save):
    link = save()
    continued = hidden(client.get(link), "continued")
    assert post(SAVE, TYPED | {"reason": "Neuer", "continued": continued})["Location"].startswith(
        link
    )
    assert "Neuer</textarea>" in client.get(link).content.decode()
    assert Draft.objects.count() == 1


def test_the_check_page_can_be_saved_and_keeps_its_code(client, post, signed):
    value = signed(reason="Vom Prüfen")
    link = post(SAVE, {"signed": value})["Location"].removesuffix("gespeichert/")
    post("/mitmachen/absenden/", {"signed": value})
    continued = hidden(client.get(link), "continued")
    page = post("/mitmachen/pruefen/", TYPED | {"reason": "Vom Prüfen", "continued": continued})
    response = post("/mitmachen/absenden/", {"signed": hidden(page, "signed")})
    assert response.status_code == 409  # other further topics; nothing is dropped silently
    assert Submission.objects.get().reason == "Vom Prüfen"  # one check page is one row


def test_what_is_sent_is_no_draft_any_more(client, post, save):
    link = save()
    page = post("/mitmachen/pruefen/", TYPED | {"continued": hidden(client.get(link), "continued")})
    post("/mitmachen/absenden/", {"signed": hidden(page, "signed")})
    assert Submission.objects.count() == 1
    assert not Draft.objects.exists()
    assert client.get(link).status_code == 404


def test_no_address_goes_into_it(client, save):
    link = save(email="name@example.org")
    assert "name@example.org" not in client.get(link).content.decode()


def test_it_is_thrown_away_once(client, post, save):
    link = save()
    gone = post(f"{link}loeschen/")
    assert "Ihr Entwurf ist gelöscht" in gone.content.decode()
    again = post(f"{link}loeschen/")
    assert again.status_code == 404
    assert "Ihr Entwurf ist gelöscht" not in again.content.decode()


def test_after_14_days_it_is_gone(client, save, time_machine):
    time_machine.move_to("2027-03-01T12:00:00Z")
    link = save()
    time_machine.move_to("2027-03-15T12:00:00Z")
    assert client.get(link).status_code == 200
    delete_outdated()
    assert Draft.objects.exists()
    time_machine.move_to("2027-03-16T12:00:00Z")
    assert client.get(link).status_code == 404
    delete_outdated()
    assert not Draft.objects.exists()


def test_after_the_surveys_end_it_can_be_read(client, save, time_machine):
    time_machine.move_to("2027-03-01T12:00:00Z")
    link = save()
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": "2027-03-02T00:00:00Z"})
    time_machine.move_to("2027-03-03T12:00:00Z")
    page = client.get(link).content.decode()
    assert "Der Nachtbus fehlt" in page
    assert "Sie können ihn lesen und kopieren" in page
    assert "Weiter zum Prüfen" not in page
    assert "Später weiterschreiben" not in page


def test_nothing_of_it_can_be_read_in_the_database(save):
    link = save(reason="Ganz geheime Begründung", other_topic="Eigenes")
    code = link.rsplit("/", 2)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT survey_draft::text, encode(content, 'escape') FROM survey_draft")
        stored = "".join(cursor.fetchone())
        cursor.execute(
            "SELECT string_agg(s::text, '') FROM pg_stats s WHERE tablename = 'survey_draft'"
        )
        stored += cursor.fetchone()[0] or ""
    assert not re.search(f"geheim|Begr|verkehr|Eigen|{code}|arbeit", stored, re.IGNORECASE)
    row = Draft.objects.get()
    assert bytes(row.name) != derived(code, b"key")
    assert row.read(code).data["reason"] == "Ganz geheime Begründung"


def test_the_same_text_is_encrypted_differently_each_time(client, post, save):
    link = save()
    before = bytes(Draft.objects.get().content)
    post(SAVE, TYPED | {"continued": hidden(client.get(link), "continued")})
    assert bytes(Draft.objects.get().content) != before


def test_what_was_changed_in_the_database_is_not_shown(save):
    link = save()
    row = Draft.objects.get()
    row.content = bytes(row.content)[:-1] + b"\0"
    with pytest.raises(ValueError, match="changed"):
        row.read(link.rsplit("/", 2)[1])


@pytest.mark.parametrize("code", ["B", "BCDFGHJKLMNPQRSTVWXZBCDFGHJKLM", "ü" * 300, "%00"])
def test_what_is_no_link_gets_a_page_of_its_own(client, code):
    response = client.get(f"{SAVE}{code}/")
    assert response.status_code == 404
    assert "Dieser Entwurf ist nicht da" in response.content.decode()


def test_nothing_typed_is_nothing_to_save(post):
    response = post(SAVE, {"forum": "", "reason": ""})
    assert response.status_code == 422
    assert "Es ist noch nichts ausgefüllt" in response.content.decode()
    assert not Draft.objects.exists()


def test_an_address_alone_is_no_draft_and_stays_in_the_form(post):
    response = post(SAVE, {"forum": "", "reason": " \n", "email": "name@example.org"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Das heben wir in einem Entwurf nicht auf" in page
    assert 'value="name@example.org"' in page
    assert not Draft.objects.exists()


def test_blanks_are_nothing_to_save(post):
    assert post(SAVE, {"reason": " \n", "proposal": "\u200b"}).status_code == 422


def test_a_draft_is_shared_as_the_survey(client, save):
    link = save(forum="")
    page = client.get(link).content.decode()
    assert '<link rel="canonical" href="http://testserver/mitmachen/">' in page
    assert '<meta property="og:url" content="http://testserver/mitmachen/">' in page


def test_one_network_can_not_fill_the_database(post, monkeypatch):
    monkeypatch.setattr(type(RateLimit.objects), "exceeded", lambda *args, **options: True)
    response = post(SAVE, TYPED)
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "Der Nachtbus fehlt" in response.content.decode()


def test_codes_that_were_changed_are_refused(post):
    assert post(SAVE, TYPED | {"continued": "x"}).status_code == 400


def test_a_get_leads_back_to_the_survey(client):
    assert client.get(SAVE)["Location"] == "/mitmachen/"


def test_without_a_draft_the_code_before_reads_what_a_check_page_carries(signed):
    data, code = signing.loads(signed(reason="Zu voll"), salt=SALT)
    assert (data["reason"], len(code)) == ("Zu voll", CODE_LENGTH)
