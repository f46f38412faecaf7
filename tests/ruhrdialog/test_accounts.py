"""The login's limits, sessions and passwords; the pages themselves are in tests/browser."""

import math
import re
import secrets
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from ruhrdialog.lib.events import Event
from ruhrdialog.second_factor import use
from survey.upkeep.retention import delete_outdated

pytestmark = pytest.mark.django_db
PASSWORD = "vier Worte ohne Zusammenhang"
LOGIN = "/verwaltung/konto/login/"
OWN_PASSWORD = "/verwaltung/konto/passwort/"


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


@pytest.fixture
def vera(django_user_model):
    return django_user_model.objects.create_user("vera", password=PASSWORD, is_staff=True)


def log_in(client, password=PASSWORD, name="vera", sender="192.0.2.1"):
    return client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=sender)


def choose_own(client, former, new="ganz anderer Satz"):
    fields = {"oldpassword": former, "password1": new, "password2": new}
    return client.post(OWN_PASSWORD, fields)


def text(client, page):
    return client.get(page).content.decode()


def is_in(client):
    return client.get("/verwaltung/").status_code == 200


def test_name_and_password_open_the_administration(client, vera):
    assert log_in(client)["Location"] == "/verwaltung/"
    assert is_in(client)


def test_after_the_login_one_gets_to_where_one_wanted_and_nowhere_else(client, vera):
    asked = client.get("/verwaltung/survey/submission/?arbeit=alle", follow=True)
    assert 'value="/verwaltung/survey/submission/?arbeit=alle"' in asked.content.decode()
    fields = {"login": "vera", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(LOGIN, fields)["Location"] == "/verwaltung/"


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, vera):
    answers = [
        log_in(client, "wrong").content,
        log_in(client, "wrong", name="nobody").content.replace(b"nobody", b"vera"),
    ]
    texts = [answer.split(b"csrfmiddlewaretoken")[0] for answer in answers]
    assert texts[0] == texts[1]


def test_who_guesses_is_put_off_and_the_owner_gets_in(client, vera):
    for _ in range(5):
        assert log_in(client, "wrong").status_code == 200
    refused = log_in(client)
    assert "Zu viele" in refused.content.decode()
    assert log_in(Client(), sender="198.51.100.1")["Location"] == "/verwaltung/"


def test_one_network_does_not_try_many_names(client, vera):
    for number in range(20):
        log_in(client, "wrong", name=f"name{number}")
    assert "Zu viele" in log_in(Client()).content.decode()


def test_no_flood_of_names_lets_anybody_guess_on(client, vera):
    for _ in range(5):
        log_in(client, "wrong")
    for number in range(400):
        cache.set(f"of-another-{number}", [time.time()], 300)
    assert "Zu viele" in log_in(client).content.decode()


@pytest.mark.parametrize("page", ["signup", "password/reset", "email"])
def test_nobody_signs_up_or_resets_by_mail(client, administrator, page):
    assert administrator.get(f"/verwaltung/konto/{page}/").status_code == 404
    client.logout()
    fields = {"username": "new", "email": "new@example.org", "password1": PASSWORD}
    client.post(f"/verwaltung/konto/{page}/", fields)
    assert not User.objects.filter(username="new").exists()


# The second factor


@pytest.fixture
def factor_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_without_a_second_factor_there_is_only_the_page_to_set_it_up(client, vera, factor_required):
    log_in(client)
    response = client.get("/verwaltung/", follow=True)
    assert response.redirect_chain[-1][0] == "/verwaltung/konto/zweiter-faktor/"
    assert "Richten Sie zuerst einen zweiten Faktor" in response.content.decode()


def test_with_one_the_password_alone_opens_nothing(client, vera, factor_required):
    TOTP.activate(vera, generate_totp_secret())
    assert log_in(client)["Location"] == "/verwaltung/konto/zweiter-faktor/authenticate/"
    assert not is_in(client)


