"""Sending mails. The jobs keep the names under which they may still be queued."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from survey.news.delivering import deliver
from survey.news.mails import consent_mail
from survey.news.models import Subscription, Update

# For 48 hours: the waits grow from half a minute to an hour, so a weekend without a mail server
# is survived, and a short trouble isn't noticed.
PATIENT = RetryStrategy(max_attempts=107, wait=30, linear_wait=30)


@app.task(name="survey.tasks.send_consent_mail", queue="mail", retry=PATIENT)
def send_consent_mail(subscription: str) -> None:
    """Send the mail that asks for consent, or says that it is given already.

    That it was sent is written down afterwards, in the transaction that holds the row: a crash
    between the two can send it twice, but never loses it.
    """
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(pk=subscription).first()
        if row and row.mail_is_due():
            consent_mail(row).send()
            row.mailed_at = timezone.now()
            row.save(update_fields=["mailed_at"])


@app.task(name="survey.tasks.send_update", queue="mail", retry=PATIENT)
def send_update(update: int) -> None:
    """Send an update to the next of its recipients, and queue the rest."""
    row = Update.objects.published().filter(pk=update).first()
    if row and deliver(row):
        send_update.defer(update=update)
