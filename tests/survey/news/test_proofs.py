"""What stays when an address has gone: the proof of consent, and that nobody writes to it again."""

import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from ruhrdialog.lib.consent import consent
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.sealed import LostKeyError
from survey.news.joining import join
from survey.news.links import LEAVE
from survey.news.models import Subscription
from survey.news.proofs import AddressKey, ConsentProof, NeverAgain, Wording
from survey.news.tasks import send_consent_mail

pytestmark = pytest.mark.django_db
ADDRESS = "name@example.org"
PAGE = "/verwaltung/survey/subscription/nachweis/"


@pytest.fixture
def row(time_machine):
    """An address that joined on one day, and was confirmed on another, in Germany."""
    time_machine.move_to("2026-11-22T23:30:00Z")
    Subscription.objects.request(ADDRESS)
    time_machine.move_to("2026-11-24T11:00:00Z")
    Subscription.objects.get().confirm([])
    return Subscription.objects.get()


def leaving(row, end="abmelden"):
    return f"/auf-dem-laufenden/{LEAVE.to(row)}/{end}/"


def joins(address=ADDRESS):
    join(address, "192.0.2.0/24")
    send_consent_mail(str(Subscription.objects.get(address=address).pk))


# The sentence


def test_the_sentence_names_what_the_operator_sets(settings):
    assert consent().startswith("Ja, informieren Sie mich per E-Mail über die Ruhr-Konferenz. Wir")
    settings.OPERATOR = settings.OPERATOR | {"name": "Beispielministerium\nReferat 1"}
    assert "Absender ist: Beispielministerium Referat 1." in consent()
    settings.NEWS_PER_MONTH = 1
    assert "Sie bekommen höchstens eine Neuigkeit im Monat." in consent()
    settings.NEWS_PER_MONTH = 2
    assert "Sie bekommen höchstens 2 Neuigkeiten im Monat." in consent()


@pytest.mark.parametrize("page", ["/auf-dem-laufenden/", "/mitmachen/"])
def test_it_stands_at_the_field_with_a_link_to_privacy(client, page):
    html = client.get(page).content.decode()
    assert f'{consent()} <a href="/datenschutz/" data-read-here>Datenschutz</a>' in html


def test_each_sentence_is_kept_word_for_word_and_once(settings):
    former = Wording.objects.get(pk="2026-11")
    assert former.text.startswith("Ja, informieren Sie mich")
    versions = []
    for most in (0, 0, 2):
        settings.NEWS_PER_MONTH = most
        Subscription.objects.request(f"name{len(versions)}@example.org")
        row = Subscription.objects.get(address=f"name{len(versions)}@example.org")
        assert Wording.objects.get(pk=row.wording_version).text == consent()
        versions.append(row.wording_version)
    assert versions[0] == versions[1] != versions[2]


# The proof


def test_who_leaves_leaves_a_proof_without_address_and_times(client, row):
    version = row.wording_version
    client.post(leaving(row))
    [proof] = ConsentProof.objects.values()
    assert {key: str(value) for key, value in proof.items() if key.endswith("_on")} == {
        "requested_on": "2026-11-23",
        "confirmed_on": "2026-11-24",
        "ended_on": "2026-11-24",
    }
    assert proof["wording_version"] == version
    assert len(bytes(proof["address_hash"])) == 32
    assert ADDRESS not in str(proof)
    assert proof["id"] != row.pk


def test_a_second_post_leaves_no_second_proof(row):
    assert row.leave()
    assert not Subscription(pk=row.pk, address=ADDRESS, confirmed_at=row.confirmed_at).leave()
    assert ConsentProof.objects.count() == 1


def test_who_never_confirmed_leaves_none(client):
    Subscription.objects.request(ADDRESS)
    client.post(leaving(Subscription.objects.get()))
    assert not ConsentProof.objects.exists()


@pytest.mark.usefixtures("lost_key")
def test_who_leaves_gets_away_also_when_the_key_is_lost(client, row, caplog):
    client.post(leaving(row))
    assert not Subscription.objects.exists()
    assert "The proof of a consent is lost" in caplog.text


@pytest.fixture
def lost_key(settings):
    AddressKey.objects.secret()
    settings.SECRET_KEY = "another"
    settings.SECRET_KEY_FALLBACKS = []


