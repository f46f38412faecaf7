"""From exact counts to what everybody may know: nobody can tell a single submission from it.

Every number is rounded down to tens, sums from the true sum; a share is made of rounded numbers.
That alone isn't enough: on a day on which two submissions come, the topic that passes a ten tells
what one of them was about. So what is counted by topic, or by ministry, is made anew only when many
have come since (BATCH, DUE); until then it stays as it was. Within a batch of 100 whoever guesses
the topic of a certain submission gains about one in a hundred.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

FEWEST = 50  # submissions, before anything is said
BATCH = 100  # submissions between two counts by topic
DUE = 50  # submissions of a ministry between two counts of what it promised
AGAIN = timedelta(30)  # between two counts of what stands behind a project or a sentence
Numbers = dict[str, Any]  # as JSON holds it: keys are texts


class Promise(NamedTuple):
    """What a ministry has promised, and how it was kept by those whose time is over."""

    days: int
    due: int
    kept: int


class Counts(NamedTuple):
    """Exact numbers of a day; they leave the database only rounded."""

    received: int
    texts: int  # that have something to read
    read: int
    answered: int
    oldest_unread: date | None
    by_topic: Counter[int | None]  # None: a topic in own words
    together: Counter[tuple[int, int]]  # two forums, the smaller key first
    promises: Mapping[int, Promise]  # by ministry
    behind: Mapping[str, int]  # of a project, or a sentence, by a name of it
    left: Mapping[int, int]  # in no sentence, by forum


def rounded(number: int) -> int:
    return number // 10 * 10


def share(part: int, whole: int) -> int:
    """Return how many of a hundred, of numbers that are rounded already."""
    return 100 * part // whole if whole else 0


def made_public(
    counts: Counts, former: Numbers, day: date, *, by_topic: bool, has_samples: bool = False
) -> Numbers:
    """Return the stored set of a day; `former` is the last one.

    What was counted by topic stays in it while it isn't to be seen: switching it off and on makes
    no new count.
    """
    numbers = {
        "day": day.isoformat(),
        "has_samples": has_samples,
        "received": rounded(counts.received) if counts.received >= FEWEST else 0,
        "texts": rounded(counts.texts),
        "read": rounded(counts.read),
        "answered": rounded(counts.answered),
        "weeks": (day - counts.oldest_unread).days // 7 if counts.oldest_unread else None,
        "promises": promises(counts, former.get("promises", {}), day),
        "topics": former.get("topics", {}),
        "behind": behind(counts, former.get("behind", {}), day),
        "left": left(counts, former.get("left", {}), day),
        "by_topic": by_topic,
    }
    is_new = is_old(numbers["topics"], counts.by_topic.total(), BATCH)
    if by_topic and counts.received >= FEWEST and is_new:
        numbers["topics"] = topics(counts, day)
    return numbers


def is_old(part: Numbers, basis: int, batch: int) -> bool:
    return not part or abs(basis - part["basis"]) >= batch


def topics(counts: Counts, day: date) -> Numbers:
    pairs = ((*pair, rounded(number)) for pair, number in counts.together.items())
    return {
        "basis": counts.by_topic.total(),  # shown to nobody
        "day": day.isoformat(),
        "numbers": {str(key or 0): rounded(number) for key, number in counts.by_topic.items()},
        "together": sorted((pair for pair in pairs if pair[2]), key=lambda pair: (-pair[2], pair)),
    }


def behind(counts: Counts, former: Numbers, day: date) -> Numbers:
    """Return how many contributions stand behind something: at once, then every thirty days.

    Staff link what came today perhaps today: a daily number would tell when one of them came. What
    is taken back keeps its number: released again, it isn't counted at once.
    """
    return former | {
        key: {"day": day.isoformat(), "number": rounded(number), "none": not number}
        for key, number in counts.behind.items()
        if key not in former or date.fromisoformat(former[key]["day"]) + AGAIN <= day
    }


def left(counts: Counts, former: Numbers, day: date) -> Numbers:
    """Return how many of a forum's contributions are in no sentence.

    That is nearly the number of a topic, so it is counted anew as rarely; while nothing comes, what
    staff put into sentences may change it every day.
    """
    basis = counts.by_topic.total()
    part = {"basis": basis, "day": day.isoformat()}
    found = dict(former)
    for key, number in counts.left.items():
        was = former.get(str(key), {})
        if is_old(was, basis, BATCH) or was["basis"] == basis:
            found[str(key)] = part | {"number": rounded(number)}
    return found


def promises(counts: Counts, former: Numbers, day: date) -> Numbers:
    """Return, by ministry, what was promised and how many of a hundred got their answer in time."""
    found = {}
    for key, promise in counts.promises.items():
        part = former.get(str(key), {})
        if promise.due >= DUE and is_old(part, promise.due, DUE):
            kept = share(rounded(promise.kept), rounded(promise.due))
            part = {"basis": promise.due, "day": day.isoformat(), "kept": kept}
        found[str(key)] = part | {"days": promise.days} if part else {}
    return {key: part for key, part in found.items() if part}
