"""What a worker does for the survey: it stores what was taken while the database was away."""

from procrastinate.contrib.django import app

from survey.participation.spooled import drain


@app.periodic(cron="* * * * *")
@app.task(name="survey.tasks.drain_spool", queue="participation")
def drain_spool(timestamp: int) -> None:
    drain()
