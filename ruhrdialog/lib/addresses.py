"""E-mail addresses: what is one, how it is stored, and which are probably mistyped."""

import re
from contextlib import suppress
from difflib import get_close_matches
from unicodedata import category

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

MAX_ADDRESS = 254  # octets, RFC 5321 section 4.5.3.1.3 less the angle brackets

# Providers that many people here use, and others that only look like a mistyped one of these.
PROVIDERS = (
    *("gmail.com", "googlemail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de"),
    *("outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de"),
    *("yahoo.com", "yahoo.de", "icloud.com", "aol.com", "arcor.de", "posteo.de", "mailbox.org"),
)
OTHER_PROVIDERS = ("mail.com", "mail.de", "email.de", "gmx.com", "gmx.at", "gmx.ch", "ymail.com")
MISTAKES = {"gmail.de": "gmail.com", "t-online.com": "t-online.de", "web.com": "web.de"}


class PublicAddressValidator(EmailValidator):
    """Refuse what can't be reached from outside: `a@localhost`, `a@[127.0.0.1]`."""

    literal_regex = re.compile(r"(?!)")


validate = PublicAddressValidator(
    "Diese E-Mail-Adresse ist nicht vollständig. Sie braucht ein @ und dahinter einen "
    "Namen mit Punkt, wie er auch in Ihrem E-Mail-Programm steht.",
    allowlist=[],
)
TOO_LONG = f"Diese E-Mail-Adresse ist zu lang. Möglich sind {MAX_ADDRESS} Zeichen."


def normalised(address: str) -> str:
    """Return the one form in which an address is stored: lower case, the domain in ASCII.

    The domain by IDNA 2008 (RFC 5891) after the mapping of UTS 46. Raises ValidationError for
    what is no address of one person: a list, a display name, control characters, no domain.
    """
    if len(address) > MAX_ADDRESS:  # looked at first: what follows is for short texts
        raise ValidationError(TOO_LONG)
    if any(category(sign).startswith("C") for sign in address):  # the mapping would drop some
        raise ValidationError(validate.message)
    local, at, domain = address.lower().rpartition("@")
    with suppress(idna.IDNAError):  # the validator has the words for it
        domain = idna.encode(domain, uts46=True).decode()
    result = f"{local}{at}{domain}"
    validate(result)
    if len(result) > MAX_ADDRESS:
        raise ValidationError(TOO_LONG)
    return result


def likely_meant(address: str) -> str | None:
    """Return the address that was probably meant, if the domain looks mistyped."""
    local, _, domain = address.rpartition("@")
    if not local or domain in PROVIDERS or domain in OTHER_PROVIDERS:
        return None
    close = (
        [MISTAKES[domain]] if domain in MISTAKES else get_close_matches(domain, PROVIDERS, 1, 0.8)
    )
    return f"{local}@{close[0]}" if close else None
