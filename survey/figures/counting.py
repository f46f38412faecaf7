"""Counts of submissions within the rights of who asks.

They are added up from sources, which count alike: the tallies of what somebody works on, and the
submissions that the same person has moved away, one by one (there are few).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from forums.models import Forum
from survey.figures.models import Tally, TallyQuerySet
from survey.submissions.models import Submission
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.steps import SPAM, open_states, states_in

Countable = TallyQuerySet | SubmissionQuerySet
Counts = Counter[tuple[Any, ...]]
EVER = date.min, date(9999, 12, 1)  # there is a month after the last day


def sources(
    user: User, since: date = EVER[0], end: date = EVER[1], *, by_day: bool = False
) -> list[Countable]:
    """Return what adds up to SubmissionQuerySet.visible_to from one day on and before another.

    Whoever asks for the single days says so; all else is added up sooner without them.
    """
    tallies = Tally.objects.reviewed_by(user)
    own = [tallies.by(Tally.Span.DAY, since, end)] if by_day else tallies.in_period(since, end)
    return [*own, Submission.objects.moved_away_by(user).filter(day__gte=since, day__lt=end)]


def counted(sources: Iterable[Countable], *keys: str, what: str = "submission") -> Counts:
    """Count by some columns; a key of the result is a tuple."""
    counts: Counts = Counter()
    for source in sources:
        counts.update(source.count_by(*keys, what=what))
    return counts


def counted_apart(user: User, since: date = EVER[0], end: date = EVER[1]) -> Counts:
    """Count what didn't come by the portal or belongs to a campaign, without what was sorted out.

    By day, source, whether it was read in from a file, whether it is part of a campaign. They are
    the fewer ones, and counted one by one: the tallies know no source.
    """
    rows = Submission.objects.visible_to(user).apart().exclude(state=SPAM)
    kinds = rows.filter(day__gte=since, day__lt=end).annotate(
        read_in=Q(batch__isnull=False), in_campaign=Q(campaign__isnull=False)
    )
    counts: Counts = kinds.count_by("day", "source", "read_in", "in_campaign")
    return counts


def oldest_unread(sources: Iterable[Countable]) -> dict[int | None, date]:
    """Return the day of who waits longest in each forum."""
    oldest: dict[int | None, date] = {}
    for source in sources:
        for forum, day in source.oldest_unread().items():
            oldest[forum] = min(day, oldest.get(forum, day))
    return oldest


def work_by_forum(user: User) -> list[dict[str, Any]]:
    """Count what is to be done, a row for each forum; what has no forum comes first."""
    tallies = Tally.objects.reviewed_by(user)
    counts = counted(tallies.in_period(*EVER), "assigned_forum", "state")
    oldest = tallies.by(Tally.Span.DAY, *EVER).oldest_unread()
    own = Submission.objects.reviewed_by(user)
    replied = own.queue("replied").count_by("assigned_forum")
    to_check = own.queue("to_check").count_by("assigned_forum")
    return [
        {
            "assigned_forum": forum,
            "assigned_forum__title": title,
            "oldest": oldest.get(forum),
            "unread": sum(counts[forum, state] for state in states_in("unread")),
            "replied": replied[forum,],
            "waiting": sum(counts[forum, state] for state in states_in("waiting")),
            "to_check": to_check[forum,],
        }
        for forum, title in [(None, None), *Forum.objects.values_list("pk", "title")]
        if any(counts[forum, state] for state in open_states())
    ]
