"""Asking for news: the address is stored, and a job sends the mail that asks for consent."""

from django.db import transaction

from survey.models import Subscription
from survey.tasks import send_consent_mail


def join(address: str) -> None:
    """Store a normalised address and queue its mail, both or neither.

    The job holds the row's key and nothing else. It is queued for known addresses too: the worker
    decides whether a mail is due, so that the answer takes the same time for all.
    """
    with transaction.atomic():
        key = Subscription.objects.request(address)
        send_consent_mail.defer(subscription=str(key))
