"""The mailbox to which mails come back, read by IMAP (RFC 3501)."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ruhrdialog.lib.returns import Mailbox
from ruhrdialog.lib.smtp.trouble import RefusedError
from survey.news.bounces import MOST_BYTES
from survey.news.returning import take

PATIENCE = 20  # seconds for each answer
MOST_AT_ONCE = 500  # mails in one go; the rest comes with the next


class MailboxError(OSError):
    """The mailbox refuses what is asked; its words, which may be about people, stay with it."""


def read_mailbox(mailbox: Mailbox) -> int:
    """Take all mails and delete them; return their number. Raises OSError.

    Each is deleted when it is settled: what fails half-way is read once more.
    """
    number, refused = 0, None
    with opened(mailbox) as server:
        found = asked(server, "SEARCH", "UNDELETED")[0] or b""  # some say nothing of none
        for key in found.split()[:MOST_AT_ONCE]:
            try:
                take(content(server, key.decode()))
            except RefusedError as error:  # it stays for people, the others don't wait for it
                refused = error
                continue
            asked(server, "STORE", key.decode(), "+FLAGS.SILENT", r"(\Deleted)")
            number += 1
        if number:
            server.expunge()
    if refused:
        raise refused
    return number


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    try:
        with connected(mailbox) as server:
            server.login(quoted(mailbox.user), mailbox.password)
            kind, _ = server.select(quoted(mailbox.folder))
            if kind != "OK":
                raise MailboxError("The folder can't be opened.")
            yield server
    except imaplib.IMAP4.error as error:
        raise MailboxError(type(error).__name__) from None


def connected(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=PATIENCE)
    return imaplib.IMAP4(mailbox.host, mailbox.port, timeout=PATIENCE)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def asked(server: imaplib.IMAP4, command: str, *arguments: str) -> list[Any]:
    kind, answer = server.uid(command, *arguments)
    if kind != "OK":
        raise MailboxError(f"{command} was refused.")
    return answer


def content(server: imaplib.IMAP4, key: str) -> bytes:
    """Return the beginning of a mail, as much as is read; without marking it as seen."""
    for part in asked(server, "FETCH", key, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"):
        if isinstance(part, tuple):
            return bytes(part[1])
    return b""
