"""One update as a mail, built once; for each recipient only the personal bytes are put in.

Building takes many times as long as sending. Personal are the address, the number of the mail, and
the secrets of `links.py`, wherever they stand.
"""

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
from survey.news.links import CONFIRM, EXPORT, LEAVE, PAGE, SECRET, Link
from survey.news.mails import update_mail
from survey.news.marks import mark_of
from survey.news.models import Subscription, Update

LINKS = (PAGE, LEAVE, CONFIRM, EXPORT)
SOFT_BREAK = "=\r\n"  # of quoted-printable, anywhere in a long line (RFC 2045, section 6.7)
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
        return SOFT_BREAK.encode().join(
            data[a:b] for a, b in pairwise([0, *self.breaks, len(data)])
        )


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
        length = len(SOFT_BREAK)
        whole = content.decode("ascii", "replace")  # a sign for each byte
        breaks = [at - length * before for before, (at, _) in enumerate(spans(SOFT_BREAK, whole))]
        text = whole.replace(SOFT_BREAK, "")
        domain = number.rstrip(">").rpartition("@")[2]
        places: list[tuple[tuple[int, int], Value]] = [
            *((span, lambda _: make_msgid(domain=domain)) for span in spans(number, text)),
            *((span, address_of) for span in spans(STAND_IN, text)),
            *(
                (found.span(), link_of(found[0], self.stand_in).to)
                for found in SECRET.finditer(text)
                if found[0].startswith(self.stand_in.pk.hex)
            ),
        ]
        for (start, end), value in places:
            yield Slot(
                start + length * bisect_right(breaks, start),
                end + length * bisect_left(breaks, end),
                value,
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
        key = self.stand_in.pk
        for personal in (key.hex, str(key), mark_of(self.stand_in), STAND_IN):
            if personal in whole:
                raise ValueError("Something personal in the mail stands where it isn't known.")


def spans(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a word begins and ends in a text, each time."""
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


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

    def message(self, **_: Any) -> Any:
        """Return what the backends ask for its bytes."""
        return self

    def as_bytes(self, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\r\n", linesep.encode())
