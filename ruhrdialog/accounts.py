"""How staff log in: django-allauth with a second factor, and nobody can sign up."""

import base64
import contextlib
import hashlib
from enum import IntEnum
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ruhrdialog.lib.senders import sender_network


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by name and network together.

        By name alone, as allauth does it, a stranger could lock out anybody whose name is known.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key} {sender_network(request)}"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps the secrets of authenticator apps encrypted: a copy of the database isn't enough."""

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers().decrypt(encrypted_text.encode()).decode()


class Age(IntEnum):
    """Which key a secret hangs on."""

    PRESENT = 0
    FORMER = 1
    LOST = 2  # none that is set


SECRETS = ("secret", "seed", "migrated_codes")  # of an app, of recovery codes, of imported ones


def cipher(key: str) -> Fernet:
    digest = hashlib.sha256(b"second factor" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def ciphers() -> MultiFernet:
    """Return the cipher of SECRET_KEY, which reads also what former keys wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([cipher(key) for key in keys])


def age_of(encrypted: str) -> Age:
    for age, reader in ((Age.PRESENT, cipher(settings.SECRET_KEY)), (Age.FORMER, ciphers())):
        with contextlib.suppress(InvalidToken):
            reader.decrypt(encrypted.encode())
            return age
    return Age.LOST


def age_of_factor(data: dict[str, Any]) -> Age:
    """Return the age of the oldest secret of a factor; what has none, as a passkey, is present."""
    values = [data[name] for name in SECRETS if name in data]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return max((age_of(text) for text in texts), default=Age.PRESENT)


def renewed(encrypted: str) -> str:
    """Return a secret encrypted by the present key."""
    return ciphers().rotate(encrypted.encode()).decode()
