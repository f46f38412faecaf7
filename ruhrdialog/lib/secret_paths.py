"""Addresses that are secrets: who knows one, opens what stands there.

A part of a path that nobody else may know is written `<secret:name>` in the URL configuration, and
is kept out of the log by that alone; `<secrets:name>` is all that follows, whatever it is.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import StringConverter
from django.urls.resolvers import RoutePattern

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# In a line of a log, where signs may be percent-encoded (RFC 3986), also twice: a slash, a part of
# a path.
SLASH = "(?:/|%(?:25)*2f)"
PART = r"[^\s/'\"?#]+"


class SecretConverter(StringConverter):
    """Any text without a slash: what isn't known gets its 404 from the view, not from the route."""


class SecretsConverter(SecretConverter):
    """Any text with slashes, for the addresses below which nothing is known to others."""

    regex = ".+"


@lru_cache
def secret_places(urlconf: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns that find the secrets in a line, each behind its group 1."""
    befores = dict.fromkeys(before_secrets(get_resolver(urlconf).url_patterns))
    return tuple(re.compile(f"({before}){PART}", re.IGNORECASE) for before in befores)


@lru_cache
def above_secrets(urlconf: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns of the addresses below which secrets stand, however they are written."""
    befores = dict.fromkeys(before_secrets(get_resolver(urlconf).url_patterns))
    return tuple(re.compile(before, re.IGNORECASE) for before in befores)


def before_secrets(
    patterns: Iterable[URLPattern | URLResolver], above: str = SLASH
) -> Iterator[str]:
    """Yield, as a regular expression, what stands before each secret part of an address."""
    for each in patterns:
        before, route = above, str(each.pattern)
        if not isinstance(each.pattern, RoutePattern):
            before, route = SLASH, ""  # a regular expression or a language: it may be anything
        text, *others = PARAMETER.split(route)
        before += spellings(text)
        for name, text in zip(others[::2], others[1::2], strict=True):
            if isinstance(each.pattern.converters[name], SecretConverter):
                yield before
            before += PART + spellings(text)
        if isinstance(each, URLResolver):
            yield from before_secrets(each.url_patterns, before)


def spellings(text: str) -> str:
    """Return a regular expression for a text of a route, each sign as it is or percent-encoded.

    A slash may stand there several times.
    """
    return "".join(f"{SLASH}+" if sign == "/" else spelling(sign) for sign in text)


def spelling(sign: str) -> str:
    encoded = "".join(f"%(?:25)*{byte:02x}" for byte in sign.encode())
    return f"(?:{re.escape(sign)}|{encoded})"
