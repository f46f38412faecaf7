"""Hostile texts: repetitions of what a pattern is made of, long enough to stop a slow one.

They are read off the pattern itself, as Python's own compiler takes it apart: a run of whatever it
may repeat, behind what it wants before and in front of a sign that makes it fail; each of its signs
and examples over and over, alone, with a blank between, with another sign between.
"""

import contextlib
import gc
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, islice
from re import _constants as kinds
from re import _parser as parser

LENGTH = 40_000  # signs: ten times as long as the longest field allows
SECONDS = 0.25  # of processor time
MOST = 3  # examples of one part of a pattern
MOST_SIGNS = 8  # of which each is tried with each other one
OF_A_CLASS = {
    kinds.CATEGORY_DIGIT: "1",
    kinds.CATEGORY_SPACE: " \n",
    kinds.CATEGORY_WORD: "aÄ1_",
    kinds.CATEGORY_NOT_DIGIT: "a",
    kinds.CATEGORY_NOT_SPACE: "a",
    kinds.CATEGORY_NOT_WORD: "-",
}
SIGNS = "a-1 .@A_Ä/\"'<[(\n!\u2022"  # to look for one that fits where a pattern excludes others
REPEATS = {kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT}
# What is hostile to other readers than patterns: Markdown, CSV, addresses, numbers, templates.
COMMON = (
    *(" ", "\n", "a", "1", "-", '"', '"a', "<", "&", "![", "[a](", "*a_ ", "> - ", "a\n", "[\n"),
    *("a@a.", "a ", "Aa-", "0 ", ";", "\r\n", "ẞ", "ﷺ", "🚌", "%", "\\", "\0"),
)


class TooSlowError(BaseException):
    """The processor time is used up; no `except Exception` hides it."""


@contextlib.contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TooSlowError as soon as what happens inside has taken more processor time.

    Python's patterns look for signals while they search: even one that would take years ends. What
    measures the coverage rests meanwhile: it takes as long as the work itself. And who collects
    garbage leaves out what tests before have left, as the web server leaves out what stays.
    """
    inside, tracing = True, sys.gettrace()

    def stop(*_: object) -> None:
        if inside:  # a signal may come late
            raise TooSlowError(f"more than {seconds} s of processor time")

    signal.signal(signal.SIGPROF, stop)
    gc.freeze()
    sys.settrace(None)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        inside = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.settrace(tracing)
        gc.unfreeze()


def long(piece: str, length: int = LENGTH) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def hostile_texts(patterns: Iterable[re.Pattern], length: int = LENGTH) -> list[str]:
    """Return the worst texts against some patterns, and those against everything, each once."""
    own = chain.from_iterable(islice(against(pattern, length), 3) for pattern in patterns)
    return list(dict.fromkeys([*own, *(long(piece, length) for piece in COMMON)]))


def against(pattern: re.Pattern, length: int = LENGTH) -> Iterator[str]:
    """Yield hostile texts made of a pattern's own pieces, the worst first."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    runs = list(dict.fromkeys(repeated(parsed)))
    for before, body in runs:
        run = before + long(body, length - len(before) - 1)
        yield run + failing(pattern, before + body)
    signs = list(dict.fromkeys(leaves(parsed)))
    signs = signs[:: len(signs) // MOST_SIGNS + 1]
    starts = [before for before, _ in runs] + [body for _, body in runs]
    for piece in filter(None, dict.fromkeys([*examples(parsed), *starts, *signs])):
        for between in ("", " ", "-"):
            yield long(piece + between, length)
    for first, second in combinations(signs, 2):
        yield long(first + second, length)


def failing(pattern: re.Pattern, start: str) -> str:
    """Return a sign behind which the pattern finds nothing, if there is one."""
    return next((sign for sign in "!x•\n" if not pattern.search(start + sign)), "!")


def examples(parsed: Iterable[tuple]) -> list[str]:
    """Return a few texts that a part of a pattern takes, by the first of which the rest follows."""
    texts = [""]
    for node in parsed:
        found = list(dict.fromkeys(of_node(*node)))[:MOST]
        texts = [text + found[0] for text in texts] + [texts[0] + other for other in found[1:]]
    return texts[: 2 * MOST]


def of_node(kind: object, value: object) -> list[str]:
    """Return what a node of the tree takes; of what only looks around, nothing."""
    if kind is kinds.LITERAL:
        return [chr(value)]
    if kind is kinds.IN:
        return members(value)
    if kind in (kinds.NOT_LITERAL, kinds.ANY):
        return [sign for sign in SIGNS if kind is kinds.ANY or ord(sign) != value][:1]
    if kind is kinds.BRANCH:
        return [text for branch in value[1] for text in examples(branch)[:1]]
    if kind in REPEATS:
        least, _, inner = value
        several = [text * max(least, 1) for text in examples(inner)]
        return several if least else [*several[:1], "", *several[1:]]
    inner = inside(kind, value)
    looks = kind in (kinds.ASSERT, kinds.ASSERT_NOT)
    return examples(inner) if inner and not looks else [""]


def members(items: list[tuple]) -> list[str]:
    """Return some signs of a set; of one that excludes, others."""
    signs = [sign for item in items for sign in named(*item)]
    if items[0][0] is not kinds.NEGATE:
        return signs
    fitting = [sign for sign in SIGNS if not re.match(f"[{re.escape(''.join(signs))}]", sign)]
    return fitting[:MOST]


def named(kind: object, value: object) -> str:
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.RANGE:
        return chr(value[0])
    return OF_A_CLASS.get(value, "")


def inside(kind: object, value: object) -> Iterable[tuple]:
    """Return the part of a pattern that stands inside a node."""
    if kind in REPEATS:
        return value[2]
    if kind is kinds.SUBPATTERN:
        return value[3]
    if kind is kinds.ATOMIC_GROUP:
        return value
    return value[1] if kind in (kinds.ASSERT, kinds.ASSERT_NOT) else ()


def leaves(parsed: Iterable[tuple]) -> Iterator[str]:
    """Yield single signs that stand in a pattern, wherever."""
    for kind, value in parsed:
        if kind is kinds.BRANCH:
            for branch in value[1]:
                yield from leaves(branch)
        elif kind in (kinds.LITERAL, kinds.IN):
            yield from of_node(kind, value)[:2]
        else:
            yield from leaves(inside(kind, value))


def repeated(parsed: Iterable[tuple], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what may be repeated, each with an example of what the pattern wants before it."""
    for kind, value in parsed:
        if kind in REPEATS and value[1] > 1:
            yield from ((before, body) for body in examples(value[2]) if body)
        for branch in value[1] if kind is kinds.BRANCH else [inside(kind, value)]:
            yield from repeated(branch, before)
        before += of_node(kind, value)[0]
