"""Searching the submissions in German: what a clerk types, as a query of Postgres.

All words must be found, by their stem or as the beginning of a word; "words in quotes" must stand
there just so; -word must not be there (PostgreSQL 18, sections 8.11 and 12.3).
"""

import json
import re
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import connection, models
from django.db.models import F, Func, Max, Min, Q
from django.db.models.functions import Cast

from survey.submissions.own_words import OWN_WORDS

TOKEN = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
WORD = re.compile(r"\w+")
MOST = 20  # words of one search
MANY = 50_000  # hits: to collect them from the index takes longer than to read the newest texts
# As the German stemmer writes the words in the index.
FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


class Search(NamedTuple):
    words: SearchQuery  # what the index finds
    wording: Q  # what of it has the words in quotes just so


def search(text: str) -> Search | None:
    """Return the search that was typed; None if there is no word in it that tells anything."""
    tokens = [
        (minus, phrase, WORD.findall(phrase or single))
        for minus, phrase, single in TOKEN.findall(text)[:MOST]
    ]
    stem = stems([word for _, _, words in tokens for word in words[:MOST]])
    parts, wording = [], Q()
    for minus, phrase, words in tokens:
        telling = [word for word in words[:MOST] if word in stem]
        if not telling:
            continue
        *before, last = (stem[word] for word in telling)
        part = " <-> ".join([*before, last])
        if not phrase:
            beginning = telling[-1].lower().translate(FOLDED)
            begins = " <-> ".join([*before, f"'{beginning}':*"])
            # A stem that begins like that is among them; asked for twice, it would count twice in
            # the planner's estimate.
            part = begins if last.startswith(f"('{beginning}") else f"{part} | {begins}"
        elif not minus:
            wording &= has(phrase)
        parts.append(f"{'!' if minus else ''}({part})")
    if not parts:
        return None
    # The stems are in it already, so the configuration is the one that changes nothing.
    return Search(SearchQuery(" & ".join(parts), search_type="raw", config="simple"), wording)


def stems(words: list[str]) -> dict[str, str]:
    """Return the stem of each word as the index has it; none of words of which texts are full."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, plainto_tsquery('german', word)::text FROM unnest(%s::text[]) AS word "
            "WHERE numnode(plainto_tsquery('german', word)) > 0",
            [words],
        )
        return {word: f"({stem})" for word, stem in cursor.fetchall()}


def has(phrase: str) -> Q:
    return Q(*((f"{name}__icontains", phrase.strip()) for name in OWN_WORDS), _connector=Q.OR)


def newest_hits(rows: models.QuerySet, words: SearchQuery, number: int, *columns: Any) -> list:
    """Return the columns of the newest of some submissions that have some words, in that order.

    As many days are looked through, from the last one back, as hold `number` of them by the
    planner's estimate, then more by what was found. Postgres takes it for cheap to look into a
    text: by itself it reads all texts for few hits, or the whole index of a word for very many.
    """
    every = rows.model.objects.all()
    days = every.aggregate(first=Min("day"), last=Max("day"))
    if days["first"] is None:
        return []
    one, first, end = timedelta(days=1), days["first"], days["last"] + timedelta(days=1)
    indexed = Q(search_vector=words)
    # No index has this, nor the order below.
    read = Func(indexed, template="(%(expressions)s) IS TRUE", output_field=models.BooleanField())
    many = planned(every.filter(indexed)) > MANY
    a_day = planned(rows.filter(indexed)) / (end - first).days
    order = Cast("day", models.DateTimeField()).desc(), F("reference").desc()
    rows = rows.order_by(*order).values_list(*columns)
    hits: list = []
    width = number / a_day / 3  # at first, since words that stand together are underestimated
    while len(hits) < number and end > first:
        start = end - one * min(ceil(width), (end - first).days)
        found = rows.filter(read if many else indexed, day__gte=start, day__lt=end)
        hits += found[: number - len(hits)]
        looked = (days["last"] - start).days + 1
        many = many and len(hits) / looked > a_day / 4
        width = 1.2 * (number - len(hits)) * looked / max(len(hits), 1)
        end = start
    return hits


def planned(rows: models.QuerySet) -> int:
    """Return how many rows Postgres expects, one at least."""
    plan = rows.order_by().values("pk").explain(format="json")
    return json.loads(plan)[0]["Plan"]["Plan Rows"] if plan else 1
