"""The part of a text in which a search is found, its words marked; the text stays as written."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from django.db import connection

from ruhrdialog.lib.normal_form import UNSEEN
from survey.submissions.search import Search

MARKED = ("\x02", "\x03")  # no text holds them where a page could show them
SHOWN = 30  # words
BEFORE = 8  # of them stand before the first that was found
# A word as it is written: accents stand behind their letters, and what nobody can see inside.
BEHIND = f"[{UNSEEN}\u0300-\u036f]"
WRITTEN = re.compile(rf"\d(?:\d|{BEHIND})*|[^\W\d_](?:[^\W\d_]|{BEHIND})*")
ACCENTS = re.compile(BEHIND)
FOUND = """
SELECT word FROM unnest(%s::text[]) AS word
WHERE to_tsvector('german', survey_words(word)) @@ %s::tsquery
"""


class Read(NamedTuple):
    """A text, and its words in their order."""

    text: str
    words: list[str]


def headlines(texts: Iterable[str], wanted: Search) -> Iterator[str]:
    """Yield the headline of each text, empty where no word of the search stands."""
    read = [Read(text, WRITTEN.findall(text)) for text in texts]
    marked = words_found({word for each in read for word in each.words}, wanted)
    for each in read:
        yield headline(each, marked)


def words_found(words: set[str], wanted: Search) -> set[str]:
    """Return which of some words as written the search asks for, each for itself.

    Postgres says so, which would take too long for all words of a page: only for those that begin
    like one that was typed, or may contain it.
    """
    typed = [word for token in wanted.tokens if not token.unwanted for word in token.words]
    begins = tuple({plain(word.folded)[:1] for word in typed})
    inside = [plain(token.stem) for token in wanted.tokens if token.part and not token.unwanted]
    asked = []
    for word in words:
        letters = plain(word)
        if letters.startswith(begins) or any(stem in letters for stem in inside):
            asked.append(word)
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [asked, " | ".join(wanted.marks)])
        return {word for (word,) in cursor.fetchall()}


def plain(word: str) -> str:
    """Return the small letters of a word, without accents and what nobody can see."""
    return ACCENTS.sub("", normalize("NFKD", word)).casefold()


def headline(read: Read, marked: set[str]) -> str:
    """Return the SHOWN words of a text among which most different ones are marked."""
    text, words = read
    hits = [number for number, word in enumerate(words) if word in marked]
    if not hits:
        return ""

    def different(hit: int) -> int:
        return len(marked.intersection(words[hit : hit + SHOWN - BEFORE]))

    begin = max(max(hits[:SHOWN], key=different) - BEFORE, 0)
    # Where they stand is asked of these alone: a page has ten thousand words.
    shown = list(islice(WRITTEN.finditer(text), begin, begin + SHOWN))
    start = 0 if begin == 0 else shown[0].start()
    end = len(text) if begin + SHOWN >= len(words) else shown[-1].end()
    parts, place = [], start
    for word in shown:
        if word[0] in marked:
            parts += [text[place : word.start()], MARKED[0], word[0], MARKED[1]]
            place = word.end()
    return "".join([*parts, text[place:end]]).strip()