def test_its_secret_is_stored_encrypted_and_survives_a_change_of_the_key(
    vera, settings, within_a_window
):
    secret = generate_totp_secret()
    TOTP.activate(vera, secret)
    assert secret not in str(Authenticator.objects.get().data)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "the-next-key"
    settings.SECRET_KEY_FALLBACKS = [former]
    now = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert TOTP(Authenticator.objects.get()).validate_code(now)


@pytest.fixture
def shows(vera, time_machine, factor_required):
    """Return a function that gives the code of a step: 0 is that of now, 1 the next."""
    time_machine.move_to("2026-03-01T12:00:10Z", tick=False)
    secret = generate_totp_secret()
    TOTP.activate(vera, secret)
    return lambda step: format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def gets_in(code):
    client = Client()
    assert log_in(client).status_code == 302
    client.post("/verwaltung/konto/zweiter-faktor/authenticate/", {"code": code})
    return is_in(client)


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_the_code_of_the_step_before_and_after_is_taken_once(shows, time_machine, step):
    code = shows(step)
    assert gets_in(code)
    assert not gets_in(code)
    time_machine.shift(31)  # longer than the library remembers it
    cache.clear()
    assert not gets_in(code)


def test_each_of_them_is_taken_in_any_order(shows):
    authenticator = Authenticator.objects.get()
    assert [use(authenticator, shows(step)) for step in (1, -1, 0, 0, 1)] == [True] * 3 + [
        False
    ] * 2


def test_older_and_later_ones_are_not_taken(shows):
    authenticator = Authenticator.objects.get()
    assert not [step for step in (-10, -3, -2, 2, 3, 10) if use(authenticator, shows(step))]
    assert not gets_in(shows(2))


def test_what_was_used_is_kept_as_long_as_it_could_be_tried_again(shows, time_machine):
    for _ in range(2):
        assert use(Authenticator.objects.get(), shows(0))
        time_machine.shift(120)
    assert len(Authenticator.objects.get().data["used_steps"]) == 1


def test_it_may_be_typed_in_groups_and_in_full_width_digits(shows):
    code = shows(0)
    assert gets_in(f" {code[:3]}\u202f{code[3:]}\u200b\n")
    assert gets_in("".join(chr(ord(digit) + 0xFEE0) for digit in shows(1)))


def test_a_used_code_stands_among_the_refused(shows):
    gets_in(code := shows(0))
    cache.clear()
    gets_in(code)
    refused = Event.objects.filter(what=Event.What.REFUSED)
    assert refused.get().detail == "Zweiter Faktor"


def test_a_code_used_at_the_login_confirms_nothing_later(client, shows):
    log_in(client)
    client.post("/verwaltung/konto/zweiter-faktor/authenticate/", {"code": shows(0)})
    cache.clear()
    again = "/verwaltung/konto/zweiter-faktor/reauthenticate/"
    assert client.post(again, {"code": shows(0)}).status_code == 200
    assert client.post(again, {"code": shows(1)}).status_code == 302


def test_a_recovery_code_has_twenty_bits_or_more(vera):
    codes = RecoveryCodes.activate(vera).get_unused_codes()
    assert all(math.log2(10 ** len(code)) >= 20 for code in codes)


def test_seeds_of_factors_come_from_the_systems_random_source(monkeypatch):
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    monkeypatch.setattr(secrets, "token_hex", lambda size: "0" * 2 * size)
    assert set(generate_totp_secret()) == {"A"}
    assert set(RecoveryCodes.generate_seed()) == {"0"}


# Sessions


@pytest.fixture
def now(time_machine):
    """Return a function that lets minutes pass."""
    time_machine.move_to(timezone.now(), tick=False)
    return lambda minutes: time_machine.shift(timedelta(minutes=minutes))


def test_a_session_ends_an_hour_after_the_last_click(client, vera, now):
    log_in(client)
    for _ in range(3):
        now(50)
        assert is_in(client)
    now(61)
    assert not is_in(client)


