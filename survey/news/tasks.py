"""Sending mails. The jobs keep the names under which they may still be queued."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
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

    That it was sent is written down afterwards: a crash between the two can send it twice, but
    never loses it. If another worker is at it, nothing is left to do.
    """
    with alone(subscription) as is_alone:
        row = Subscription.objects.filter(pk=subscription).first()
        if is_alone and row and row.mail_is_due():
            consent_mail(row).send()
            Subscription.objects.filter(pk=row.pk).update(mailed_at=timezone.now())


@contextmanager
def alone(key: str) -> Iterator[bool]:
    """Tell whether no other worker is writing to the address with this key just now.

    By a lock of the session, not of a row: no transaction is open while a mail server hangs, behind
    which the night couldn't write the addresses anew.
    """
    lock = "hashtextextended(%s, 0)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({lock})", [key])
        [is_alone] = cursor.fetchone()
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute(f"SELECT pg_advisory_unlock({lock})", [key])


@app.task(name="survey.tasks.send_update", queue="mail", retry=PATIENT)
def send_update(update: int) -> None:
    """Send an update to the next of its recipients, and queue the rest."""
    row = Update.objects.published().filter(pk=update).first()
    if row and deliver(row):
        send_update.defer(update=update)
