"""Public pages as finished bytes: made once, compressed once, given to all who ask."""

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

import brotli
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags

from ruhrdialog.health.counting import count
from ruhrdialog.lib.connection import UNAVAILABLE
from ruhrdialog.lib.pages import QUERY, public_for, read_public, version
from ruhrdialog.lib.remembered import Remembered
from ruhrdialog.lib.staff import ADMINISTRATION
from ruhrdialog.middleware import OneHostMiddleware
from survey.participation.models import SurveyPeriod

pages = caches["pages"]  # of this process, with a bound (settings.py)
# Asked by machines, also while the database is frozen, or never public.
OTHERS = (settings.STATIC_URL, ADMINISTRATION, *OneHostMiddleware.ASKED_FROM_INSIDE)
KEPT = 3600  # seconds: longer than any page may be shown
RENEWAL = 5  # seconds in which one request makes a page anew while others get the former one
TEXT = re.compile(r"text/|image/svg|application/(?:\w+\+)?(?:xml|json)")
NOT_WANTED = ("q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000")  # RFC 9110, section 12.4.2


@dataclass(frozen=True)
class Page:
    """An answer with the headers that all other middleware gave it."""

    status: int
    view: str
    headers: dict[str, str]
    bodies: dict[str, bytes]  # by content coding (RFC 9110, section 8.4.1); "" as it was made
    digest: str
    made: float  # in seconds, as time.time() counts them
    seconds: float  # for which it may be shown
    outage: float  # seconds for which it may then be shown while it can't be made anew

    @classmethod
    def made_of(
        cls, response: HttpResponse, view: str, made: float, seconds: float, outage: float
    ) -> "Page":
        content = response.content
        headers = dict(response.items())
        for name in ("Cache-Control", "Content-Length"):  # which each answer gets anew
            headers.pop(name, None)
        if TEXT.match(headers["Content-Type"]):
            headers["Vary"] = "Accept-Encoding"
        digest = hashlib.sha256(content).hexdigest()[:32]
        return cls(
            response.status_code, view, headers, {"": content}, digest, made, seconds, outage
        )

    def in_all_forms(self) -> "Page":
        if "Vary" not in self.headers:
            return self
        content = self.bodies[""]
        # The highest levels take 50 times as long for a tenth less.
        smaller = {"br": brotli.compress(content, quality=5), "gzip": gzip.compress(content, 6)}
        return replace(self, bodies=self.bodies | smaller)

    def answer(self, request: HttpRequest, now: float) -> HttpResponse:
        """Return it in the best form that the browser takes, or say that the browser has it."""
        coding = ""
        if len(self.bodies) > 1:
            coding = best_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        tag = f'"{self.digest}-{coding}"' if coding else f'"{self.digest}"'
        left, outage = self.seconds - (now - self.made), self.outage
        if left <= 0:  # in an outage: for a second, and then perhaps for another
            left, outage = min(1, left + outage), left + outage - 1
        headers = self.headers | {"Cache-Control": public_for(left, outage), "ETag": tag}
        held = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if self.status == HTTPStatus.OK and (tag in held or f"W/{tag}" in held or held == ["*"]):
            del headers["Content-Type"]
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        if coding:
            headers["Content-Encoding"] = coding
        body = self.bodies[coding]
        headers["Content-Length"] = str(len(body))
        return HttpResponse(body, status=self.status, headers=headers)


@lru_cache(256)
def best_coding(accepted: str) -> str:
    """Return the smallest form that an Accept-Encoding allows."""
    parts = "".join(accepted.lower().split()).split(",")
    weights = dict(part.partition(";")[::2] for part in parts)
    wanted = [name for name in ("br", "gzip") if weights.get(name, "q=0") not in NOT_WANTED]
    return wanted[0] if wanted else ""


class PageCacheMiddleware:
    """Give a public page as it was made, as long as it may be shown.

    Others are never asked then, so what is kept has all their headers. From half of its time on one
    request makes it anew. What was made of another period of the survey, in another phase or
    before something was taken back is another page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        place = place_of(request)
        page: Page | None = pages.get(place) if place else None
        now = time.time()
        age = now - page.made if page else 0
        is_old = page and age > page.seconds / 2
        # Whoever notes first that a page is made anew does it.
        is_mine = is_old and pages.add(f"{place}-renewed", True, RENEWAL)
        if page and age < page.seconds and not is_mine:
            count(page.view, page.status, start)
            return page.answer(request, now)
        response = self.get_response(request)
        if page and age < page.seconds + page.outage and response.status_code == 503:
            return page.answer(request, now)
        kept_for = read_public(response.get("Cache-Control", ""))
        if kept_for is None or request.resolver_match is None:
            return response
        view = request.resolver_match.view_name
        page = Page.made_of(response, view, now, *until_change(*kept_for))
        if place and page.status == HTTPStatus.OK:
            page = page.in_all_forms()
            pages.set(place, page, KEPT)
        return page.answer(request, now)


def place_of(request: HttpRequest) -> str:
    """Return where a page is kept; empty for what never is."""
    is_other = request.path.startswith(OTHERS) or request.method not in ("GET", "HEAD")
    if is_other or Remembered.forgets or not is_at_own_address(request):
        return ""
    try:
        period, number = SurveyPeriod.objects.current(), version()
    except UNAVAILABLE:
        return ""
    asked = parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)
    made_of = (
        request.path,
        sorted((name, value) for name, value in asked if name in QUERY),
        (period.opens_at, period.closes_at, period.text_before, period.text_after),
        str(period.phase()),
        number,
    )
    return hashlib.sha256(repr(made_of).encode(errors="surrogatepass")).hexdigest()


def is_at_own_address(request: HttpRequest) -> bool:
    """Tell whether scheme and host are the site's; else the answer is a redirect or an error."""
    site = urlsplit(settings.SITE_URL)
    host = request.META.get("HTTP_HOST") or request.META["SERVER_NAME"]
    return bool(host == site.netloc and request.scheme == site.scheme)


def until_change(seconds: int, outage: int) -> tuple[float, float]:
    """Let nobody keep a page beyond the moment when the survey opens or closes."""
    now = timezone.now()
    try:
        change = SurveyPeriod.objects.current().next_change(now)
    except UNAVAILABLE:
        return seconds, outage
    if change is None:
        return seconds, outage
    left = (change - now).total_seconds()
    return min(seconds, left), max(0, min(outage, left - seconds))
