"""Jobs, run by `manage.py run_worker`; their arguments are keys of rows only."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

import survey.news.tasks  # noqa: F401 - its jobs too
from survey.campaigns import find_campaigns
from survey.retention import delete_outdated
from survey.shuffling import shuffle_rows


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
