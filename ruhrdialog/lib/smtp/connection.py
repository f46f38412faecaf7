"""One connection to the mail server that the settings name: opened in steps, then a mail at a time.

smtplib speaks; what is ours is how long an answer may take, and what an answer means.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from functools import cache
from string import ascii_letters, digits
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME

from ruhrdialog.lib.smtp.trouble import (
    OF_THE_SERVER,
    RefusedError,
    Trouble,
    TroubleError,
    UnknownEndError,
    trouble_while,
)

PLAIN = frozenset(ascii_letters + digits + "._+=-@")  # an address of these needs no parser
LONGEST = 998  # a line (RFC 5322), so that the parser ends


class Limits(NamedTuple):
    """For how many seconds is waited."""

    connecting: float
    answer: float
    end: float  # for the answer to a whole mail; who goes earlier sends it twice


# RFC 5321, section 4.5.3.2. A connection is made by the machine, which takes no minutes for it.
PATIENT = Limits(10, 300, 600)


def impatient() -> Limits:
    """Return those of a page, before which somebody sits."""
    return Limits(*[settings.EMAIL_TIMEOUT] * 3)


class Plain(smtplib.SMTP):
    """Waits for an answer, the greeting among them, longer than for the connection."""

    def __init__(self, limits: Limits, **options: Any) -> None:
        self.limits = limits
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        name = DNS_NAME.get_fqdn()
        super().__init__(host, port, local_hostname=name, timeout=limits.connecting, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        parent: Any = super()  # whose types lack it
        found = parent._get_socket(host, port, timeout)
        found.settimeout(self.limits.answer)
        return found


class Encrypted(Plain, smtplib.SMTP_SSL):
    """The same in TLS from the first byte on."""


@cache
def tls_context(ca_file: str) -> ssl.SSLContext:
    """Return what checks a server's certificate: by the machine's authorities, or an own one."""
    return ssl.create_default_context(cafile=ca_file or None)


class Connection:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.smtp: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        return bool(self.smtp and self.smtp.sock)

    def open(self) -> None:
        """Connect and log in. Raises TroubleError."""
        for _ in self.steps():
            pass

    def steps(self) -> Iterator[Trouble]:
        """Do the same, and yield after each step what could have gone wrong in it."""
        try:
            with trouble_while(Trouble.CONNECTION):
                self.connect()
            yield Trouble.CONNECTION
            with trouble_while(Trouble.TLS):
                self.encrypt()
            yield Trouble.TLS
            with trouble_while(Trouble.PASSWORD):
                self.log_in()
            yield Trouble.PASSWORD
        except TroubleError:
            self.close()
            raise

    def connect(self) -> None:
        if settings.EMAIL_USE_SSL:
            self.smtp = Encrypted(self.limits, context=tls_context(settings.EMAIL_CA_FILE))
        else:
            self.smtp = Plain(self.limits)
        self.smtp.ehlo_or_helo_if_needed()

    def encrypt(self) -> None:
        if settings.EMAIL_USE_TLS:
            self.server.starttls(context=tls_context(settings.EMAIL_CA_FILE))
            self.server.ehlo_or_helo_if_needed()

    def log_in(self) -> None:
        if settings.EMAIL_HOST_USER:
            self.server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)

    @property
    def server(self) -> smtplib.SMTP:
        if self.smtp is None:
            raise smtplib.SMTPServerDisconnected("not open")
        return self.smtp

    def offer(self, sender: str) -> None:
        """Begin a mail of a sender. Raises TroubleError if the server takes none of them."""
        with self.closing_on_trouble():
            self.take_sender(*next(self.answers(self.mail_from(sender))))

    def mail_from(self, sender: str) -> str:
        eight_bit = " BODY=8BITMIME" if self.server.has_extn("8bitmime") else ""
        return f"MAIL FROM:<{sender}>{eight_bit}"

    def take_sender(self, code: int, words: bytes) -> None:
        if code != 250:
            later = OF_THE_SERVER.get(code, Trouble.BUSY)
            raise TroubleError(later if code < 500 else Trouble.SENDER, code)

    @property
    def takes_many(self) -> bool:
        """Tell whether commands may be sent before the answers to those before them (RFC 2920)."""
        return self.server.has_extn("pipelining")

    def answers(self, *commands: str) -> Iterator[tuple[int, bytes]]:
        """Yield the answer to each command: all are sent at once, or each when it is wanted.

        Not by smtplib's mail() and rcpt(): they take addresses apart for half a millisecond.
        """
        if self.takes_many:
            self.server.send("".join(f"{command}\r\n" for command in commands))
        for command in commands:
            yield self.server.getreply() if self.takes_many else self.server.docmd(command)

    def withdraw(self) -> None:
        """Take back what was begun; a server that can't do that is left."""
        try:
            self.server.rset()
        except OSError:
            self.close()

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand over a mail with CRLF line ends to one recipient.

        Raises TroubleError, RefusedError or UnknownEndError. After the first and the last the
        connection is closed.
        """
        with self.closing_on_trouble():
            answers = self.answers(self.mail_from(sender), f"RCPT TO:<{recipient}>", "DATA")
            self.take_sender(*next(answers))
            code, words = next(answers)
            if code in (250, 251):
                code, words = next(answers)
            elif self.takes_many and next(answers)[0] == 354:  # nobody is left to get it
                self.server.send(b".\r\n")
                self.server.getreply()
            if code != 354:
                raise self.refusal(code, words)
            self.server.send(as_data(content))
        code, words = self.end()
        if not 200 <= code < 300:
            with self.closing_on_trouble():
                raise self.refusal(code, words)

    def end(self) -> tuple[int, bytes]:
        """Wait for the answer to a whole mail."""
        sock: Any = self.server.sock
        try:
            sock.settimeout(self.limits.end)
            code, words = self.server.getreply()
            sock.settimeout(self.limits.answer)
        except OSError as error:
            self.close()
            raise UnknownEndError from error
        if code == -1:  # no answer of SMTP
            self.close()
            raise UnknownEndError
        return code, words

    def refusal(self, code: int, words: bytes) -> OSError:
        """Return what a refusal means; after one of the address the next mail may come."""
        if code in OF_THE_SERVER:
            return TroubleError(OF_THE_SERVER[code], code)
        self.withdraw()
        return RefusedError(code, words)

    @contextmanager
    def closing_on_trouble(self) -> Iterator[None]:
        """Close it when it breaks in the middle: of what was begun the server keeps nothing."""
        try:
            yield
        except RefusedError:
            raise
        except OSError as error:
            self.close()
            if isinstance(error, TroubleError):
                raise
            raise TroubleError(Trouble.CLOSED) from error

    def close(self) -> None:
        """Say goodbye, if the server still listens, for a second."""
        if self.smtp is None:
            return
        with suppress(OSError):
            if self.smtp.sock:
                self.smtp.sock.settimeout(1)
                self.smtp.quit()
        self.smtp.close()
        self.smtp = None


def as_data(content: bytes) -> bytes:
    """Return a mail with its end, and a dot more where a line begins with one (RFC 5321, 4.5.2)."""
    first = b"." if content.startswith(b".") else b""
    last = b"" if content.endswith(b"\r\n") else b"\r\n"
    return first + content.replace(b"\r\n.", b"\r\n..") + last + b".\r\n"


def bare(address: str) -> str:
    """Return an address in ASCII, without the name before it. Raises ValueError if it is none."""
    if PLAIN.issuperset(address) and address.count("@") == 1:
        return address
    if len(address) > LONGEST:
        raise ValueError("This is too long for an address.")
    found = parseaddr(sanitize_address(address, "utf-8"))[1]
    if "@" not in found:
        raise ValueError("This is no address.")
    return found
