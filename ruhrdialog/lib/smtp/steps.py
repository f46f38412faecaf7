"""What works with the mail server, step by step, in words for whoever operates the portal."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.formats import date_format

from ruhrdialog.lib.returns import sender_for_trying
from ruhrdialog.lib.smtp.connection import Connection, bare, impatient
from ruhrdialog.lib.smtp.server import SMTP
from ruhrdialog.lib.smtp.trouble import (
    WHILE_SENDING,
    RefusedError,
    Trouble,
    TroubleError,
    UnknownEndError,
)

HINTS = {
    Trouble.NAME: "Stimmt der Name in EMAIL_URL, und antwortet der DNS-Server?",
    Trouble.CONNECTION: "Stimmen Name und Port in EMAIL_URL, und lässt die Firewall dorthin?",
    Trouble.GREETING: "Darf dieser Rechner dort Mails abgeben? smtps:// und submission:// "
    "gehören zu verschiedenen Ports (465 und 587).",
    Trouble.CERTIFICATE: "Gilt es für den Namen in EMAIL_URL, und ist es nicht abgelaufen? Das "
    "einer eigenen Stelle braucht EMAIL_CA_FILE.",
    Trouble.TLS: "submission:// verlangt STARTTLS (meist Port 587), smtps:// TLS vom ersten Byte "
    "an (meist Port 465).",
    Trouble.PASSWORD: "Stimmen Benutzername und Passwort in EMAIL_URL?",
    Trouble.SENDER: "Darf dieser Zugang mit der Absenderadresse (BOUNCE_ADDRESS, ohne sie "
    "OPERATOR_EMAIL) senden?",
    Trouble.BUSY: "Nimmt er weniger an, als das Portal sendet? Dann hilft EMAIL_PER_MINUTE.",
    **dict.fromkeys(WHILE_SENDING, "Was er dazu sagt, steht in seinem Log."),
}


class Step(NamedTuple):
    title: str
    words: str
    worked: bool = True


def steps(recipient: str = "") -> Iterator[Step]:
    """Do what is done for a mail, and tell it; the last step is the first that doesn't work.

    Without a recipient no mail is sent.
    """
    if settings.EMAIL_BACKEND != SMTP:
        yield Step("Mailserver", "EMAIL_URL nennt keinen: Mails werden zu Dateien.", worked=False)
        return
    try:
        yield name()
        with closing(Connection(impatient())) as server:
            for done in server.steps():
                yield TOLD[done](server)
            sender = bare(sender_for_trying())
            if recipient:
                yield sent(server, sender, recipient)
            else:
                server.offer(sender)
                server.withdraw()
                yield Step("Absender", f"{sender} wird angenommen.")
    except TroubleError as error:
        trouble = error.trouble
        code = f" Antwort: {error.smtp_code}." if error.smtp_code else ""
        yield Step("Fehler", f"{trouble.label}{code} {HINTS[trouble]}", worked=False)


def name() -> Step:
    host = settings.EMAIL_HOST
    try:
        found = socket.getaddrinfo(host, settings.EMAIL_PORT, type=socket.SOCK_STREAM)
    except OSError as error:
        raise TroubleError(Trouble.NAME) from error
    addresses = {str(address[0]) for *_, address in found}
    return Step("Name", f"{host} ist {', '.join(sorted(addresses))}.")


def connected(server: Connection) -> Step:
    return Step("Verbindung", f"Port {settings.EMAIL_PORT} antwortet.")


def encrypted(server: Connection) -> Step:
    sock = server.server.sock
    if not isinstance(sock, ssl.SSLSocket):
        return Step("TLS", "keines: Mails gehen im Klartext bis zum Mailserver.")
    certificate = sock.getpeercert() or {}
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    day = date_format(timezone.localtime(until), "j. F Y")
    return Step("TLS", f"{sock.version()}, das Zertifikat gilt bis zum {day}.")


def logged_in(server: Connection) -> Step:
    if user := settings.EMAIL_HOST_USER:
        return Step("Passwort", f"{user} ist angemeldet.")
    return Step("Passwort", "keines: EMAIL_URL nennt keinen Benutzer.")


TOLD = {
    Trouble.CONNECTION: connected,
    Trouble.TLS: encrypted,
    Trouble.PASSWORD: logged_in,
}


def sent(server: Connection, sender: str, recipient: str) -> Step:
    message: Any = EmailMessage(
        "Ruhr-Konferenz: Testmail",
        "Diese E-Mail zeigt, dass das Dialog-Portal der Ruhr-Konferenz E-Mails senden kann.\n"
        f"{settings.SITE_URL}\n",
        to=[recipient],
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834
    )
    content = message.message().as_bytes(linesep="\r\n")
    try:
        server.send(sender, bare(recipient), content)
    except RefusedError as error:
        words = f"Der Absender wird angenommen, {recipient} nicht ({error.reason})."
        return Step("Mail", words, worked=False)
    except UnknownEndError as error:
        return Step("Mail", str(error), worked=False)
    return Step("Mail", f"{sender} wird angenommen, und die Mail an {recipient} ist unterwegs.")
