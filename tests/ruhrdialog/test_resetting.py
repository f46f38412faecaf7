"""Who has lost a password or a device: one of Leitung asks, another confirms, or the operator."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from ruhrdialog.models import AccessReset, Event, StartPassword
from tests.ruhrdialog.test_accounts import OWN_PASSWORD, choose_own, is_in, log_in

pytestmark = pytest.mark.django_db
START = "ein Satz vom Telefon"


@pytest.fixture
def otto(staff):
    return staff("otto", "Leitung")


@pytest.fixture
def lost(vera):
    """Somebody with a password and a factor, and the page on which both are reset."""
    vera.user.set_password("vier Worte ohne Zusammenhang")
    vera.user.save()
    vera.force_login(vera.user)
    TOTP.activate(vera.user, generate_totp_secret())
    return f"/verwaltung/auth/user/{vera.user.pk}/password/"


def confirm(client, page):
    return client.post(page, {"new_password1": START, "new_password2": START})


def is_reset():
    return not Authenticator.objects.exists()


def test_one_asks_another_confirms_and_the_colleague_chooses_a_password(lost, lea, otto):
    account = lea.get(lost.replace("password/", "change/")).content.decode()
    assert f'href="{lost}"' in account
    assert "argon2" not in account
    assert "beantragen" in lea.get(lost).content.decode()
    lea.post(lost)
    assert "Beantragt." in lea.get(lost).content.decode()
    assert "<bdi>lea</bdi> hat es am" in otto.get(lost).content.decode()
    assert confirm(otto, lost).status_code == 302
    assert is_reset()
    assert not AccessReset.objects.exists()
    browser = Client()
    log_in(browser, START)
    assert browser.get("/verwaltung/", follow=True).redirect_chain[-1][0] == OWN_PASSWORD
    assert choose_own(browser, START)["Location"] == "/verwaltung/"
    assert is_in(browser)
    assert not StartPassword.objects.exists()


def test_nobody_does_it_alone(lost, lea, vera):
    for _ in range(2):
        lea.post(lost)
        confirm(lea, lost)
    assert not is_reset()
    vera.user.refresh_from_db()
    assert vera.user.check_password("vier Worte ohne Zusammenhang")
    lea.post(
        "/verwaltung/auth/user/", {"action": "reset_factors", "_selected_action": vera.user.pk}
    )
    assert not is_reset()


def test_a_second_request_does_not_turn_round_who_asks(lost, lea, otto, vera):
    lea.post(lost)
    otto.post(lost)  # without a password: no confirmation
    AccessReset.objects.ask(vera.user, otto.user)  # as when both ask at the same moment
    assert AccessReset.objects.get().asked_by == lea.user
    confirm(lea, lost)
    assert not is_reset()


def test_after_a_day_it_is_asked_for_anew(lost, lea, otto):
    lea.post(lost)
    asked = AccessReset.objects.get()
    AccessReset.objects.update(asked_at=asked.asked_at - timedelta(days=1))
    confirm(otto, lost)
    assert not is_reset()
    assert AccessReset.objects.get().asked_by == otto.user


def test_what_somebody_asked_for_whose_account_is_closed_counts_no_more(lost, lea, otto):
    lea.post(lost)
    lea.user.is_active = False
    lea.user.save()
    confirm(otto, lost)
    assert not is_reset()


def test_a_weak_start_password_is_refused(lost, lea, otto):
    lea.post(lost)
    response = otto.post(lost, {"new_password1": "kurz", "new_password2": "kurz"})
    assert response.status_code == 422
    assert not is_reset()


def test_the_own_password_changes_with_the_old_one_only(lea):
    page = f"/verwaltung/auth/user/{lea.user.pk}/password/"
    for response in (lea.get(page), lea.post(page, {"new_password1": START})):
        assert response["Location"] == OWN_PASSWORD
    with pytest.raises(IntegrityError):
        AccessReset.objects.create(user=lea.user, asked_by=lea.user)


def test_the_week_of_a_start_password_begins_anew_with_the_next(lost, lea, otto, vera):
    StartPassword.objects.create(user=vera.user, since=timezone.now() - timedelta(days=8))
    assert StartPassword.objects.has_ended(vera.user)
    lea.post(lost)
    confirm(otto, lost)
    assert not StartPassword.objects.has_ended(vera.user)


def test_others_reset_nothing(lost, rita, vera, lea, dana):
    lea.post(lost)
    for client in (rita, vera, dana):
        assert confirm(client, lost).status_code == 403
    assert not is_reset()


def test_the_operator_does_it_by_a_command(lost, capsys):
    call_command("reset_staff", "vera")
    password = capsys.readouterr().out.split()[-1]
    assert is_reset()
    browser = Client()
    log_in(browser, password)
    assert not is_in(browser)
    choose_own(browser, password)
    assert is_in(browser)
    assert Event.objects.filter(what="factor", by=None, about__username="vera").count() == 1
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("reset_staff", "niemand")


def test_a_new_account_begins_with_a_password_for_the_first_login(lea):
    fields = {"username": "neu", "password1": START, "password2": START}
    lea.post("/verwaltung/auth/user/add/", fields)
    browser = Client()
    log_in(browser, START, "neu")
    assert not is_in(browser)
    assert browser.get(OWN_PASSWORD).status_code == 200
    choose_own(browser, START)
    assert is_in(browser)
