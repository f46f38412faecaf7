"""The links of a subscription: each opens one thing, some for a while, and no other thing."""

import json
import re
from datetime import timedelta
from itertools import permutations

import pytest
from django.core import mail
from django.utils import timezone

from forums.models import Forum
from survey.news.links import CONFIRM, EXPORT, LEAVE, PAGE
from survey.news.mails import consent_mail, update_mail
from survey.news.models import Subscription, Update

pytestmark = pytest.mark.django_db
ADDRESS = "name@example.org"
ENDS = {"page": "", "confirm": "bestaetigen/", "leave": "abmelden/", "export": "daten.json"}
LINKS = {link.name: link for link in (CONFIRM, PAGE, LEAVE, EXPORT)}


@pytest.fixture
def row():
    """A subscription that is confirmed."""
    Subscription.objects.request(ADDRESS)
    Subscription.objects.get().confirm([])
    return Subscription.objects.get()


@pytest.fixture
def asked():
    """A subscription that waits for its confirmation."""
    Subscription.objects.request(ADDRESS)
    return Subscription.objects.get()


@pytest.fixture
def asked_once(row):
    """Another subscription, that waits for its confirmation."""
    Subscription.objects.request("other@example.org")
    return Subscription.objects.get(address="other@example.org")


def address(kind, secret):
    return f"/auf-dem-laufenden/{secret}/{ENDS[kind]}"


def link(kind, row):
    return address(kind, LINKS[kind].to(row))


# Each opens its own


def test_the_page_shows_the_address_and_links_to_leaving_and_to_the_data(client, post, row):
    page = client.get(link("page", row)).content.decode()
    assert ADDRESS in page
    export = re.search(r'href="(/auf-dem-laufenden/[^"]+/daten.json)"', page)[1]
    assert json.loads(client.get(export).content)["E-Mail-Adresse"] == ADDRESS
    leaving = re.search(r'action="(/auf-dem-laufenden/[^"]+/abmelden/)"', page)[1]
    assert post(leaving).status_code == 200
    assert not Subscription.objects.exists()


def test_the_links_of_the_mails_are_those_that_they_are_for(client, post, row):
    update = Update.objects.create(title="Radweg", slug="radweg", text="a")
    for message in (consent_mail(row), update_mail(update, row)):
        page, own = re.findall(r"http://testserver(/auf-dem-laufenden/\S+)", message.body)
        assert ADDRESS in client.get(page).content.decode()
        assert re.fullmatch("/auf-dem-laufenden/[^/]+/abmelden/", own)
        assert ADDRESS not in client.get(own).content.decode()
        leaving = message.extra_headers["List-Unsubscribe"]
        assert ADDRESS not in client.get(leaving.strip("<>")).content.decode()
        assert row.token not in f"{message.body}{message.alternatives[0][0]}{leaving}"
    assert post(leaving.strip("<>")).status_code == 200
    assert not Subscription.objects.exists()


def test_a_link_stays_whole_in_the_mail(row):
    consent_mail(row).send()
    raw = mail.outbox[0].message().as_bytes().decode()
    assert re.search(
        r"^ ?.*<http://testserver/auf-dem-laufenden/\S+/abmelden/>$", raw, re.MULTILINE
    )
    assert re.search(r"^http://testserver/auf-dem-laufenden/\S+/$", raw, re.MULTILINE)


@pytest.mark.parametrize(("kind", "other"), [*permutations(ENDS, 2)])
def test_no_link_does_what_another_is_for(client, post, asked, kind, other):
    wrong = address(kind, LINKS[other].to(asked))
    response = client.get(wrong)
    assert ADDRESS not in response.content.decode()
    assert response.status_code == 404
    post(wrong)
    assert Subscription.objects.get().confirmed_at is None


def test_a_link_opens_no_other_subscription(client, row):
    Subscription.objects.request("other@example.org")
    other = Subscription.objects.get(address="other@example.org")
    secret = PAGE.to(row).replace(row.pk.hex, other.pk.hex)
    assert client.get(address("page", secret)).status_code == 404


