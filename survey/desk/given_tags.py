"""Tags that were given to many submissions at once: for ten minutes they can be taken back.

The session remembers which, in runs of keys that follow each other: nothing of it is stored with
the submissions, and it goes with the time or the session.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import Max, Q
from django.http import HttpRequest
from django.utils import timezone

from survey.submissions.history import WAY_BACK
from survey.submissions.models import Submission, Tag

GIVEN = "given_tags"  # in the session


def newest_tag() -> int:
    """Return the key of the newest tag: what is newer afterwards was made on the way."""
    return Tag.objects.aggregate(newest=Max("pk"))["newest"] or 0


def runs(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of keys that follow each other."""
    ordered = sorted(keys)
    first = last = ordered[0]
    for key in ordered[1:]:
        if key != last + 1:
            yield first, last
            first = key
        last = key
    yield first, last


def keep_given(request: HttpRequest, name: str, keys: Sequence[int], newest: int) -> str:
    """Remember the rows by which a tag was given; return what a button calls them."""
    given = {
        "key": str(uuid4()),
        "name": name,
        "number": len(keys),
        "runs": list(runs(keys)),
        "newest": newest,
        "until": time.time() + WAY_BACK.total_seconds(),
    }
    request.session[GIVEN] = [*still_given(request), given]
    return str(given["key"])


def still_given(request: HttpRequest) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = request.session.get(GIVEN, [])
    return [each for each in every if each["until"] > time.time()]


def given_lately(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what can be taken back, and until when; forget the rest."""
    given = still_given(request)
    if given != request.session.get(GIVEN, []):
        request.session[GIVEN] = given
    zone = timezone.get_current_timezone()
    return [each | {"ends": datetime.fromtimestamp(each["until"], zone)} for each in given]


def take_given(request: HttpRequest, key: str) -> int | None:
    """Take tags back, with those that were made on the way; return of how many submissions.

    None if nothing is called so, or no longer.
    """
    given = given_lately(request)
    one = next((each for each in given if each["key"] == key), None)
    if one is None:
        return None
    kept = (each for each in still_given(request) if each["key"] != key)
    request.session[GIVEN] = list(kept)
    found = Q()
    for first, last in one["runs"]:
        found |= Q(pk__range=(first, last))
    rows = Submission.tags.through.objects.filter(found)
    tags = list(rows.values_list("tag", flat=True).distinct())
    taken: int = rows.delete()[0]
    Tag.objects.filter(pk__in=tags, pk__gt=one["newest"], submissions=None).delete()
    return taken
