"""A new SECRET_KEY, by the steps of docs/operations.md: every second factor survives it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.core.management import CommandError, call_command

from tests.ruhrdialog.test_accounts import PASSWORD, is_in, log_in

pytestmark = pytest.mark.django_db
KEYS = ["a-key-of-before", "b-the-next-key"]


@pytest.fixture
def factors(django_user_model, settings):
    """Somebody with an app and recovery codes, made under the former key."""
    cache.clear()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[0], []
    settings.SECOND_FACTOR_REQUIRED = True
    user = django_user_model.objects.create_user("vera", password=PASSWORD, is_staff=True)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).generate_codes()
    return secret, codes


def reencrypt(capsys, *arguments):
    call_command("reencrypt_factors", *arguments)
    return capsys.readouterr().out


def log_in_with(client, code):
    log_in(client)
    client.post("/verwaltung/konto/zweiter-faktor/authenticate/", {"code": code})
    return is_in(client)


def test_the_documented_steps_keep_app_and_recovery_codes(
    client, factors, settings, capsys, within_a_window
):
    secret, codes = factors
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], [KEYS[0]]
    assert "einem früheren: 2" in reencrypt(capsys, "--check")
    assert "einem früheren: 2" in reencrypt(capsys)
    settings.SECRET_KEY_FALLBACKS = []
    assert "einem früheren: 0" in reencrypt(capsys, "--check")
    now = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert log_in_with(client, now)
    client.logout()
    assert log_in_with(client, codes[3])


def test_looking_changes_nothing_and_a_second_run_neither(factors, settings, capsys):
    def stored():
        return list(Authenticator.objects.order_by("pk").values_list("data", flat=True))

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], [KEYS[0]]
    before = stored()
    reencrypt(capsys, "--check")
    assert stored() == before
    reencrypt(capsys)
    after = stored()
    assert after != before
    reencrypt(capsys)
    assert stored() == after


def test_imported_recovery_codes_are_written_anew_and_what_was_used_stays_used(
    factors, settings, capsys
):
    row = Authenticator.objects.get(type="recovery_codes")
    row.data |= {"migrated_codes": [encrypt("12345678")], "used_mask": 5}
    row.save()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], [KEYS[0]]
    reencrypt(capsys)
    settings.SECRET_KEY_FALLBACKS = []
    row.refresh_from_db()
    assert RecoveryCodes(row).get_unused_codes() == ["12345678"]
    assert row.data["used_mask"] == 5


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_what_no_key_reads_is_counted_and_named(factors, settings, arguments):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], []
    with pytest.raises(CommandError, match=r"lesbar: 2 \(vera\)"):
        call_command("reencrypt_factors", *arguments)


def test_a_passkey_holds_no_secret(factors, django_user_model, capsys):
    user = django_user_model.objects.get()
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "a", "credential": {}})
    assert "jetzigen Schlüssel: 3" in reencrypt(capsys)
