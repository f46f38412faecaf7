"""Asking for news: the address is stored, and a job sends the mail that asks for consent."""

from collections.abc import Sequence

from django.db import transaction

from survey.ceilings.models import RateLimit
from survey.news.models import Subscription
from survey.news.tasks import send_consent_mail

# Addresses in an hour. A school, a town hall, the customers of a mobile network share an address;
# the second is what the mail server is to be spared.
PER_NETWORK = 100
OVERALL = 10_000


class CeilingError(Exception):
    """One network, or all together, have asked for too much in this hour."""


def join(address: str, network: str, topics: Sequence[int] = ()) -> None:
    """Store a normalised address and queue its mail, both or neither.

    `topics` are keys of forums, which a new subscription begins with.

    The job holds the row's key and nothing else. It is queued for known addresses too: the worker
    decides whether a mail is due, so that the answer takes the same time for all.

    Raises CeilingError when the sender's network has asked too often; nothing is stored then.
    """
    if RateLimit.objects.exceeded("joining", network, per_network=PER_NETWORK, overall=OVERALL):
        raise CeilingError
    with transaction.atomic():
        key = Subscription.objects.request(address, topics)
        send_consent_mail.defer(subscription=str(key))