UNKNOWN = [f"{'0' * 32}.1a2b.{'c' * 43}", "B" * 30]
BROKEN = ["%00", "ä", "0" * 32, f"{'0' * 32}.1.a", "a", "B" * 29, f"{'0' * 32}.1.{'c' * 42}", "."]


@pytest.mark.parametrize("kind", ENDS)
@pytest.mark.parametrize("secret", [*UNKNOWN, *BROKEN])
def test_an_unknown_link_opens_nothing_and_says_how_to_go_on(client, post, row, kind, secret):
    is_whole = secret == UNKNOWN[0]  # a former one may be a mistyped one as well
    response = client.get(address(kind, secret))
    page = response.content.decode()
    assert response.status_code == (410 if is_whole else 404)
    assert (
        "Diese Anmeldung gibt es nicht mehr" if is_whole else "Dieser Link öffnet keine Anmeldung"
    ) in page
    assert 'href="/auf-dem-laufenden/"' in page  # for a new one
    if kind != "export":
        assert post(address(kind, secret)).status_code in (200, 404, 410)
    assert Subscription.objects.exists()


def test_who_leaves_by_a_link_that_opens_nothing_is_not_told_that_it_is_done(client, post, row):
    leaving = link("leave", row)
    for wrong in (address("leave", UNKNOWN[0]), leaving.replace("/abmelden", "x/abmelden")[:-12]):
        assert "Sie sind abgemeldet" not in post(f"{wrong}").content.decode()
    assert Subscription.objects.exists()
    assert "Sie sind abgemeldet" in post(leaving).content.decode()
    again = post(leaving)
    assert again.status_code == 200  # a mail provider may send it twice (RFC 8058)
    assert "Sie sind abgemeldet" not in again.content.decode()
    assert "Diese Anmeldung gibt es nicht mehr" in again.content.decode()


# Links as mail programs and hands make them


ODD = [
    *("{}.", "{},", "{})", "{}%3E", "%3C{}%3E", "{}%22", "{}%E2%80%9C", "{}=", "{}%20", "{}%0A"),
    *("{}&fbclid=x", "{}%3Futm_source=mail", "x{}", "/{}", "{}%C2%A0", "{}*"),
]


@pytest.mark.parametrize("kind", ENDS)
@pytest.mark.parametrize("odd", ODD)
def test_an_oddly_written_link_leads_to_the_right_one(client, row, asked_once, kind, odd):
    subscription = asked_once if kind == "confirm" else row
    right = LINKS[kind].to(subscription)
    response = client.get(address(kind, odd.format(right)))
    assert (response.status_code, response["Location"]) == (302, address(kind, right))


@pytest.mark.parametrize("broken", ["%0A", "%20", "=%0D%0A", "%0A%3E%20", "%E2%80%8B", "%C2%AD"])
def test_one_that_was_broken_over_lines_is_put_together(client, row, broken):
    right = PAGE.to(row)
    for place in (10, 33, 60):
        response = client.get(address("page", right[:place] + broken + right[place:]))
        assert response["Location"] == address("page", right)
    response = client.get(address("page", right.replace("-", "%E2%80%91")), follow=True)
    assert ADDRESS in response.content.decode()


@pytest.mark.parametrize("kind", ["page", "confirm", "leave"])
def test_the_start_of_the_address_and_its_end_may_be_odd_too(client, row, asked_once, kind):
    right = link(kind, asked_once if kind == "confirm" else row)
    for odd in (
        right.replace("/auf-dem-laufenden", "/Auf-dem-Laufenden"),
        right.rstrip("/"),
        right.rstrip("/") + ".",
        right.replace("laufenden/", "laufenden//"),
    ):
        response = client.get(odd, follow=True)
        assert response.status_code == 200
        assert response.request["PATH_INFO"] == right
        assert len(response.redirect_chain) <= 2


