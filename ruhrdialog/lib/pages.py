"""How a public page may be asked for and kept."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PAGE_SECONDS = 60  # how long browsers and proxies may keep a public page


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer GET and HEAD only, with the same bytes for everybody, cacheable by all."""
    return require_safe(cache_control(public=True, max_age=PAGE_SECONDS)(view))
