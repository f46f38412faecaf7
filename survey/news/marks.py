"""Marks of mails in the address to which they come back (VERP): unguessable, each names one mail.

As the links, they are signed with the row's own token. Mail servers write addresses in small
letters and take 64 signs before the @ (RFC 5321, section 4.5.3.1.1): so in base32, and 80 bits of
signature.
"""

import re
import uuid
from base64 import b32decode, b32encode

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from ruhrdialog.lib.returns import PLACE
from survey.news.models import Delivery, Subscription

SIGNATURE = 16  # signs
# "d" and the number of a delivery, or "s" and the key of a subscription, as consent mails have it.
MARK = re.compile(r"(?<![a-z0-9])(?:d[a-z2-7]{13}|s[a-z2-7]{26})[a-z2-7]{16}(?=@)", re.IGNORECASE)


def in_base32(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=").lower()


def from_base32(text: str) -> bytes:
    return b32decode(text.upper() + "=" * (-len(text) % 8))


def signature(name: str, token: str) -> str:
    digest = salted_hmac("survey.news.mark", name, secret=token, algorithm="sha256").digest()
    return in_base32(digest[:10])


def mark_of(row: Delivery | Subscription) -> str:
    if isinstance(row, Delivery):
        name, owner = f"d{in_base32(row.pk.to_bytes(8, 'big'))}", row.subscription
    else:
        name, owner = f"s{in_base32(row.pk.bytes)}", row
    return name + signature(name, owner.token)


def return_address(row: Delivery | Subscription) -> str:
    """Return where the mail comes back to if it can't be delivered; "" without BOUNCE_ADDRESS."""
    address: str = settings.BOUNCE_ADDRESS
    return address.replace(PLACE, mark_of(row)) if address else ""


def read_mark(mark: str) -> Delivery | Subscription | None:
    """Return what a mark names; None if it is forged, or gone."""
    mark = mark.lower()
    name, given = mark[:-SIGNATURE], mark[-SIGNATURE:]
    row: Delivery | Subscription | None
    try:
        key = from_base32(name[1:])
        if name.startswith("d"):
            number = int.from_bytes(key, "big")
            row = Delivery.objects.select_related("subscription").get(pk=number)
            token = row.subscription.token
        else:
            row = Subscription.objects.get(pk=uuid.UUID(bytes=key))
            token = row.token
    except (ValueError, OverflowError, Delivery.DoesNotExist, Subscription.DoesNotExist):
        return None
    return row if constant_time_compare(signature(name, token), given) else None