def test_a_post_to_an_odd_link_does_what_it_is_for(post, row):
    leaving = link("leave", row)
    response = post(f"{leaving.rstrip('/')}.")
    assert (response.status_code, response["Location"]) == (307, leaving)
    assert (
        "Sie sind abgemeldet" in post(leaving.replace("/abmelden", "%3E/abmelden")).content.decode()
    )
    assert not Subscription.objects.exists()


def test_a_former_link_is_found_in_small_letters(client, row):
    response = client.get(address("page", row.token.lower()))
    assert response["Location"] == address("page", row.token)


def test_a_signature_in_capitals_opens_nothing(client, row):
    assert client.get(address("page", PAGE.to(row).upper())).status_code == 404


# How long


@pytest.mark.parametrize(("kind", "hours"), [("confirm", 48), ("export", 24)])
def test_some_links_end(client, asked, time_machine, kind, hours):
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    given = link(kind, asked)
    time_machine.move_to(now + timedelta(hours=hours), tick=False)
    assert client.get(given).status_code == 200
    time_machine.move_to(now + timedelta(hours=hours, seconds=2), tick=False)
    response = client.get(given)
    assert response.status_code == 410
    assert "Dieser Link gilt nicht mehr" in response.content.decode()
    assert 'href="/auf-dem-laufenden/"' in response.content.decode()  # to join again


def test_an_ended_link_confirms_nothing(post, asked, time_machine):
    given = link("confirm", asked)
    time_machine.move_to(timezone.now() + timedelta(hours=49))
    assert post(given).status_code == 410
    asked.refresh_from_db()
    assert asked.confirmed_at is None


# What has happened to a subscription that is gone


@pytest.mark.parametrize(
    ("kind", "hours", "said", "unsaid"),
    [
        ("confirm", 1, "schon abgemeldet", "nicht innerhalb von 48 Stunden"),
        ("confirm", 49, "nicht innerhalb von 48 Stunden", "schon abgemeldet"),
        ("leave", 49, "nicht innerhalb von 48 Stunden bestätigt", "jemand das von uns verlangt"),
        ("page", 49, "Sie haben sich schon abgemeldet", "48 Stunden"),
        ("export", 49, "Sie haben sich schon abgemeldet", "48 Stunden"),
    ],
)
def test_a_link_whose_row_has_gone_says_what_may_have_happened(
    client, asked, time_machine, kind, hours, said, unsaid
):
    given = link(kind, asked)
    asked.delete()
    time_machine.move_to(timezone.now() + timedelta(hours=hours))
    response = client.get(given)
    page = response.content.decode()
    assert response.status_code == 410
    assert "Diese Anmeldung gibt es nicht mehr" in page
    assert said in page
    assert unsaid not in page
    assert "Noch einmal anmelden" in page
    assert ADDRESS not in page


def test_a_late_link_to_confirm_says_whether_it_was_confirmed(
    client, row, asked_once, time_machine
):
    links = {"schon bestätigt": link("confirm", row)}
    links["ist nicht bestätigt, deshalb löschen wir sie"] = link("confirm", asked_once)
    time_machine.move_to(timezone.now() + timedelta(hours=49))
    for said, given in links.items():
        response = client.get(given)
        assert response.status_code == 410
        assert said in response.content.decode()
        assert "@example.org" not in response.content.decode()


def test_of_a_time_that_no_calendar_has_nothing_is_made(client):
    secret = f"{'0' * 32}.{'z' * 9}.{'c' * 43}"
    assert client.get(address("confirm", secret)).status_code == 410


@pytest.mark.parametrize("kind", ["page", "leave"])
def test_the_links_to_change_and_to_leave_never_end(client, post, row, time_machine, kind):
    given = link(kind, row)
    time_machine.move_to(timezone.now() + timedelta(days=3650))
    assert client.get(given).status_code == 200
    post(given)
    assert Subscription.objects.exists() == (kind == "page")


@pytest.mark.parametrize("kind", ["page", "export", "leave"])
def test_links_survive_a_change_of_the_key_even_without_the_former_one(
    client, post, row, settings, kind
):
    given = link(kind, row)
    settings.SECRET_KEY = "the-next-key"
    assert client.get(given).status_code == 200
    if kind == "leave":
        post(given)
        assert not Subscription.objects.exists()


