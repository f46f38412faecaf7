"""What happens by itself: giving by rules (assignments.py), sending at a chosen time
(submissions/answer_drafts.py), the mails to staff (weekly.py)."""

from procrastinate.contrib.django import app

from survey.desk.assignments import AssignmentRule
from survey.desk.weekly import WeeklyMail
from survey.submissions.answer_drafts import AnswerDraft


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="survey.tasks.give_by_rules", queue="upkeep", lock="assignments", queueing_lock="rules"
)
def give_by_rules(timestamp: int) -> None:
    AssignmentRule.objects.give()


@app.periodic(cron="* * * * *")
@app.task(name="survey.tasks.send_answers", queue="upkeep", lock="answers", queueing_lock="answers")
def send_answers(timestamp: int) -> None:
    AnswerDraft.objects.send_due()


@app.periodic(cron="30 4-16 * * 1")  # UTC: from early on, and again for who couldn't be reached
@app.task(name="survey.tasks.send_weekly_mails", queue="mail", queueing_lock="weekly")
def send_weekly_mails(timestamp: int) -> None:
    WeeklyMail.objects.send()
