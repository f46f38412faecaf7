"""Which topics somebody means by a word: the topics' keywords first, then the authority's texts.

Words are compared from their beginning and by their stem; letters inside a word never count. Of a
compound, first and last part are looked at: a "Stadtteilpark" is about both.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

import snowballstemmer

MOST = 4  # topics that are shown; words of the texts that fit to more say nothing
LONGEST = 60  # letters of a word that are looked at
PART = 4  # letters by which a word may be known
SHORT = 3  # letters of a keyword that counts at the beginning of a compound, with as many behind it

WORD = re.compile(r"[^\W_]+")
SEPARATOR = re.compile("[,:\n]")  # a line begins with its keyword; behind the colon its likes
DOUBLED = re.compile(r"(.)\1")
ENDING = re.compile(r"(?<=....)(?:en|e|n)\Z")
ENDINGS = frozenset({"e", "n", "s", "en", "er", "es", "in"})
SPELLING = str.maketrans({"ß": "ss", "ä": "a", "ö": "o", "ü": "u"})
DIGRAPH = re.compile("([aou])e")
SMALL_WORDS = frozenset(
    {
        *("aber", "alle", "alles", "als", "am", "an", "auch", "auf", "aus", "bei", "beim"),
        *("besser", "bessere", "besseren", "das", "dem", "den", "der", "des", "die", "dort"),
        *("ein", "eine", "einen", "einer", "es", "für", "gegen", "gibt", "gute", "guten"),
        *("hier", "ich", "ihr", "im", "immer", "in", "ist", "kein", "keine", "keinen", "mehr"),
        *("mein", "meine", "mit", "nach", "neue", "neuen", "nicht", "noch", "nur", "oder"),
        *("ohne", "sehr", "sich", "sie", "sind", "so", "soll", "teuer", "und", "uns", "unser"),
        *("unsere", "viel", "viele", "vom", "von", "vor", "wenig", "weniger", "wie", "wir"),
        *("wo", "zu", "zum", "zur", "zuviel", "zwischen", "über"),
    }
)


class Fit(IntEnum):
    """How well a word fits; only those that fit best are shown."""

    SAME = 1
    STEM = 2
    BEGUN = 3  # the keyword goes on where the word ends
    FIRST_PART = 4
    LAST_PART = 5
    TEXT = 6  # the word stands in the authority's text


class Word(NamedTuple):
    """A word in the forms in which it is compared."""

    written: str
    stem: str
    roughly: str  # the stem with single letters for double ones, where most are mistaken
    begins: str  # as it stands at the beginning of compounds: "schul" of "Schule"


def word(typed: str) -> Word:
    lower = typed[:LONGEST].lower()
    written = DIGRAPH.sub(r"\1", lower.translate(SPELLING))
    # A stemmer of its own for each word: it isn't made for several threads.
    stemmed = snowballstemmer.stemmer("german").stemWord(lower.replace("ß", "ss"))
    stem = stemmed.translate(SPELLING)
    return Word(written, stem, DOUBLED.sub(r"\1", stem), ENDING.sub("", written))


def words_in(text: str) -> list[Word]:
    words = dict.fromkeys(WORD.findall(text))
    return [word(each) for each in words if each.lower() not in SMALL_WORDS]


@lru_cache(maxsize=100)  # of topics, never of what people type
def keywords_in(title: str, keywords: str) -> tuple[Word, ...]:
    """Return the words of the title, and the keywords; "E-Bike" and "Tempo 30" are one word each.

    Short ones of the title are no parts of other words: a "Stadtrundfahrt" isn't about "Stadt".
    """
    single = ["".join(WORD.findall(each)) for each in SEPARATOR.split(keywords)]
    titles = [word(each.replace("-", "")) for each in title.split() if each not in SMALL_WORDS]
    titles = [each if len(each.written) > 5 else each._replace(begins="") for each in titles]
    return (*titles, *(word(each) for each in single if each))


@lru_cache(maxsize=100)
def stems_in(text: str) -> frozenset[str]:
    return frozenset(each.stem for each in words_in(text) if len(each.written) >= PART)


def find(typed: str, topics: Iterable[Any]) -> list[Any]:
    """Return the forums that fit to what was typed, the best first."""
    topics = list(topics)
    whole = fitting(word("".join(WORD.findall(typed))), topics)
    if whole and min(whole.values())[0] <= Fit.STEM:
        return best(whole)
    words = words_in(typed)
    places = defaultdict(list)
    for number, each in enumerate(words, 1):
        fits = fitting(each, topics, unfinished=number == len(words))
        for topic in best(fits):
            places[topic].append(fits[topic])
    if not places:
        return in_texts(words, topics)
    most = max(len(fits) for fits in places.values())
    return best({topic: min(fits) for topic, fits in places.items() if len(fits) == most})


def best(fits: dict[Any, tuple[Any, ...]]) -> list[Any]:
    return sorted(fits, key=lambda topic: fits[topic])[:MOST]


def fitting(
    one: Word, topics: Iterable[Any], *, unfinished: bool = True
) -> dict[Any, tuple[Fit, int, int]]:
    """Return the topics with a keyword that fits best: how, by how much, and its place of all."""
    fits = {}
    for topic in topics:
        keywords = enumerate(keywords_in(topic.title, topic.keywords))
        places = [
            (fit, -length, place)
            for place, keyword in keywords
            for fit, length in [how(one, keyword)]
            if fit and (unfinished or fit != Fit.BEGUN)
        ]
        if places:
            fits[topic] = min(places)
    level = min((fit for fit, _, _ in fits.values()), default=None)
    if level in (Fit.LAST_PART, Fit.FIRST_PART):
        return longest_parts(fits)
    return {topic: place for topic, place in fits.items() if place[0] == level}


def longest_parts(fits: dict[Any, tuple[Fit, int, int]]) -> dict[Any, tuple[Fit, int, int]]:
    """Keep of last and first parts the longest each: a "Parkplatz" is no "Park"."""
    lengths = {
        fit: min(length for other, length, _ in fits.values() if other == fit)
        for fit in {place[0] for place in fits.values()}
    }
    return {topic: place for topic, place in fits.items() if place[1] == lengths[place[0]]}


def how(one: Word, keyword: Word) -> tuple[Fit | None, int]:
    """Return how a word fits to a keyword, and the number of letters."""
    length = len(keyword.begins)
    if one.written == keyword.written:
        return Fit.SAME, length
    if one.stem == keyword.stem or alike(one, keyword):
        return Fit.STEM, length
    if len(one.written) >= PART and keyword.written.startswith(one.written):
        return Fit.BEGUN, length
    rest = len(one.written) - length
    if length >= PART and rest >= SHORT and ends_with(one, keyword):
        return Fit.LAST_PART, length
    whole_rest = rest >= SHORT or (length >= PART and one.written[length:] in ENDINGS)
    if length >= SHORT and whole_rest and one.written.startswith(keyword.begins):
        return Fit.FIRST_PART, length
    return None, 0


def alike(one: Word, keyword: Word) -> bool:
    return len(one.roughly) >= PART and one.roughly == keyword.roughly


def ends_with(one: Word, keyword: Word) -> bool:
    if one.written.endswith(keyword.written) or one.stem.endswith(keyword.written):
        return True
    return len(keyword.begins) > PART and one.stem.endswith(keyword.begins)


def in_texts(words: list[Word], topics: list[Any]) -> list[Any]:
    """Return the topics in whose question or goals all of the words stand, unless they are many."""
    stems = {each.stem for each in words}
    fits = [t for t in topics if stems and stems <= stems_in(f"{t.question} {t.goals}")]
    return fits if len(fits) <= MOST else []
