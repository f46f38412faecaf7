"""How a public page may be asked for, and how long anybody may keep it."""

import re
import secrets
from collections.abc import Callable, Iterable
from functools import partial, wraps
from math import floor
from typing import Any

from django.core.cache import cache
from django.db.models import Model
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ruhrdialog.lib.remembered import Remembered

# Seconds, for the portal's memory, a proxy and a browser together: what staff save is public within
# a minute, what citizens take back is gone within ten seconds. The proxy adds PROXY_SECONDS and,
# like some browsers, STALE_SECONDS in which it may fetch a page anew and show the former one.
PAGE_SECONDS = 50
WORDS_SECONDS = 9
PROXY_SECONDS = 1
STALE_SECONDS = 2
OUTAGE_SECONDS = 600  # how long a page may be shown that can't be made anew

# What in a query changes a public page. All else is ignored, whatever visitors or their links add;
# deploy/nginx.conf has the same names.
QUERY = frozenset({"ministerium", "satz", "seite", "suche", "thema", "noch-einmal"})


def public_page(
    view: Callable[..., HttpResponse], *, seconds: int = PAGE_SECONDS, outage: int = OUTAGE_SECONDS
) -> Callable[..., HttpResponse]:
    """Let a view answer GET and HEAD only, with the same bytes for everybody, cacheable by all."""

    @wraps(view)
    def answered(*arguments: Any, **options: Any) -> HttpResponse:
        response = view(*arguments, **options)
        response["Cache-Control"] = public_for(seconds, outage)
        return response

    return require_safe(answered)


# For a page with words of citizens: never shown when it could be made anew.
page_with_words = partial(public_page, seconds=WORDS_SECONDS, outage=0)


def public_for(seconds: float, outage: float) -> str:
    """Return the Cache-Control of what may be shown for some seconds more, by all caches together.

    `outage` is how long after that it may be shown if it can't be made anew (RFC 5861).
    """
    left = max(0, floor(seconds))
    control = f"public, max-age={left}, s-maxage={min(left, PROXY_SECONDS)}"
    if outage > STALE_SECONDS:
        control += f", stale-while-revalidate={STALE_SECONDS}, stale-if-error={floor(outage)}"
    return control


PUBLIC = re.compile(r"public, max-age=(\d+), s-maxage=\d+(?:,.*stale-if-error=(\d+))?")


def read_public(control: str) -> tuple[int, int] | None:
    """Return what `public_for` was given, in whole seconds; None for what isn't a public page."""
    found = PUBLIC.match(control)
    return (int(found[1]), int(found[2] or 0)) if found else None


# A number that stands for what all pages were made of: another one makes all of them anew.
version = Remembered(lambda: cache.get("pages"), seconds=1)


def forget_pages() -> None:
    """Let every process make its pages anew within a second, since something isn't public now."""
    cache.set("pages", secrets.token_hex(8), timeout=None)


def neighbours(row: Model, rows: Iterable[Model]) -> tuple[Model | None, Model | None]:
    """Return what comes before and after a row in a short list."""
    padded = [None, *rows, None]
    place = padded.index(row)
    return padded[place - 1], padded[place + 1]