# Links of before: the token itself stood in all of them


def test_a_former_link_chooses_topics_and_leaves_but_shows_no_data(client, post, row):
    former = address("page", row.token)
    page = client.get(former).content.decode()
    assert "Sie sind angemeldet" in page
    assert ADDRESS not in page
    assert "daten.json" not in page
    response = post(former, {"topics": ["verkehr"]})
    assert (response.status_code, response["Location"]) == (303, former)
    row.refresh_from_db()
    assert row.topics == [Forum.objects.get(slug="verkehr").pk]
    assert client.get(address("export", row.token)).status_code == 410
    assert post(address("leave", row.token)).status_code == 200
    assert not Subscription.objects.exists()


def test_a_former_link_still_confirms(post, asked):
    assert post(address("page", asked.token)).status_code == 303
    asked.refresh_from_db()
    assert asked.confirmed_at


# Leaving


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (b"--b\r\n\r\n--b--", "multipart/form-data; boundary=b"),
    ],
)
def test_one_post_without_login_deletes_everything(client, row, body, content_type):
    leaving, page = link("leave", row), link("page", row)
    response = client.post(leaving, body, content_type)
    assert response.status_code == 200
    assert "Sie sind abgemeldet" in response.content.decode()
    assert not Subscription.objects.exists()
    assert client.post(leaving, body, content_type).status_code == 200
    assert client.get(page).status_code == 410


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://mail.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"},
    ],
)
def test_the_one_post_is_taken_from_wherever_it_comes(client, row, headers):
    leaving = link("leave", row)
    asked = client.options(leaving, headers=headers)
    assert asked.status_code == 204
    assert "POST" in asked["Allow"]
    assert asked["Access-Control-Allow-Methods"] == "POST"
    response = client.post(leaving, headers=headers)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("kind", ["page", "confirm"])
def test_no_other_post_is(client, row, kind):
    foreign = {"Origin": "https://mail.example"}
    assert client.post(link(kind, row), headers=foreign).status_code == 403
    assert client.options(link(kind, row)).status_code == 405
    never = link("leave", row).replace("abmelden", "nie-wieder")
    assert client.post(never, headers=foreign).status_code == 403
    assert Subscription.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_leave_nobody(client, row, method):
    assert getattr(client, method)(link("leave", row)).status_code == 405
    assert Subscription.objects.exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_get_unsubscribes_nobody_and_shows_a_button(client, row, method):
    leaving = link("leave", row)
    response = getattr(client, method)(leaving)
    assert response.status_code == 200
    if method == "get":
        assert 'action="?noch-einmal" method="post"' in response.content.decode()
    assert Subscription.objects.exists()


# What is stored


def test_all_that_is_stored_can_be_taken_along(client, row):
    row.confirm([Forum.objects.get(slug="verkehr").pk])
    row.deliveries.create(update=Update.objects.create(title="Radweg", slug="radweg", text="a"))
    response = client.get(link("export", row))
    data = json.loads(response.content)
    assert data["E-Mail-Adresse"] == ADDRESS
    assert data["Themen"] == ["Verkehr"]
    assert data["Neuigkeiten"] == [
        {
            "Titel": "Radweg",
            "Stand": "Wartet",
            "Zuletzt versucht": None,
            "Vergebliche Versuche": 0,
            "Antwort des Mailservers": "",
            "Zurückgekommen": False,
        }
    ]
    assert data["Wortlaut der Einwilligung"].startswith("Ja, informieren Sie mich per E-Mail")
    stored = {field.name for field in Subscription._meta.get_fields()}
    assert len(data) == len(stored) + 1  # and the wording
    assert response["Content-Disposition"] == 'attachment; filename="meine-daten.json"'


@pytest.mark.parametrize("kind", ENDS)
def test_what_a_link_opens_is_kept_by_nobody_and_found_by_no_search(client, asked, kind):
    response = client.get(link(kind, asked))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    if kind != "export":
        assert response["X-Robots-Tag"] == "noindex"
