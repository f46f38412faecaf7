"""Sending mails. The jobs keep the names under which they may still be queued."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from ruhrdialog.lib.smtp.trouble import RefusedError, UnknownEndError
from survey.news.bounces import is_no_such_user
from survey.news.delivering import deliver
from survey.news.mail_server import MailServer, mail_jobs, trying
from survey.news.mails import consent_mail
from survey.news.models import Subscription, Update

# For 48 hours: the waits grow from half a minute to an hour, so a weekend without a mail server
# is survived, and a short trouble isn't noticed.
PATIENT = RetryStrategy(max_attempts=107, wait=30, linear_wait=30)


@app.task(name="survey.tasks.send_consent_mail", queue="mail", retry=PATIENT)
def send_consent_mail(subscription: str) -> None:
    """Send the mail that asks for consent, or says that it is given already.

    That it was sent is written down afterwards: a crash between the two can send it twice, but
    never loses it. If another worker is at it, nothing is left to do. A refusal for good counts as
    sent, too; an address that is nobody's goes. When nobody knows whether the mail was taken it
    isn't sent again by itself, and who asks once more gets one.
    """
    with alone(subscription) as is_alone:
        row = Subscription.objects.filter(pk=subscription).first()
        if is_alone and row and row.mail_is_due():
            with trying(), suppress(UnknownEndError):
                MailServer.objects.reserve(1)  # and doesn't wait: somebody does
                refusal = hand_over(consent_mail(row))
                same = Subscription.objects.filter(pk=row.pk)
                same.update(mailed_at=timezone.now())
                if is_no_such_user(refusal):
                    same.filter(confirmed_at=None).delete()
                if not refusal:
                    MailServer.objects.worked()


def hand_over(message: EmailMessage) -> str:
    """Send a mail; return the code if it is refused for good. Raises what may be tried again."""
    message.connection = get_connection(patient=True)
    try:
        message.send()
    except RefusedError as refusal:
        if not refusal.is_final:
            raise
        return refusal.reason
    return ""


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
    """Send an update to the next of its recipients, and queue the rest.

    A job that gets anywhere ends, and the next begins to count anew: only without progress the
    waits of PATIENT grow.
    """
    row = Update.objects.published().filter(pk=update).first()
    if row and (at := deliver(row)):
        queue(update, at)


def queue(update: int, at: datetime | None = None) -> None:
    """Queue the sending of an update, now or at a time. One job waits at most, and one works."""
    lock = f"update-{update}"
    job = send_update.configure(lock=lock, queueing_lock=lock, schedule_at=at)
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(update=update)


def jobs_of(update: int) -> QuerySet[ProcrastinateJob]:
    """Return the jobs that send an update, waiting or at work."""
    return mail_jobs("todo", "doing").filter(
        task_name="survey.tasks.send_update", args={"update": update}
    )
