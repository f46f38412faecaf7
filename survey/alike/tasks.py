"""Gathering campaigns and marking what came again and again, every hour."""

from procrastinate.contrib.django import app

from survey.alike.campaigns import find_campaigns
from survey.alike.repeated import mark_repeated


@app.periodic(cron="35 * * * *")
@app.task(
    name="survey.tasks.gather_campaigns",
    queue="upkeep",
    lock="campaigns",
    queueing_lock="campaigns",  # one at a time
)
def gather_campaigns(timestamp: int) -> None:
    """Put nearly equal texts together, see campaigns.py beside this file."""
    find_campaigns()


@app.periodic(cron="5 * * * *")
@app.task(name="survey.tasks.mark_repeated_texts", queue="upkeep", queueing_lock="repeated")
def mark_repeated_texts(timestamp: int) -> None:
    """Ask staff to look at the same text again and again, see repeated.py beside this file."""
    mark_repeated()
