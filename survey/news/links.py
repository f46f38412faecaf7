"""The secret links of a subscription: each opens one thing and doesn't give the others away.

A link names the row and is signed with the row's own token, which stands in no link. So a change of
SECRET_KEY ends none: whoever wants to leave can (Article 7(3) GDPR). The salt says what it opens.
"""

import uuid
from datetime import timedelta
from typing import NamedTuple

from django.core.signing import BadSignature, TimestampSigner

from survey.news.models import UNCONFIRMED, Subscription

SEPARATOR = "."


class Link(NamedTuple):
    """What one kind of link is for, and how long it lasts; without a time for good."""

    name: str
    lasts: timedelta | None = None

    def to(self, row: Subscription) -> str:
        """Return the secret part of the address."""
        return self.signer(row).sign(row.pk.hex)

    def read(self, secret: str) -> Subscription | None:
        """Return the row that a link of this kind opens; None if it doesn't, or not any more."""
        try:
            row = Subscription.objects.get(pk=uuid.UUID(secret.partition(SEPARATOR)[0]))
            self.signer(row).unsign(secret, max_age=self.lasts)
        except (ValueError, Subscription.DoesNotExist, BadSignature):
            return None
        return row

    def signer(self, row: Subscription) -> TimestampSigner:
        salt = f"survey.news.{self.name}"
        return TimestampSigner(key=row.token, sep=SEPARATOR, salt=salt, fallback_keys=[])


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
