"""Jobs, run by `manage.py run_worker`; their arguments are keys of rows only."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from survey.campaigns import find_campaigns
from survey.delivering import deliver
from survey.mails import consent_mail
from survey.models import Subscription, Update
from survey.retention import delete_outdated
from survey.shuffling import shuffle_rows

# For 48 hours: the waits grow from half a minute to an hour, so a weekend without a mail server
# is survived, and a short trouble isn't noticed.
PATIENT = RetryStrategy(max_attempts=107, wait=30, linear_wait=30)


@app.task(queue="mail", retry=PATIENT)
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


@app.task(queue="mail", retry=PATIENT)
def send_update(update: int) -> None:
    """Send an update to the next of its recipients, and queue the rest."""
    row = Update.objects.published().filter(pk=update).first()
    if row and deliver(row):
        send_update.defer(update=update)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Do again what a worker was doing when it was killed."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="5 * * * *")
@app.task(queue="upkeep")
def keep_retention(timestamp: int) -> None:
    """Delete what has outlived its time, see survey/retention.py."""
    delete_outdated()


@app.periodic(cron="35 * * * *")
@app.task(queue="upkeep", lock="campaigns", queueing_lock="campaigns")  # one at a time
def gather_campaigns(timestamp: int) -> None:
    """Put nearly equal texts together, see survey/campaigns.py."""
    find_campaigns()


@app.periodic(cron="30 1 * * *")
@app.task(queue="upkeep")
def shuffle(timestamp: int) -> None:
    """Take the traces out of the tables, see survey/shuffling.py; a week of nights is made up."""
    shuffle_rows(timezone.localdate() - timedelta(days=7))
