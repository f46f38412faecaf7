"""Searching the submissions in German: what a clerk types, as a query of Postgres.

All words must be found, by their stem or as the beginning of a word; "words in quotes" must stand
there just so; -word must not be there (PostgreSQL 18, sections 8.11 and 12.3).
"""

import re
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import connection, models
from django.db.models import Func, Q, Value

from survey.submissions.own_words import OWN_WORDS

TOKEN = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
WORD = re.compile(r"[^\W_]+")
# Signs that stand between words, for the index as for WORD. Postgres would look for addresses,
# files, hosts and compounds around them: these aren't found by their parts, and of a text that is
# nothing but "1@e" it takes seconds to say so (quadratic time).
BETWEEN_WORDS = "@/._-"
WORD_JOINER = "\N{WORD JOINER}"  # nothing to see, and no letter
MOST = 20  # words of one search
LONGEST = 500  # signs of it; what stands behind them isn't looked for
# As the German stemmer writes the words in the index.
FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


class Search(NamedTuple):
    words: SearchQuery  # what the index finds
    wording: Q  # what of it has the words in quotes just so


def search(text: str) -> Search | None:
    """Return the search that was typed; None if there is no word in it that tells anything."""
    tokens = [
        (minus, phrase, WORD.findall(phrase or single))
        for minus, phrase, single in TOKEN.findall(text[:LONGEST])[:MOST]
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


def words_apart(column: str) -> Func[Any]:
    """Return the text of a column as the index is to read it."""
    signs, blanks = Value(BETWEEN_WORDS), Value(" " * len(BETWEEN_WORDS))
    return Func(column, signs, blanks, function="translate", output_field=models.TextField())


def seen_apart(text: Func[Any]) -> Func[Any]:
    """Return a text whose words Postgres reads as in the index, and which looks as before."""
    signs, apart = Value(f"([{BETWEEN_WORDS}])"), Value(rf"\1{WORD_JOINER}")
    return Func(
        text, signs, apart, Value("g"), function="regexp_replace", output_field=models.TextField()
    )


def has(phrase: str) -> Q:
    return Q(*((f"{name}__icontains", phrase.strip()) for name in OWN_WORDS), _connector=Q.OR)
