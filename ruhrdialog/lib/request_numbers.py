"""A number for each request, in all its lines of the log and in the header of its answer."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# What proxies draw: 32 hexadecimal digits (nginx's $request_id), or a UUID. Anything else could be
# a visitor's own words, which a proxy passed on.
DRAWN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Of the request that this thread works on. Nothing sets it back at the end of the middleware, since
# Django and gunicorn write lines after that; the next request of the thread does
# (numbered_worker.py).
number: ContextVar[str | None] = ContextVar("number", default=None)


class RequestNumberMiddleware:
    """Draw the number, or take over the one that a proxy of our own has drawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mine = drawn_by_proxy(request) or secrets.token_hex(8)
        number.set(mine)
        response = self.get_response(request)
        # A cache would give the number of this request to others.
        if "public" not in response.get("Cache-Control", ""):
            response[HEADER] = mine
        return response


def drawn_by_proxy(request: HttpRequest) -> str | None:
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return given if DRAWN.fullmatch(given) else None
