"""Gathering campaigns, every hour."""

from procrastinate.contrib.django import app

from survey.alike.campaigns import find_campaigns


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
