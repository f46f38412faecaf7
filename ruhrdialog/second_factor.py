"""The codes of authenticator apps: those of the step before and after count too, each once.

Clocks of phones are off by some seconds, and typing takes some. allauth forgets a used code after
30 seconds, so which steps were used is kept with the secret (RFC 6238, section 5.2).
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction

from ruhrdialog.lib.normal_form import normal

USED = "used_steps"  # in the data of an authenticator


def use(authenticator: Authenticator, code: str) -> bool:
    """Use a code up; tell whether it was one of a step that hadn't been used."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        steps = list(yield_hotp_counters_from_time())
        used = [step for step in row.data.get(USED, []) if step in steps]
        secret = decrypt(row.data["secret"])
        for step in steps:
            expected = format_hotp_value(hotp_value(secret, step))
            if step not in used and compare_user_code(actual=code, expected=expected):
                row.data[USED] = [*used, step]
                row.save(update_fields=["data"])
                return True
    return False


class Once:
    """A form that uses up the code that it takes; before allauth's own."""

    cleaned_data: dict[str, str]
    authenticator: Authenticator

    def clean_code(self) -> str:
        form: Any = super()
        self.cleaned_data["code"] = normal(self.cleaned_data["code"])
        code: str = form.clean_code()
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not use(self.authenticator, code):
            form._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(Once, base.AuthenticateForm):  # type: ignore[misc] # allauth has no types
    """The code after the password."""


class ReauthenticateForm(Once, base.ReauthenticateForm):  # type: ignore[misc] # as above
    """The code once more, before a factor changes."""