def test_and_ten_hours_after_the_login_in_any_case(client, vera, now):
    log_in(client)
    for _ in range(12):
        now(49)
        assert is_in(client)
    now(49)
    response = client.get("/verwaltung/", follow=True)
    assert response.redirect_chain[-1][0].startswith(LOGIN)
    assert not is_in(client)


def test_nothing_is_kept_of_a_session_that_has_ended(client, vera, now):
    log_in(client)
    delete_outdated()
    assert UserSession.objects.count() == Session.objects.count() == 1
    now(61)
    delete_outdated()
    assert UserSession.objects.count() == Session.objects.count() == 0


def test_a_login_gives_another_session_than_before(client, vera):
    session = client.session
    session["begun"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    log_in(client)
    assert is_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_session_that_was_ended_opens_nothing_again(client, vera):
    log_in(client)
    ended = client.session.session_key
    client.post("/verwaltung/logout/")
    client.cookies["sessionid"] = ended
    assert not is_in(client)


def test_the_key_of_a_session_has_128_bits_or_more(client, vera):
    log_in(client)
    assert re.fullmatch("[0-9a-z]{32}", client.session.session_key)
    assert 32 * math.log2(36) > 128


def test_a_page_of_staff_begins_no_session(client):
    client.get("/verwaltung/", follow=True)
    assert "sessionid" not in client.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "page",
    ["/verwaltung/", "/verwaltung/survey/submission/?arbeit=alle", "/verwaltung/konto/sitzungen/"],
)
def test_every_page_of_staff_has_the_button_to_log_out(client, vera, page):
    vera.groups.set(Group.objects.filter(name="Leitung"))
    log_in(client)
    [form] = re.findall(
        r'<form id="logout-form" method="post" action="([^"]+)"', text(client, page)
    )
    client.post(form)
    assert not is_in(client)


def test_sessions_are_listed_and_the_others_ended(client, vera):
    other = Client()
    log_in(other)
    log_in(client)
    assert "192.0.2.1" in client.get("/verwaltung/konto/sitzungen/").content.decode()
    client.post("/verwaltung/konto/sitzungen/")
    assert is_in(client)
    assert not is_in(other)


def test_a_closed_account_is_out_at_once_and_stays_out_when_it_is_opened_again(
    client, vera, administrator
):
    own = Client()
    log_in(own)
    page = f"/verwaltung/auth/user/{vera.pk}/change/"
    administrator.post(page, {"username": "vera"})
    assert not User.objects.get(username="vera").is_active
    assert not is_in(own)
    assert not UserSession.objects.filter(user=vera).exists()
    administrator.post(page, {"username": "vera", "is_active": "on"})
    assert not is_in(own)


def test_a_new_password_ends_the_other_sessions(client, vera):
    other = Client()
    log_in(other)
    log_in(client)
    fields = {"oldpassword": PASSWORD, "password1": "ganz anderer Satz", "password2": ""}
    fields["password2"] = fields["password1"]
    assert client.post("/verwaltung/konto/passwort/", fields).status_code == 302
    assert is_in(client)
    assert not is_in(other)


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        *("aaaaaaaaaaaa", "passwordpassword", "passwortpasswort", "qwertzuiop12", "123456789012"),
        *("Nordrhein2026", "ruhrkonferenz2026", "MinisteriumNRW", "Dezember2026!"),
    ],
)
def test_a_password_that_is_guessed_early_is_refused(password):
    with pytest.raises(ValidationError, match="lässt sich leicht erraten"):
        validate_password(password)


@pytest.mark.parametrize("password", ["kurz", "Xq7%vKp2!w$"])
def test_a_short_one_is_refused(password):
    with pytest.raises(ValidationError, match="mindestens 12"):
        validate_password(password)


@pytest.mark.parametrize("password", ["1qaz2wsx3edc4rfv", "n8zgt5p0shw="])
def test_one_of_a_list_of_known_ones_is_refused(password):
    with pytest.raises(ValidationError, match="zu üblich"):
        validate_password(password)


