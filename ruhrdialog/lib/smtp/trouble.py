"""What can go wrong with a mail: with the server, with an address, or nobody knows."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import TextChoices


class Trouble(TextChoices):
    """What is wrong with the mail server as a whole: all mails wait, none is refused for it."""

    NAME = "name", "Der Name des Mailservers lässt sich nicht auflösen."
    CONNECTION = "connection", "Der Mailserver ist nicht zu erreichen."
    GREETING = "greeting", "Der Mailserver weist die Verbindung ab oder antwortet nicht."
    CERTIFICATE = "certificate", "Das Zertifikat des Mailservers ist nicht gültig."
    TLS = "tls", "Der Mailserver verschlüsselt die Verbindung nicht wie verlangt."
    PASSWORD = "password", "Der Mailserver lehnt Benutzername oder Passwort ab."
    SENDER = "sender", "Der Mailserver nimmt vom Absender dieses Portals nichts an."
    BUSY = "busy", "Der Mailserver nimmt zurzeit nichts an."
    CLOSED = "closed", "Der Mailserver bricht die Verbindung beim Senden ab."
    REFUSING = "refusing", "Der Mailserver lehnt eine E-Mail nach der anderen ab."


# What only sending shows: who asks the mail server is told that all is well.
WHILE_SENDING = (Trouble.CLOSED, Trouble.REFUSING)


class TroubleError(OSError):
    """The mail server takes nothing; of the mail, if there was one, it has taken nothing either."""

    def __init__(self, trouble: Trouble, code: int = 0) -> None:
        super().__init__(trouble.label)
        self.trouble = trouble
        self.smtp_code = code or None


class RefusedError(OSError):
    """The mail server doesn't take this mail for this address: for good, or for now.

    `reason` is the code alone (RFC 5321, RFC 3463), as "451 4.7.1": in the words may stand whom.
    """

    def __init__(self, code: int, words: bytes = b"") -> None:
        status = words.split(b" ", 1)[0].decode("ascii", "replace")
        self.reason = f"{code} {status}" if is_status(status) else str(code)
        super().__init__(f"Der Mailserver hat die Mail abgelehnt ({self.reason}).")
        self.smtp_code = code
        self.is_final = code >= 500  # RFC 5321, section 4.2.1


class UnknownEndError(OSError):
    """The mail was handed over whole, but no answer came: it may have been taken, or not."""

    def __init__(self) -> None:
        super().__init__("Ob der Mailserver die Mail genommen hat, ist unklar.")


def is_status(word: str) -> bool:
    """Tell whether a word is an enhanced status code (RFC 3463, section 2)."""
    parts = word.split(".")
    return (
        len(parts) == 3
        and all(part.isascii() and part.isdigit() for part in parts)
        and (len(word) <= 9 and parts[0] in ("2", "4", "5"))
    )


# Not about the address, though said to it: closing, no command, login missing (RFC 4954).
OF_THE_SERVER = {
    421: Trouble.CLOSED,
    **dict.fromkeys((-1, 500, 502, 503), Trouble.CLOSED),
    **dict.fromkeys((530, 534, 535, 538), Trouble.PASSWORD),
}


@contextmanager
def trouble_while(otherwise: Trouble) -> Iterator[None]:
    """Make a TroubleError of whatever fails; what doesn't tell its kind is of the given one."""
    try:
        yield
    except OSError as error:  # those of smtplib, ssl and socket, too
        code = getattr(error, "smtp_code", 0)
        raise TroubleError(kind_of(error, code) or otherwise, code) from error


def kind_of(error: OSError, code: int) -> Trouble | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble.CERTIFICATE
    if isinstance(error, ssl.SSLError):
        return Trouble.TLS
    if isinstance(error, socket.gaierror):
        return Trouble.NAME
    if 400 <= code < 500:
        return Trouble.BUSY
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        return Trouble.GREETING
    return None
