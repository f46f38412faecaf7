"""Counts of submissions within the rights of who asks.

They are added up from sources, which count alike: the tallies of what somebody works on, and the
submissions that the same person has moved away, one by one (there are few).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from forums.models import Forum
from survey.models import Submission, Tally
from survey.models.queues import SubmissionQuerySet
from survey.models.tallies import TallyQuerySet

State = Submission.State
Source = TallyQuerySet | SubmissionQuerySet


def sources(user: AbstractBaseUser) -> list[Source]:
    """Return what adds up to SubmissionQuerySet.visible_to."""
    if user.has_perm("survey.view_every_submission"):
        return [Tally.objects.all()]
    return [Tally.objects.reviewed_by(user), Submission.objects.moved_away_by(user)]


def counted(sources: Iterable[Source], *keys: str, what: str = "submission") -> Counter:
    """Count by some columns; a key of the result is a tuple."""
    counts = Counter()
    for source in sources:
        counts.update(source.count_by(*keys, what=what))
    return counts


def counted_by_each(sources: Iterable[Source], *sets: tuple[str, ...]) -> list[Counter]:
    """Count submissions by several sets of columns."""
    each = zip(*(source.count_by_each(*sets) for source in sources), strict=True)
    return [sum(counts, Counter()) for counts in each]


def oldest_unread(sources: Iterable[Source]) -> dict[int | None, date]:
    """Return the day of who waits longest in each forum."""
    oldest: dict[int | None, date] = {}
    for source in sources:
        for forum, day in source.oldest_unread().items():
            oldest[forum] = min(day, oldest.get(forum, day))
    return oldest


def work_by_forum(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """Count what is to be done, a row for each forum; what has no forum comes first."""
    tallies = [Tally.objects.reviewed_by(user)]
    states = counted(tallies, "assigned_forum", "state")
    oldest = oldest_unread(tallies)
    own = Submission.objects.reviewed_by(user)
    replied = own.queue("replied").count_by("assigned_forum")
    to_check = own.queue("to_check").count_by("assigned_forum")
    return [
        {
            "assigned_forum": forum,
            "assigned_forum__title": title,
            "oldest": oldest.get(forum),
            "unread": states[forum, State.RECEIVED],
            "replied": replied[forum,],
            "waiting": states[forum, State.READ] + states[forum, State.FORWARDED],
            "to_check": to_check[forum,],
        }
        for forum, title in [(None, None), *Forum.objects.values_list("pk", "title")]
        if any(states[forum, state] for state in Submission.OPEN)
    ]