def test_the_own_name_makes_a_password_no_better():
    user = User(username="xaverowski", email="xaverowski@example.org")
    validate_password("Xaverowski-2026")
    with pytest.raises(ValidationError, match="lässt sich leicht erraten"):
        validate_password("Xaverowski-2026", user)


def test_a_long_one_is_taken_whole_and_as_quickly(client, vera):
    long = f"{PASSWORD} {'und noch ein Wort ' * 200}".strip()
    log_in(client)
    assert choose_own(client, PASSWORD, long).status_code == 302
    vera.refresh_from_db()
    assert vera.check_password(long)
    assert not vera.check_password(long[:-1])


@pytest.mark.parametrize("former", ["", "falsch", "ganz anderer Satz"])
def test_the_present_password_is_asked_for_before_a_new_one(client, vera, former):
    log_in(client)
    choose_own(client, former)
    vera.refresh_from_db()
    assert vera.check_password(PASSWORD)


def test_the_password_field_hides_and_takes_what_managers_fill_in(client, vera):
    fields = re.findall("<input[^>]*password[^>]*>", text(client, LOGIN))
    log_in(client)
    fields += re.findall("<input[^>]*password[^>]*>", text(client, OWN_PASSWORD))
    assert len(fields) == 4
    for field in fields:
        assert 'type="password"' in field
        assert re.search('autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field


@pytest.mark.parametrize(
    "password", [PASSWORD, "Die Ruhr fließt durch sieben Städte", "802914736650", "zqvkxwjhypfd"]
)
def test_a_good_one_is_taken(password):
    validate_password(password)


def test_the_login_keeps_no_list_of_addresses_of_its_own(client, vera):
    vera.email = "vera@example.org"
    vera.save()
    log_in(client)
    fields = {"oldpassword": PASSWORD, "password1": "ganz anderer Satz"}
    client.post("/verwaltung/konto/passwort/", {**fields, "password2": fields["password1"]})
    assert not EmailAddress.objects.exists()


# Made by the operator


def test_a_new_portal_has_no_account():
    assert not User.objects.exists()


def test_the_operator_makes_the_first_member_of_staff(client, capsys):
    call_command("create_staff", "lea", "--role", "Leitung", "--ministry", "verkehr")
    password = capsys.readouterr().out.split()[-1]
    lea = User.objects.get(username="lea")
    assert [group.name for group in lea.groups.all()] == ["Leitung"]
    assert [ministry.slug for ministry in lea.ministries.all()] == ["verkehr"]
    log_in(client, password, "lea")
    assert client.get("/verwaltung/", follow=True).redirect_chain[-1][0] == OWN_PASSWORD
    choose_own(client, password)
    assert is_in(client)


def test_a_start_password_that_nobody_used_for_a_week_opens_nothing(client, capsys, now):
    call_command("create_staff", "lea", "--role", "Leitung")
    password = capsys.readouterr().out.split()[-1]
    now(7 * 24 * 60)
    assert "gilt nicht mehr" in log_in(client, password, "lea").content.decode()
    assert client.get(OWN_PASSWORD).status_code == 302
    assert Event.objects.get(what=Event.What.REFUSED).detail == "Startpasswort abgelaufen"


def test_until_then_it_does_and_the_own_one_lasts(client, capsys, now):
    call_command("create_staff", "lea", "--role", "Leitung")
    password = capsys.readouterr().out.split()[-1]
    now(7 * 24 * 60 - 1)
    log_in(client, password, "lea")
    choose_own(client, password)
    now(3000 * 24 * 60)
    log_in(client, "ganz anderer Satz", "lea")
    assert is_in(client)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lea", "--role", "Chefin"], "Chefin gibt es nicht. Es gibt: "),
        (["lea", "--role", "Leitung", "--ministry", "mond"], "mond gibt es nicht."),
        (["vera", "--role", "Leitung"], "Den Benutzernamen vera gibt es schon."),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(vera, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("create_staff", *arguments)
    assert User.objects.count() == 1
