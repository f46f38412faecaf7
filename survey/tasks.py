"""Jobs, run by `manage.py run_worker`; their arguments are keys of rows only."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from survey.mails import consent_mail
from survey.models import Subscription
from survey.shuffling import shuffle_rows

# About a day and a half, each wait twice the last: a mail server may be away for a night.
PATIENT = RetryStrategy(max_attempts=15, exponential_wait=2)


@app.task(queue="mail", retry=PATIENT)
def send_consent_mail(subscription: str) -> None:
    """Send the mail that asks for consent, or says that it is given already."""
    row = Subscription.objects.filter(pk=subscription).first()
    if row and row.claim_mail():
        try:
            consent_mail(row).send()
        except OSError:
            # Nothing was sent: the next try may.
            Subscription.objects.filter(pk=row.pk).update(mailed_at=None)
            raise


@app.periodic(cron="5 * * * *")
@app.task(queue="upkeep")
def delete_unconfirmed(timestamp: int) -> None:
    Subscription.objects.delete_unconfirmed()


@app.periodic(cron="30 1 * * *")
@app.task(queue="upkeep")
def shuffle(timestamp: int) -> None:
    """Take the traces out of the tables, see survey/shuffling.py; a week of nights is made up."""
    shuffle_rows(timezone.localdate() - timedelta(days=7))
