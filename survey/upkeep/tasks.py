"""The upkeep of every minute, hour and night."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from survey.alike.campaigns import renew_signatures
from survey.news.mail_server import ask_mail_server
from survey.participation.models import SurveyPeriod
from survey.results.numbers import renew_numbers
from survey.submissions.history import HeldStep
from survey.upkeep.announcing import announce_deletion
from survey.upkeep.erased import OlderError, write_erased
from survey.upkeep.models import Mark
from survey.upkeep.retention import delete_outdated
from survey.upkeep.returned_mails import read_returned_mails
from survey.upkeep.shuffling import shuffle_rows

# Every ten minutes for five hours, in which a backup ends that reads all tables; then comes the
# next night.
UNTIL_IT_IS_DONE = RetryStrategy(max_attempts=30, wait=600)


@app.periodic(cron="* * * * *")
@app.task(name="survey.tasks.retry_stalled", queue="upkeep", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Do again what a worker was doing when it was killed."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="survey.tasks.ask_mail_server", queue="upkeep", queueing_lock="mail server")
def look_at_mail_server(timestamp: int) -> None:
    """Notice that no mail goes out, see news/mail_server.py. It may keep us waiting for minutes."""
    ask_mail_server()


@app.periodic(cron="* * * * *")
@app.task(name="survey.tasks.forget_times", queue="upkeep")  # done twice it does no harm
def forget_times(timestamp: int) -> None:
    """Delete until when steps were held: citizens see them, and nothing tells when it was."""
    HeldStep.objects.ended().delete()


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="survey.tasks.read_returned_mails", queue="upkeep", lock="mailbox", queueing_lock="mailbox"
)
def look_at_mailbox(timestamp: int) -> None:
    """Take the mails that came back, see returned_mails.py."""
    read_returned_mails()


@app.periodic(cron="*/5 * * * *")
@app.task(name="survey.tasks.list_erased", queue="upkeep", queueing_lock="erased")
def list_erased(timestamp: int) -> None:
    """Write down what has gone, for a restore (see erased.py), and how old the newest dump is."""
    if settings.BACKUP_DIR:
        folder = Path(settings.BACKUP_DIR)
        note_newest(folder)
        with suppress(OlderError):  # the log has it
            write_erased(folder)


def note_newest(folder: Path) -> None:
    """Write down how old the newest dump is, for all who don't see the folder."""
    made = [file.stat().st_mtime for file in folder.glob("portal-*.dump")]
    if made:
        at = datetime.fromtimestamp(max(made), UTC)
        Mark.objects.update_or_create(pk=Mark.Name.BACKUP, defaults={"at": at})
    else:
        Mark.objects.filter(pk=Mark.Name.BACKUP).delete()


@app.periodic(cron="5 * * * *")
@app.task(
    name="survey.tasks.keep_retention",
    aliases=["ruhrdialog.tasks.delete_ended_sessions"],  # which did a part of it
    queue="upkeep",
)
def keep_retention(timestamp: int) -> None:
    """Delete what has outlived its time, see retention.py; what is to come announcing.py tells."""
    delete_outdated()
    announce_deletion()


@app.periodic(cron="15 * * * *")
@app.task(
    name="survey.tasks.renew_signatures",
    queue="upkeep",
    lock="campaigns",  # not while they are gathered
    queueing_lock="signatures",
)
def renew_signatures_once(timestamp: int) -> None:
    """Make the signatures anew that code before 0.2.0 stored: once, an hour after the upgrade."""
    if not Mark.objects.filter(pk=Mark.Name.SIGNATURES).exists():
        renew_signatures()
        Mark.objects.ended_now(Mark.Name.SIGNATURES)


@app.periodic(cron="10 0 * * *")
@app.task(name="survey.tasks.renew_numbers", queue="upkeep", queueing_lock="public numbers")
def renew_public_numbers(timestamp: int) -> None:
    """Make the day's set of published numbers, see results/numbers.py."""
    renew_numbers(is_closed=SurveyPeriod.objects.current().phase() == SurveyPeriod.Phase.AFTER)


@app.periodic(cron="30 1 * * *")
@app.task(name="survey.tasks.shuffle", queue="upkeep", retry=UNTIL_IT_IS_DONE)
def shuffle(timestamp: int) -> None:
    """Take the traces from the addresses, see shuffling.py."""
    shuffle_rows()