def test_the_key_is_encrypted_anew_with_the_others(settings):
    secret = AddressKey.objects.secret()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    call_command("reencrypt_factors", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []
    assert AddressKey.objects.secret() == secret


# Never again


def test_nobody_can_sign_up_an_address_whose_owner_wants_no_mail_ever(client, post, row):
    response = post(leaving(row, "nie-wieder"))
    assert "Auch wenn jemand sie noch einmal angibt" in response.content.decode()
    assert not Subscription.objects.exists()
    joins()
    assert mail.outbox == []
    joins("other@example.org")
    assert len(mail.outbox) == 1


def test_who_never_joined_can_choose_it_from_the_mail_that_asks(client, post, time_machine):
    time_machine.move_to("2026-11-24T11:00:00Z", tick=False)  # the link names its second
    joins()
    row = Subscription.objects.get()
    assert leaving(row) in mail.outbox[0].body
    page = client.get(leaving(row)).content.decode()
    assert f'action="{leaving(row, "nie-wieder")}" method="post"' in page
    post(leaving(row, "nie-wieder"))
    joins()
    assert len(mail.outbox) == 1


def test_a_get_shuts_nothing(client, row):
    response = client.get(leaving(row, "nie-wieder"))
    assert (response.status_code, response["Location"]) == (302, leaving(row))
    assert Subscription.objects.exists()
    assert not NeverAgain.objects.exists()


def test_twice_is_no_error(post, row):
    address = leaving(row, "nie-wieder")
    post(address)
    assert post(address).status_code == 200
    assert NeverAgain.objects.count() == 1


@pytest.mark.usefixtures("lost_key")
def test_what_can_not_be_kept_is_said(post, row):
    response = post(leaving(row, "nie-wieder"))
    assert response.status_code == 503
    assert "Die Sperre ist noch nicht gespeichert" in response.content.decode()
    assert Subscription.objects.exists()


def test_without_the_key_no_mail_goes_where_it_may_be_unwanted(row, settings):
    row.leave(never_again=True)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    with pytest.raises(LostKeyError):
        joins()
    assert mail.outbox == []


# For data protection


def test_of_one_address_all_consents_are_shown_and_given_as_a_file(dana, row):
    row.leave()
    Subscription.objects.request(ADDRESS)
    page = dana.post(PAGE, {"email": " Name@Example.org "}).content.decode()
    for words in ("23. November 2026", "24. November 2026", "nein, besteht noch", consent()):
        assert words in page
    response = dana.post(PAGE, {"email": ADDRESS, "verb": "file"})
    assert response["Content-Disposition"] == 'attachment; filename="nachweis.json"'
    data = json.loads(response.content)
    first, second = data["Einwilligungen"]
    assert first == {
        "Fassung": row.wording_version,
        "Wortlaut": consent(),
        "Angefragt": "2026-11-23",
        "Bestätigt": "2026-11-24",
        "Beendet": "2026-11-24",
    }
    assert (second["Bestätigt"], second["Beendet"]) == (None, None)
    event = Event.objects.get(what=Event.What.EXPORT)
    assert ADDRESS not in event.detail


def test_of_another_address_nothing_is_known(dana, row):
    row.leave(never_again=True)
    page = dana.post(PAGE, {"email": "other@example.org"}).content.decode()
    assert "keine Einwilligung bekannt" in page
    assert "Gesperrt seit" not in page


def test_an_address_is_opened_again_when_its_owner_asks(dana, row):
    row.leave(never_again=True)
    assert "Gesperrt seit 24. November 2026" in dana.post(PAGE, {"email": ADDRESS}).content.decode()
    page = dana.post(PAGE, {"email": ADDRESS, "verb": "allow"}).content.decode()
    assert "darf das Portal wieder schreiben" in page
    joins()
    assert len(mail.outbox) == 1
    again = dana.post(PAGE, {"email": ADDRESS, "verb": "allow"}).content.decode()
    assert "darf das Portal wieder schreiben" not in again


@pytest.mark.parametrize("address", ["", "name", "a@localhost", "\0"])
def test_what_is_no_address_is_refused_and_kept(dana, address):
    response = dana.post(PAGE, {"email": address, "verb": "file"})
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()


def test_a_lost_key_is_told(dana, row, settings):
    row.leave()
    AddressKey.objects.update(encrypted="x")
    response = dana.post(PAGE, {"email": ADDRESS, "verb": "file"})
    assert response.status_code == 422
    assert "Der Schlüssel des Portals wurde gewechselt" in response.content.decode()


def test_the_address_stands_in_no_address_of_a_page(dana):
    response = dana.get(f"{PAGE}?email={ADDRESS}")
    assert ADDRESS not in response.content.decode().replace(f"?email={ADDRESS}", "")
    assert f'href="{PAGE}"' in dana.get("/verwaltung/survey/subscription/").content.decode()
