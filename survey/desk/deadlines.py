"""Until when a submission should be answered: a number of days that its ministry has set."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from forums.models import every_forum
from survey.submissions.models import Submission
from survey.submissions.steps import states_in

UNANSWERED = (*states_in("unread"), *states_in("waiting"))


def days_by_forum() -> dict[int, int]:
    """Return the days of each Themenforum that has some; they are remembered, not asked for."""
    days = {forum.pk: forum.ministry.days_to_answer for forum in every_forum()}
    return {key: number for key, number in days.items() if number}


def due_on(submission: Submission, days: dict[int, int]) -> date | None:
    """Return the last day on which an answer that is still to come is in time."""
    number = days.get(submission.assigned_forum_id or 0)
    if number is None or submission.state not in UNANSWERED:
        return None
    return submission.day + timedelta(number)


def days_overdue(submission: Submission, days: dict[int, int]) -> int:
    """Return since how many days an answer is overdue; 0 if it isn't."""
    due = due_on(submission, days)
    return max((timezone.localdate() - due).days, 0) if due else 0


def overdue() -> Q:
    """Return the condition that an answer is overdue."""
    today, found = timezone.localdate(), Q(pk__in=[])
    forums: dict[int, list[int]] = {}
    for forum, number in days_by_forum().items():
        forums.setdefault(number, []).append(forum)
    for number, keys in forums.items():
        found |= Q(assigned_forum__in=keys, day__lt=today - timedelta(number))
    return found & Q(state__in=UNANSWERED)
