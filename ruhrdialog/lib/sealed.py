"""Secrets that lie in the database encrypted: a copy of it isn't enough to read them.

They hang on SECRET_KEY; what a former key wrote is read as long as that stands in
SECRET_KEY_FALLBACKS, and written anew by `manage.py reencrypt_factors`.
"""

import base64
import contextlib
import hashlib
from enum import IntEnum

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Age(IntEnum):
    """Which key a secret hangs on."""

    PRESENT = 0
    FORMER = 1
    LOST = 2  # none that is set


class LostKeyError(Exception):
    """No key that is set reads a secret."""


def cipher(key: str) -> Fernet:
    # Named after the first kind of secret: it is a part of what is stored.
    digest = hashlib.sha256(b"second factor" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def ciphers() -> MultiFernet:
    """Return the cipher of SECRET_KEY, which reads also what former keys wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([cipher(key) for key in keys])


def sealed(secret: str) -> str:
    return ciphers().encrypt(secret.encode()).decode()


def opened(encrypted: str) -> str:
    """Return a secret. Raises LostKeyError."""
    try:
        return ciphers().decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise LostKeyError from error


def renewed(encrypted: str) -> str:
    """Return a secret encrypted by the present key."""
    return ciphers().rotate(encrypted.encode()).decode()


def age_of(encrypted: str) -> Age:
    for age, reader in ((Age.PRESENT, cipher(settings.SECRET_KEY)), (Age.FORMER, ciphers())):
        with contextlib.suppress(InvalidToken):
            reader.decrypt(encrypted.encode())
            return age
    return Age.LOST
