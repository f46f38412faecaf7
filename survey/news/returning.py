"""Taking mails that came back: an address that is dead, or complains, or wants to leave, goes."""

import logging
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from survey.news.bounces import Says, header, parsed, parts_of, read, words_of
from survey.news.links import LEAVE, SECRET
from survey.news.marks import MARK, read_mark
from survey.news.models import Delivery, Subscription

logger = logging.getLogger(__name__)

MOST_LOOKED_UP = 10  # for one mail: whoever sends it can write thousands
# Where the address stands to which a mail has come.
RECIPIENT = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Received")


class Outcome(StrEnum):
    """What became of a mail that came back."""

    LEFT = "abgemeldet"
    GONE = "Adresse gelöscht"
    NOTED = "vermerkt"
    IGNORED = "weggeworfen"
    HANDED_ON = "an Menschen weitergegeben"


class Returned(NamedTuple):
    """What stands in a returned mail."""

    says: Says
    marks: list[str]
    links: list[str]  # secrets with which one may leave, as the mail that it returns has them
    wishes: list[str]  # the same in its subject: somebody wants to leave


def take(raw: bytes, recipient: str = "") -> Outcome:
    """Do what a returned mail wants. `recipient`: to whom it came, if the mail server says so.

    Raises OSError if a mail that can't be read can't be handed on either: it is to be kept.
    """
    try:
        returned = look(raw, recipient)
    except Exception as error:  # Python's reader trips over some mails; the next ones wait
        logger.warning("A returned mail can't be read: %s.", type(error).__name__)
        return hand_on(raw)
    if row := by_links(returned.wishes):
        return Outcome.LEFT if row.leave() else Outcome.IGNORED
    if returned.says == Says.NOTHING:
        return Outcome.IGNORED
    about = by_marks(returned.marks) or by_links(returned.links)
    if about and returned.says != Says.UNKNOWN:
        return settled(about, returned.says)
    if returned.says != Says.UNKNOWN and (returned.marks or returned.links):
        return Outcome.IGNORED  # it was about somebody who has gone
    return hand_on(raw)


def look(raw: bytes, recipient: str) -> Returned:
    message = parsed(raw)
    own = [header(message, name) for name in RECIPIENT]
    parts = [words_of(part) for part in parts_of(message)]
    text = "\n".join([recipient, *own, *parts])
    subject = "".join(header(message, "Subject").split())
    return Returned(
        read(message),
        list(dict.fromkeys(MARK.findall(text)))[:MOST_LOOKED_UP],
        secrets_in(text)[:MOST_LOOKED_UP],
        secrets_in(subject)[:1],
    )


def secrets_in(text: str) -> list[str]:
    return list(dict.fromkeys(found[0] for found in SECRET.finditer(text)))


def by_marks(marks: list[str]) -> Delivery | Subscription | None:
    rows = (read_mark(mark) for mark in marks)
    return next((row for row in rows if row), None)


def by_links(secrets: list[str]) -> Subscription | None:
    return next(filter(None, map(LEAVE.read, secrets)), None)


def settled(row: Delivery | Subscription, says: Says) -> Outcome:
    subscription = row.subscription if isinstance(row, Delivery) else row
    if says == Says.COMPLAINT:
        return Outcome.LEFT if subscription.leave() else Outcome.IGNORED
    if isinstance(row, Delivery):
        Delivery.objects.filter(pk=row.pk).update(bounced=True)
    elif says == Says.NO_SUCH_USER and not subscription.confirmed_at:
        subscription.leave()
        return Outcome.GONE
    return Outcome.GONE if subscription.note_bounce() else Outcome.NOTED


def hand_on(raw: bytes) -> Outcome:
    """Send it to the operator's people as it is: what nobody can read may be from a person."""
    message = EmailMessage(
        "Ruhr-Konferenz: Eine E-Mail an das Portal, die es nicht versteht",
        "Guten Tag,\n\n"
        "die angehängte E-Mail kam an die Adresse für unzustellbare Post zurück.\n"
        "Das Portal versteht sie nicht. Vielleicht möchte sich jemand abmelden\n"
        "oder fragt etwas. Bitte sehen Sie sie an, und löschen Sie sie danach.\n",
        to=[settings.DEFAULT_FROM_EMAIL],
        connection=get_connection(patient=True),
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834
    )
    message.attach("unverstanden.eml", raw, "application/octet-stream")
    message.send()
    return Outcome.HANDED_ON
