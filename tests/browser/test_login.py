"""Logging in as staff do: password, second factor, passkey."""

import os
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.test_accessibility import OF_THE_DESK, assert_accessible
from tests.portal import ADMINISTRATOR, PASSWORD, running_portal

ACCOUNT = "/verwaltung/konto"


@pytest.fixture(scope="module")
def portal(django_db_setup, tmp_path_factory):
    """A portal that wants a second factor; passkeys belong to a name, so it is `localhost`."""
    folder = tmp_path_factory.mktemp("portal")
    chosen = {"SECOND_FACTOR_REQUIRED": "true", "WEB_CONCURRENCY": "1"}
    with running_portal(os.environ["DATABASE_URL"], folder, "localhost", **chosen) as portal:
        yield portal


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": {"width": 640, "height": 900}}


@pytest.fixture(autouse=True)
def no_factors(portal):
    portal.rows("DELETE FROM mfa_authenticator")
    portal.rows("DELETE FROM django_cache")


def log_in(page):
    page.goto("/verwaltung/")
    page.get_by_label("Anmeldename").fill(ADMINISTRATOR)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def say_it_again(page):
    """Give the password once more, as setting up a factor asks for it."""
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()


def heading(page):
    return expect(page.get_by_role("heading", level=1))


def code(secret):
    """Return what an authenticator app shows (RFC 6238); of one that ends at once the next."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enter(page, digits):
    page.get_by_label("Code:").fill(digits)
    page.get_by_label("Code:").press("Enter")


@pytest.fixture
def app(portal, page):
    """Set up an authenticator app at the first login; return its secret and a recovery code."""
    page.goto("/verwaltung/")
    assert_accessible(page, OF_THE_DESK)
    log_in(page)
    heading(page).to_have_text("Zwei-Faktor-Authentifizierung")
    assert_accessible(page, OF_THE_DESK)
    page.goto("/verwaltung/survey/submission/")  # nothing opens before it is set up
    heading(page).to_have_text("Zwei-Faktor-Authentifizierung")
    page.get_by_role("link", name="Aktivieren").click()
    say_it_again(page)
    heading(page).to_have_text("Authenticator-App aktivieren")
    assert_accessible(page, OF_THE_DESK)
    secret = page.get_by_label("Authentifizierungsgeheimnis").input_value()
    page.get_by_label("Authentifizierungscode").fill(code(secret))
    page.get_by_role("button", name="Aktivieren").click()
    heading(page).to_have_text("Wiederherstellungs-Codes")
    assert_accessible(page, OF_THE_DESK)
    recovery_code = page.get_by_role("textbox").input_value().split()[0]
    page.goto("/verwaltung/")
    heading(page).to_have_text("Übersicht")
    assert_accessible(page, OF_THE_DESK)
    page.goto(f"{ACCOUNT}/logout/")
    page.get_by_role("button", name="Abmelden").last.click()
    portal.rows("DELETE FROM django_cache")  # where it stands that this code was used
    return secret, recovery_code


def test_an_app_gives_the_second_factor(page, app):
    secret, _ = app
    log_in(page)
    heading(page).to_have_text("Zwei-Faktor-Authentifizierung")
    assert_accessible(page, OF_THE_DESK)
    enter(page, "000000" if code(secret) != "000000" else "111111")
    expect(page.get_by_text("Falscher Code.")).to_be_visible()
    enter(page, code(secret))
    heading(page).to_have_text("Übersicht")


def test_a_recovery_code_opens_once(page, app):
    _, recovery_code = app
    log_in(page)
    enter(page, recovery_code)
    heading(page).to_have_text("Übersicht")
    page.goto(f"{ACCOUNT}/logout/")
    page.get_by_role("button", name="Abmelden").last.click()
    log_in(page)
    enter(page, recovery_code)
    expect(page.get_by_text("Falscher Code.")).to_be_visible()


def test_a_passkey_opens_without_a_password(page, context, app):
    log_in(page)
    enter(page, code(app[0]))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    device |= {"hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto(f"{ACCOUNT}/zweiter-faktor/webauthn/add/")
    say_it_again(page)
    assert_accessible(page, OF_THE_DESK)
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_text("Sicherheitsschlüssel hinzugefügt.", exact=True)).to_be_visible()
    page.goto(f"{ACCOUNT}/logout/")
    page.get_by_role("button", name="Abmelden").last.click()
    page.wait_for_load_state()  # and with it the script that asks the device
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    heading(page).to_have_text("Übersicht")
