"""The secret links of a subscription: each opens one thing and doesn't give the others away.

A link names the row and is signed with the row's own token, which stands in no link. So a change of
SECRET_KEY ends none: whoever wants to leave can (Article 7(3) GDPR). The salt says what it opens.
"""

import re
import time
import uuid
from datetime import timedelta
from typing import NamedTuple

from django.core.signing import BadSignature, TimestampSigner, b62_decode

from ruhrdialog.lib.codes import MOST_READ, code_in
from ruhrdialog.lib.normal_form import normal
from ruhrdialog.lib.pasted import decoded
from survey.news.models import UNCONFIRMED, Subscription

SEPARATOR = "."
# The key of a row, a time and a signature of 43 signs (SHA-256, as Django's signing writes it).
SECRET = re.compile(r"[0-9a-f]{32}\.([0-9A-Za-z]{1,9})\.[0-9A-Za-z_-]{43}")
NO_PART = re.compile(r"[^0-9A-Za-z._-]+")


def secret_in(written: str) -> str | None:
    """Return the secret that an address means, without what programs put in it and around it.

    Mail programs break it over lines, add `=` or `>`. None if it isn't whole.
    """
    text = normal(decoded(written[:MOST_READ]))
    found = SECRET.search(NO_PART.sub("", text))
    return found[0] if found else code_in(text)  # a former one is a code


class Link(NamedTuple):
    """What one kind of link is for, and how long it lasts; without a time for good."""

    name: str
    lasts: timedelta | None = None

    def to(self, row: Subscription) -> str:
        """Return the secret part of the address."""
        return self.signer(row).sign(row.pk.hex)

    def read(self, secret: str) -> Subscription | None:
        """Return the row that a link of this kind opens; None if it doesn't, or not any more."""
        row = named_by(secret)
        return row if row and self.is_signed(row, secret, self.lasts) else None

    def ended(self, secret: str) -> Subscription | None:
        """Return the row of a link of this kind whose time is over; None if it isn't that."""
        row = named_by(secret)
        if row is None or self.is_signed(row, secret, self.lasts):
            return None
        return row if self.is_signed(row, secret) else None

    def is_signed(self, row: Subscription, secret: str, max_age: timedelta | None = None) -> bool:
        try:
            self.signer(row).unsign(secret, max_age=max_age)
        except BadSignature:
            return False
        return True

    def is_late(self, secret: str) -> bool:
        """Tell whether the time of a link is over by its own word: without its row no proof."""
        found = SECRET.fullmatch(secret)
        if self.lasts is None or found is None:
            return False
        return time.time() - b62_decode(found[1]) > self.lasts.total_seconds()

    def signer(self, row: Subscription) -> TimestampSigner:
        salt = f"survey.news.{self.name}"
        return TimestampSigner(key=row.token, sep=SEPARATOR, salt=salt, fallback_keys=[])


def named_by(secret: str) -> Subscription | None:
    """Return the row whose key stands in a link, be the rest of it wrong."""
    try:
        return Subscription.objects.filter(pk=uuid.UUID(secret.partition(SEPARATOR)[0])).first()
    except ValueError:  # a former link
        return None


def names_nobody(secret: str) -> bool:
    """Tell whether a link, whole as it is, is of a row that isn't there any more."""
    return SECRET.fullmatch(secret) is not None and named_by(secret) is None


CONFIRM = Link("confirm", UNCONFIRMED)
PAGE = Link("page")
LEAVE = Link("leave")
EXPORT = Link("export", timedelta(days=1))


def read_former(secret: str) -> Subscription | None:
    """Return the row that a link of before December 2026 opens: the token itself stood in it.

    Such a link lets choose topics and leave. It shows no data: it was the link to leave, too.
    """
    if "\0" in secret:  # which Postgres takes in no text
        return None
    return Subscription.objects.filter(token=secret).first()
