"""Addresses as messengers, mail programs, posters and hands make them of ours."""

import re
from string import punctuation
from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve

from ruhrdialog.lib.normal_form import normal
from ruhrdialog.lib.secret_paths import above_secrets

MOST_DECODED = 3  # times: each program on the way may have encoded it once more
LONGEST = 1000  # signs of a path
# What can't stand in an address ends it: a query that was glued to it, a quote, a bracket.
END = re.compile(r"[?#&;<>\"|\\]")
GAPS = re.compile(r"[\s_]+")
SLASHES = re.compile(r"/+")
IN_ADDRESSES = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def decoded(text: str) -> str:
    """Return a text without percent-encoding (RFC 3986), be it encoded several times."""
    for _ in range(MOST_DECODED):
        text = unquote(text)
    return text


def meant_path(path: str) -> str | None:
    """Return the path of this site that a path without a page means, None if there is none.

    Capitals, signs at the end, doubled slashes, umlauts don't matter. Below an address that holds a
    secret the rest stays as it is: the page there knows what to make of it.
    """
    if "\0" in path or len(path) > LONGEST:  # no program makes that of an address
        return None
    text = SLASHES.sub("/", normal(decoded(path)))
    for place in above_secrets(settings.ROOT_URLCONF):
        if (found := place.match(text)) and (rest := text[found.end() :]):
            return other_than(path, found[0].lower() + rest)
    address = "/".join(part for part in map(as_written, END.split(text)[0].split("/")) if part)
    possible = [f"/{address}/", f"/{address}"] if address else []
    if not any(sign.isalnum() or sign == "\N{REPLACEMENT CHARACTER}" for sign in text):
        possible = ["/"]
    return next((each for each in possible if path not in possible and is_known(each)), None)


def as_written(part: str) -> str:
    """Return a part of a path as it stands in the addresses of this site."""
    words = part.rstrip(punctuation + " ").lstrip(punctuation.replace(".", "") + " ").lower()
    return GAPS.sub("-", words).translate(IN_ADDRESSES)


def other_than(path: str, meant: str) -> str | None:
    return meant if meant != path else None


def is_known(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
