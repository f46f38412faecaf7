"""Where mails come back to: the address and the mailbox that the operator has set."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError

from ruhrdialog.lib.addresses import normalised

PLACE = "*"  # in the address: where the mark of a mail stands
LONGEST_MARK = 43  # signs, survey/news/marks.py
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class Mailbox(NamedTuple):
    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str


def checked_address(value: str) -> str:
    """Return BOUNCE_ADDRESS as it is used. Raises ImproperlyConfigured with the reason."""
    if not value:
        return ""
    try:
        filled = normalised(value.replace(PLACE, "x" * LONGEST_MARK))
    except ValidationError as error:
        raise ImproperlyConfigured(
            "The portal doesn't start: BOUNCE_ADDRESS is no address that takes marks of "
            f"{LONGEST_MARK} signs before the @: {' '.join(error.messages)}"
        ) from None
    local, _, _ = value.partition("@")
    if value.count(PLACE) != 1 or PLACE not in local:
        raise ImproperlyConfigured(
            "The portal doesn't start: BOUNCE_ADDRESS needs one * before the @, where the mark of "
            "a mail stands, as in returns+*@example.org."
        )
    return filled.replace("x" * LONGEST_MARK, PLACE)


def sender_for_trying() -> str:
    """Return a sender such as mails have, to ask the mail server whether it takes them."""
    return str(settings.BOUNCE_ADDRESS.replace(PLACE, "test") or settings.DEFAULT_FROM_EMAIL)


def mailbox(url: str) -> Mailbox | None:
    """Read BOUNCE_MAILBOX_URL, `imaps://user:password@host/folder`; None if it is empty.

    User, password and folder are percent-encoded. Raises ImproperlyConfigured without naming them.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    tls = parts.scheme == "imaps"
    local = parts.scheme == "imap" and parts.hostname in LOCAL_HOSTS
    # Python's imaplib speaks ASCII; a folder with other letters has a name in it (RFC 3501, 5.1.3).
    is_ascii = unquote(url).isascii()
    if not ((tls or local) and parts.hostname and parts.username and parts.password and is_ascii):
        raise ImproperlyConfigured(
            "The portal doesn't start: BOUNCE_MAILBOX_URL must look like "
            "imaps://user:password@host/folder, with user and password percent-encoded; imap:// "
            "without TLS is for this machine only, and all of it is ASCII."
        )
    return Mailbox(
        parts.hostname,
        port or (993 if tls else 143),
        tls,
        unquote(parts.username),
        unquote(parts.password),
        unquote(parts.path.strip("/")) or "INBOX",
    )
