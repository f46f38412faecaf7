"""Keeping the words of the texts, see words.py beside this file."""

from procrastinate.contrib.django import app

from survey.submissions.words import Word


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="survey.tasks.add_words",
    queue="upkeep",
    lock="words",
    queueing_lock="words",  # one at a time
)
def add_words(timestamp: int) -> None:
    """Add the words of new texts; when there are none yet, those of all."""
    if Word.objects.exists():
        Word.objects.add_new()
    else:
        Word.objects.renew()


@app.periodic(cron="45 3 * * *")
@app.task(name="survey.tasks.renew_words", queue="upkeep", lock="words")
def renew_words(timestamp: int) -> None:
    """Forget the words of texts that were withdrawn or changed."""
    Word.objects.renew()
