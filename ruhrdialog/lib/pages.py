"""How a public page may be asked for and kept."""

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PAGE_SECONDS = 60  # how long browsers and proxies may keep a public page


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer GET and HEAD only, with the same bytes for everybody, cacheable by all."""
    return require_safe(cache_control(public=True, max_age=PAGE_SECONDS)(view))


def neighbours(row: Model, rows: Iterable[Model]) -> tuple[Model | None, Model | None]:
    """Return what comes before and after a row in a short list."""
    padded = [None, *rows, None]
    place = padded.index(row)
    return padded[place - 1], padded[place + 1]
