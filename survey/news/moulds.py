"""One update as a mail, built once; for each recipient only the personal bytes are put in.

Building takes many times as long as sending. Personal are the address, the number of the mail, and
the secrets of `links.py`, wherever they stand.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import message_from_bytes
from email.utils import make_msgid
from itertools import pairwise
from typing import Any, NamedTuple

from django.core.mail import EmailMessage
from django.core.signing import BadSignature

from ruhrdialog.lib.smtp.connection import bare
from survey.defaults import new_token
from survey.news.links import CONFIRM, EXPORT, LEAVE, PAGE, Link
from survey.news.mails import update_mail
from survey.news.models import Subscription, Update

LINKS = (PAGE, LEAVE, CONFIRM, EXPORT)
SOFT_BREAK = b"=\r\n"  # of quoted-printable, anywhere in a long line (RFC 2045, section 6.7)
STAND_IN = "stand-in-for-all@example.org"
Value = Callable[[Subscription], str]


class Slot(NamedTuple):
    """Where something personal stands; the soft line breaks in it stay where they are."""

    start: int
    end: int
    value: Value
    breaks: list[int]

    def filled(self, text: str) -> bytes:
        data = text.encode("ascii")
        if not self.breaks:
            return data
        return SOFT_BREAK.join(data[a:b] for a, b in pairwise([0, *self.breaks, len(data)]))


class Mould:
    def __init__(self, update: Update) -> None:
        self.stand_in = Subscription(address=STAND_IN, token=new_token(), wording_version="")
        message: Any = update_mail(update, self.stand_in).message()  # with Django's as_bytes
        content: bytes = message.as_bytes(linesep="\r\n")
        self.slots = sorted(self.found(content, str(message["Message-ID"])))
        edges = [0, *[edge for slot in self.slots for edge in slot[:2]], len(content)]
        self.pieces = [content[a:b] for a, b in list(pairwise(edges))[::2]]
        self.values = {slot.value for slot in self.slots}
        self.refuse_what_stays()

    def found(self, content: bytes, number: str) -> Iterator[Slot]:
        """Yield all places in the stand-in's mail that are personal."""
        breaks = [
            found.start() - len(SOFT_BREAK) * before
            for before, found in enumerate(re.finditer(SOFT_BREAK, content))
        ]
        text = content.replace(SOFT_BREAK, b"").decode("ascii", "replace")
        domain = number.rstrip(">").rpartition("@")[2]
        places: list[tuple[str, Value | None]] = [
            (re.escape(number), lambda _: make_msgid(domain=domain)),
            (re.escape(STAND_IN), address_of),
            (self.stand_in.pk.hex + r"\.[0-9A-Za-z]{6}\.[0-9A-Za-z_-]{43}", None),
        ]
        for pattern, value in places:
            for found in re.finditer(pattern, text):
                start, end = found.span()
                yield Slot(
                    start + len(SOFT_BREAK) * bisect_right(breaks, start),
                    end + len(SOFT_BREAK) * bisect_left(breaks, end),
                    value or link_of(found[0], self.stand_in).to,
                    [each - start for each in breaks if start < each < end],
                )

    def filled(self, row: Subscription) -> bytes:
        """Return the mail to a recipient, with CRLF line ends."""
        values = {value: value(row) for value in self.values}
        filled = [slot.filled(values[slot.value]) for slot in self.slots]
        return b"".join(
            part for pair in zip(self.pieces, [*filled, b""], strict=True) for part in pair
        )

    def refuse_what_stays(self) -> None:
        """Make sure that nobody gets what is meant for the stand-in. Raises ValueError."""
        somebody = Subscription(address="a@example.org", token=new_token(), wording_version="")
        message = message_from_bytes(self.filled(somebody))
        parts = [part.get_payload(decode=True) for part in message.walk()]
        whole = str([message.items(), parts])
        for personal in (self.stand_in.pk.hex, str(self.stand_in.pk), STAND_IN):
            if personal in whole:
                raise ValueError("Something personal in the mail stands where it isn't known.")


def address_of(row: Subscription) -> str:
    return bare(row.address)


def link_of(secret: str, row: Subscription) -> Link:
    """Return the kind of link that a secret of a row opens."""
    for link in LINKS:
        with suppress(BadSignature):
            link.signer(row).unsign(secret)
            return link
    raise ValueError("A secret in the mail is of no known kind.")


class ReadyMail(EmailMessage):
    """A mail whose bytes are made already, for any of Django's backends."""

    def __init__(self, content: bytes, sender: str, recipient: str) -> None:
        super().__init__(from_email=sender, to=[recipient])
        self.envelope_sender = sender
        self.content = content

    def message(self) -> "ReadyMail":  # type: ignore[override] # the backends ask it for bytes
        return self

    def as_bytes(self, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\r\n", linesep.encode())
