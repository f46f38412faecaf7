"""Whether the desk's search finds what stands in real texts.

`bench/search FILE.csv [--seed N]`: the columns `reason` and `proposal` of a file become submissions
in a database of its own. 200 words of four letters or more are drawn from the file itself, apart
from the portal's code: 100 that stand for themselves, 50 inside of compounds (not at their
beginning), 50 joined to others by a sign ("Bus/Bahn"). Each is searched on the desk as Leitung.

Recall: of the texts that have the word as letters, wherever, those that were found. Precision: of
those found, the texts that have it, or a form of it: another of ENDINGS behind the same beginning,
umlauts or not. Both over all words together. Words on which the page says that they can't be
searched for are drawn again, and counted. The last line is a JSON object.
"""

import contextlib
import csv
import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from bench.desk_measured import DESK, prepare
from dev.environment import say
from dev.postgres import Cluster

WHOLE, INSIDE, JOINED = 100, 50, 50  # words of each kind
SHORTEST = 4  # letters
LETTERS = re.compile(r"[^\W\d_]+")
BETWEEN_BLANKS = re.compile(r"\S+")
EDGES = "\"'„“”‚‘’»«()[]{}.,;:!?…*-–"  # of what stands between blanks
# What is put behind a German word's root: of nouns, adjectives (compared, too), verbs, participles.
ENDINGS = (
    "(?:ung|ungen|in|innen|er|ers|ern|lich|ig|igkeit|end|est|st|er|et|t)?"
    "(?:e|em|en|er|es|n|s|st|t|te|ten)?"
)
ENDING = re.compile(f"(?<=...){ENDINGS}$")
UMLAUTS = {"ä": "a", "ö": "o", "ü": "u", "ae": "a", "oe": "o", "ue": "u"}


def main() -> None:
    arguments = sys.argv[1:]
    seed = int(arguments.pop(arguments.index("--seed") + 1)) if "--seed" in arguments else 1
    files = [argument for argument in arguments if argument != "--seed"]
    if len(files) != 1:
        sys.exit("Which file? bench/search FILE.csv [--seed N]")
    with open(files[0], encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
        rows = [(row["reason"], row["proposal"]) for row in csv.DictReader(file)]
    with contextlib.ExitStack() as running:
        cluster = Cluster("bench-search")
        cluster.remove()  # what an interrupted run left
        running.callback(cluster.remove)
        os.environ["DATABASE_URL"] = running.enter_context(cluster).url
        prepare()
        measure(store(rows), [folded(" ".join(row)) for row in rows], random.Random(seed))


def folded(text: str) -> str:
    return normalize("NFC", normalize("NFC", text).casefold())


def store(rows: list[tuple[str, str]]) -> dict[Any, int]:
    """Store the texts; return their places by key."""
    from django.db import connection

    from forums.models import Forum
    from survey.submissions.models import Submission
    from survey.submissions.words import Word

    forum = Forum.objects.all()[0]
    submissions = [
        Submission.made_of(
            receipt_hash=number.to_bytes(32), forum=forum, reason=reason, proposal=proposal
        )
        for number, (reason, proposal) in enumerate(rows)
    ]
    Submission.objects.draw_references(submissions)
    Submission.objects.bulk_create(submissions, batch_size=500)
    Word.objects.renew()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {submission.pk: number for number, submission in enumerate(submissions)}


def measure(places: dict[Any, int], texts: list[str], chance: random.Random) -> None:
    """Search the words, print what was missed or wrong, and the sums."""
    from django.contrib.auth.models import User
    from django.test import Client

    from survey.submissions.models import Submission
    from survey.submissions.search import search

    user = User.objects.get(username="Leitung")
    client = Client(headers={"Host": "127.0.0.1:8000"})
    client.force_login(user)
    client.get(f"{DESK}?q=Aufwärmen")
    sums, milliseconds, refused, words = [0, 0, 0, 0], [], [], 0
    for kind, wanted, drawn in kinds(texts):
        part = [0, 0, 0, 0]
        chance.shuffle(drawn)
        asked = iter(drawn)
        taken = 0
        while taken < wanted and (word := next(asked, "")):
            start = time.perf_counter()
            page: Any = client.get(DESK, {"q": word})
            if not page.context_data["cl"].tells:
                refused.append(word)
                continue
            milliseconds.append(1000 * (time.perf_counter() - start))
            hits = Submission.objects.visible_to(user).matching(search(word), user)
            found = {places[key] for key in hits.values_list("pk", flat=True)}
            one = compared(word, found, texts)
            part = [before + new for before, new in zip(part, one, strict=True)]
            taken += 1
        say(f"{taken} words {kind}: recall {share(part[:2])}, precision {share(part[2:])}")
        sums = [before + new for before, new in zip(sums, part, strict=True)]
        words += taken
    say(f"Not to be searched for, as the page says: {len(refused)} ({', '.join(refused)})")
    result = {
        "words": words,
        "recall": share(sums[:2]),
        "precision": share(sums[2:]),
        "median_ms": round(statistics.median(milliseconds), 1),
        "slowest_ms": round(max(milliseconds), 1),
    }
    print(json.dumps(result))


def compared(word: str, found: set[int], texts: list[str]) -> tuple[int, int, int, int]:
    """Return how many of the texts with a word were found, and how many of those found have it."""
    have = {number for number, text in enumerate(texts) if word in text}
    right = {number for number in found if number in have or has_form(word, texts[number])}
    for number in sorted(have - found)[:2]:
        say(f"  {word} missed in: {around(word, texts[number])}")
    for number in sorted(found - right)[:2]:
        say(f"  {word} found in: {texts[number][:150]}")
    return len(have & found), len(have), len(right), len(found)


def has_form(word: str, text: str) -> bool:
    """Tell whether another form of a word ends a word of a text, umlauts or not."""
    plain, text = without_umlauts(word), without_umlauts(text)
    root = ENDING.sub("", plain)
    root = root if len(root) >= SHORTEST - 1 else plain
    return plain in text or bool(re.search(rf"{root}{ENDINGS}\b", text))


def without_umlauts(text: str) -> str:
    for written, plain in UMLAUTS.items():
        text = text.replace(written, plain)
    return text


def around(word: str, text: str) -> str:
    place = text.index(word)
    return text[max(place - 40, 0) : place + 60]


def share(numbers: list[int]) -> float:
    part, whole = numbers
    return round(part / whole, 4) if whole else 0.0


def kinds(texts: list[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the words of each kind, in the order of the alphabet."""
    parts = [part.strip(EDGES) for text in texts for part in BETWEEN_BLANKS.findall(text)]
    alone = {part for part in parts if LETTERS.fullmatch(part) and len(part) >= SHORTEST}
    joined = {
        word
        for part in parts
        if not LETTERS.fullmatch(part)
        for word in LETTERS.findall(part)
        if len(LETTERS.findall(part)) > 1 and len(word) >= SHORTEST
    }
    inside = {
        word[start:end]
        for word in alone
        for start in range(3, len(word) - SHORTEST + 1)
        for end in range(start + SHORTEST, len(word) + 1)
        if word[start:end] in alone
    }
    yield "that stand for themselves", WHOLE, sorted(alone)
    yield "inside of compounds", INSIDE, sorted(inside)
    yield "joined to others", JOINED, sorted(joined)


if __name__ == "__main__":
    main()
