"""How many have taken part: what everybody may know, and nobody can tell a single one from."""

from contextlib import suppress

from django.core.cache import cache
from django.utils import timezone

from ruhrdialog.lib.connection import UNAVAILABLE
from survey.figures.counting import EVER, counted
from survey.figures.models import Tally
from survey.submissions.steps import COUNTED, states_in

FEWEST = 50
A_DAY = 24 * 60 * 60  # seconds


def public_figures() -> dict[str, int]:
    """Return how many submissions have come and how many of them are read; nothing of a few.

    Rounded down to tens and counted once a day: otherwise two visits would tell of a single one.
    """
    with suppress(*UNAVAILABLE):  # or read-only: the page has more to say
        return cache.get_or_set(f"public_figures_{timezone.localdate()}", count, A_DAY) or {}
    return {}


def count() -> dict[str, int]:
    counts = counted(Tally.objects.in_period(*EVER), "state")
    received = sum(counts.values())
    unread = sum(counts[state,] for state in states_in("unread"))
    read = received - unread - counts[COUNTED,]
    return {"received": received // 10 * 10, "read": read // 10 * 10} if received >= FEWEST else {}
