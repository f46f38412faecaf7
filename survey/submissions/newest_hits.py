"""The newest hits of a search, found from the last day back.

Postgres takes it for cheap to look into a stored search vector. Asked plainly for the newest of
1,000,000 submissions it read 115,000 rows for 8,440 hits (460 ms; by the index of words 63 ms), or
the whole index of a word that stands in every third text (160 ms). So it is asked for some days
only: those that hold the hits by the planner's estimate, then more by what was found. For up to
MANY hits it is led to the index of words, for more to the texts. The first days are a third of what
the estimate says, since words that stand together are underestimated.

Looked at: reading on from the last day without an end (45 to 320 ms for a reviewer, who sees one
row of twenty). Pages have 16 MB of `work_mem`: with 4 MB the bitmap of 130,000 hits forgot rows and
kept pages, and 64,000 rows were looked at for nothing.
"""

import json
from datetime import timedelta
from math import ceil
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import F, Func, Max, Min, Q
from django.db.models.functions import Cast

MANY = 50_000  # hits: to collect them from the index takes longer than to read the newest texts
DAY = timedelta(days=1)


def plain_newest_hits(
    rows: models.QuerySet[Any, Any], words: SearchQuery, number: int, *columns: Any
) -> list[tuple[Any, ...]]:
    """Return the columns of the newest of some submissions that have some words, in that order."""
    hits = rows.filter(search_vector=words).order_by("-day", "-reference")
    return list(hits.values_list(*columns)[:number])


def newest_hits(
    rows: models.QuerySet[Any, Any], words: SearchQuery, number: int, *columns: Any
) -> list[tuple[Any, ...]]:
    """Return what `plain_newest_hits` returns."""
    every = rows.model.objects.all()
    days = every.aggregate(first=Min("day"), last=Max("day"))
    if days["first"] is None:
        return []
    first, end = days["first"], days["last"] + DAY
    indexed = Q(search_vector=words)
    # No index has this, nor the order below.
    read = Func(indexed, template="(%(expressions)s) IS TRUE", output_field=models.BooleanField())
    many = planned(every.filter(indexed)) > MANY
    a_day = planned(rows.filter(indexed)) / (end - first).days
    order = Cast("day", models.DateTimeField()).desc(), F("reference").desc()
    rows = rows.order_by(*order).values_list(*columns)
    hits: list[tuple[Any, ...]] = []
    width = number / a_day / 3  # days
    while len(hits) < number and end > first:
        start = end - DAY * min(ceil(width), (end - first).days)
        found = rows.filter(read if many else indexed, day__gte=start, day__lt=end)
        hits += found[: number - len(hits)]
        looked = (days["last"] - start).days + 1
        many = many and len(hits) / looked > a_day / 4
        width = 1.2 * (number - len(hits)) * looked / max(len(hits), 1)
        end = start
    return hits


def planned(rows: models.QuerySet[Any, Any]) -> int:
    """Return how many rows Postgres expects, one at least."""
    plan = rows.order_by().values("pk").explain(format="json")
    return max(1, json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 1
