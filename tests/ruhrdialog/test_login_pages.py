"""The pages of the staff login, which allauth makes: titles, names of forms, valid HTML."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from tests.test_html import faults

pytestmark = pytest.mark.django_db
PASSWORD = "vier Worte ohne Zusammenhang"
ACCOUNT = "/verwaltung/konto"
LOGIN = f"{ACCOUNT}/login/"
LONG = "fünf andere Worte ohne Sinn"


def log_in():
    client = Client()
    response = client.post(LOGIN, {"login": "vera", "password": PASSWORD})
    assert response.status_code == 302
    return client


@pytest.fixture
def pages(django_user_model, settings):
    """All pages of the login by name, with the answer to a wrong entry of each that takes one."""
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = True
    django_user_model.objects.create_user("vera", password=PASSWORD, is_staff=True)
    made = {}

    def keep(client, name, *wrong):
        made[name] = client.get(f"{ACCOUNT}/{name}")
        if wrong:
            made[f"{name} with errors"] = client.post(f"{ACCOUNT}/{name}", *wrong)

    keep(Client(), "login/", {"login": "vera", "password": "falsch"})
    vera = log_in()
    for name in ("logout/", "sitzungen/", "zweiter-faktor/"):
        keep(vera, name)
    keep(vera, "passwort/", {"oldpassword": "falsch", "password1": LONG, "password2": "b"})
    keep(vera, "reauthenticate/", {"password": "falsch"})
    vera.post(f"{ACCOUNT}/reauthenticate/", {"password": PASSWORD})
    keep(vera, "zweiter-faktor/totp/activate/", {"code": "1"})
    keep(vera, "zweiter-faktor/webauthn/")
    keep(vera, "zweiter-faktor/webauthn/add/")
    user = django_user_model.objects.get(username="vera")
    TOTP.activate(user, generate_totp_secret())
    keep(vera, "zweiter-faktor/recovery-codes/generate/")
    RecoveryCodes.activate(user)
    for name in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        keep(vera, f"zweiter-faktor/{name}")
    keep(vera, "zweiter-faktor/reauthenticate/", {"code": "1"})
    keep(log_in(), "zweiter-faktor/authenticate/", {"code": "1"})
    vera.post(f"{ACCOUNT}/logout/")
    keep(vera, "login/?")  # with the message that she is logged out
    for _ in range(6):  # one more than may be wrong
        keep(Client(), "login/", {"login": "vera", "password": "falsch"})
    return made


def test_each_says_in_its_title_when_something_is_wrong(pages):
    for name, page in pages.items():
        title = " ".join(re.search("<title>(.*?)</title>", page.text, re.DOTALL)[1].split())
        assert page.status_code == 200, name
        assert title.startswith("Fehler: ") == ("with errors" in name), name
        assert title.endswith("| Verwaltung"), name


def test_each_says_sie(pages):
    for name, page in pages.items():
        text = re.sub("<[^>]+>", " ", page.text)
        said = re.findall(r"\b(?:du|dich|dir|dein\w*|gib|wähle|versuche|habe)\b", text, re.I)
        assert said == [], (name, said)


def test_each_of_their_forms_has_a_name(pages):
    for name, page in pages.items():
        main = page.text[page.text.index('id="titel"') :]
        for form in re.findall("<form[^>]*>", main):
            named = re.search('aria-labelledby="([^"]+)"', form)
            assert named, (name, form)
            assert f'id="{named[1]}"' in page.text, (name, form)


def test_they_are_valid_html(pages, tmp_path):
    assert faults({name: page.text for name, page in pages.items()}, tmp_path) == ""
