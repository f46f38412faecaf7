"""E-mail addresses: what is one, how it is stored, and which are probably mistyped."""

import re
from contextlib import suppress
from difflib import get_close_matches
from unicodedata import category
from urllib.parse import unquote

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from ruhrdialog.lib.normal_form import latin, normal

MAX_ADDRESS = 254  # octets, RFC 5321 section 4.5.3.1.3 less the angle brackets
MAX_LOCAL = 64  # octets before the @, RFC 5321 section 4.5.3.1.1
MOST_LAYERS = 5  # around an address
MOST_LOOKED_AT = 1000  # signs of what was pasted

# What stands around an address, and is surely no part of it.
BEFORE = re.compile(r"^[\s<(\[',;:]+|^(?:mailto:|(?:e-?)?mail(?:-?adresse)?\s*:)/*", re.IGNORECASE)
BEHIND = " >)]}'\",;:.!?*_~|/\\-"
QUERY = re.compile(r"[?#&]")
COMMENT = re.compile(r"^\([^()@]*\)|\([^()@]*\)$")
BRACKETED = re.compile(r"<(?:mailto:)?([^<>]+@[^<>]+)>|\[mailto:([^\[\]]+)\]", re.IGNORECASE)
QUOTED = re.compile(r'^"([^"]*)"$')
AT = re.compile(r"\s?[(\[{] ?(?:at|ät) ?[)\]}]\s?", re.IGNORECASE)
DOT = re.compile(r"\s?[(\[{] ?(?:dot|punkt) ?[)\]}]\s?", re.IGNORECASE)
TWO_LABELS = re.compile(r"^([\w-]+) ?\. ?([\w-]+)$")
# What no mail can be sent to: signs that are no part of a dot-atom (RFC 5322, section 3.2.3).
NOT_LOCAL = re.compile(r"[^0-9a-z.!#$%&'*+/=?^_`{|}~-]")
IN_DOMAINS = ".-\N{IDEOGRAPHIC FULL STOP}"  # beside letters, of which some have marks, and digits

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
MORE_THAN_ONE = "Bitte geben Sie nur eine E-Mail-Adresse an, mit einem @."
TOO_LONG = f"Diese E-Mail-Adresse ist zu lang. Möglich sind {MAX_ADDRESS} Zeichen."


def bare(typed: str) -> str:
    """Return an address without what surely is no part of it: blanks, `mailto:`, a display name.

    Capital letters stay. What isn't sure, as a blank inside, stays too, and is refused later.
    """
    if len(typed) > MOST_LOOKED_AT:
        return typed
    text = normal(typed)
    if "@" not in text:
        text = DOT.sub(".", AT.sub("@", text))
    if "@" not in text and "%40" in text:
        text = normal(unquote(text))
    for _ in range(MOST_LAYERS):
        text, former = unwrapped(text), text
        if text == former:
            break
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    domain = domain.strip()
    if found := TWO_LABELS.match(domain):
        domain = f"{found[1]}.{found[2]}"
    labels = ".".join(map(in_latin, domain.split(".")))
    return f"{in_latin(local.strip())}@{labels}"


def unwrapped(text: str) -> str:
    """Take one layer off that stands around an address: brackets, a name, signs at its ends."""
    found = BRACKETED.findall(text)
    if len(found) == 1:
        inner, others = "".join(found[0]), BRACKETED.sub(" ", text).casefold().split()
        if {word.strip(BEHIND + "<([") for word in others if "@" in word} <= {inner.casefold()}:
            return inner
    if quoted := QUOTED.match(text):
        return quoted[1]
    local, at, domain = text.rpartition("@")
    if not at:
        return text.strip()
    start = COMMENT.sub("", f"{local}{at}")
    end = COMMENT.sub("", QUERY.split(domain)[0].rstrip())
    return BEFORE.sub("", start) + end.rstrip(BEHIND)


def in_latin(part: str) -> str:
    """Return a part in Latin letters, if some are and the others only look so, as Cyrillic ones."""
    written = latin(part)
    is_mixed = any(sign.isascii() and sign.isalpha() for sign in part) and written.isascii()
    return written if is_mixed else part


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
    if not at:
        raise ValidationError(validate.message)
    refuse_signs(local, domain)
    with suppress(idna.IDNAError):  # the validator has the words for it
        domain = idna.encode(domain, uts46=True).decode()
    result = f"{local}{at}{domain}"
    validate(result)
    if len(result) > MAX_ADDRESS:
        raise ValidationError(TOO_LONG)
    return result


def refuse_signs(local: str, domain: str) -> None:
    """Raise ValidationError for signs to which no mail can be sent, and name them."""
    if "@" in local:
        raise ValidationError(MORE_THAN_ONE)
    strange = NOT_LOCAL.findall(local)
    strange += [s for s in domain if category(s)[0] not in "LMN" and s not in IN_DOMAINS]
    if strange:
        raise ValidationError(
            f"Diese E-Mail-Adresse enthält {named(strange)}. Dorthin können wir keine E-Mail "
            "schicken. Bitte prüfen Sie die Adresse."
        )
    if len(local) > MAX_LOCAL:
        raise ValidationError(
            f"Vor dem @ stehen {len(local)} Zeichen, möglich sind {MAX_LOCAL}. Bitte prüfen Sie "
            "die Adresse."
        )


def named(signs: list[str]) -> str:
    """Return signs as a message names them, each once."""
    names = ["ein Leerzeichen" if sign.isspace() else f"„{sign}“" for sign in dict.fromkeys(signs)]
    *first, last = names
    return f"{', '.join(first)} und {last}" if first else last


def shown(address: str) -> str:
    """Return a stored address as its owner writes it: the domain with its own letters."""
    local, _, domain = address.rpartition("@")
    with suppress(idna.IDNAError):
        domain = idna.decode(domain)
    return f"{local}@{domain}"


def likely_meant(address: str) -> str | None:
    """Return the address that was probably meant, if the domain looks mistyped."""
    local, _, domain = address.rpartition("@")
    if not local or domain in PROVIDERS or domain in OTHER_PROVIDERS:
        return None
    close = (
        [MISTAKES[domain]] if domain in MISTAKES else get_close_matches(domain, PROVIDERS, 1, 0.8)
    )
    return f"{local}@{close[0]}" if close else None
