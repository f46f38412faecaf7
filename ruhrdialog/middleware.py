"""Rules that hold for every answer of the portal."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ruhrdialog.errors import error_page
from ruhrdialog.lib import content_security
from ruhrdialog.lib.connection import UNAVAILABLE
from ruhrdialog.lib.logs import told
from ruhrdialog.lib.posts import is_taken_from_anywhere
from ruhrdialog.lib.staff import ADMINISTRATION

logger = logging.getLogger(__name__)

SOON = 30  # seconds: an outage is seldom over at once
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Add the headers that Django has no setting for.

    What doesn't say how it may be cached must not be: a page forgotten here stays private.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security.policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if not (settings.DEBUG and response.status_code in (404, 500)):  # they have inline styles
            response.headers.setdefault(content_security.HEADER, self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ErrorPagesMiddleware:
    """Give German pages to the two answers that Django leaves bare: no database, wrong method.

    Every answer that asks to come again says when (RFC 9110, section 10.2.3).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = error_page(request, 405)
            page["Allow"] = response["Allow"]
            return page
        if response.status_code in (429, 503):
            response.headers.setdefault("Retry-After", str(SOON))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, UNAVAILABLE):
            logger.error("The database doesn't answer: %s", told(exception))
            return error_page(request, 503)
        return None


class OneHostMiddleware:
    """Lead from every other allowed host, as with or without `www.`, to the one of SITE_URL.

    Machines inside ask by whatever address they know, as that of a container: what they get says
    nothing of a host, so none has to be allowed for them.
    """

    ASKED_FROM_INSIDE = ("/livez", "/readyz", "/metrics")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = urlsplit(settings.SITE_URL).netloc
        if request.path in self.ASKED_FROM_INSIDE:
            request.META["HTTP_HOST"] = host
            return self.get_response(request)
        if request.get_host() != host:
            return HttpResponsePermanentRedirect(settings.SITE_URL + request.get_full_path())
        return self.get_response(request)


class StaffSessionMiddleware(SessionMiddleware):
    """Keep sessions to the administration: public pages neither read nor renew one.

    The cookie's name (`__Host-`) wants it sent to every page of the host. What a script asks for
    beside a page (204) renews none either: it would write back all that stood in the session when
    it was asked, over what the page that is called at the same moment has kept there.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        if not request.path.startswith(ADMINISTRATION) or response.status_code == 204:
            return response
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie and cookie["max-age"] == 0:  # the session has ended
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class CrossOriginProtectionMiddleware:
    """Refuse forged posts without a cookie, as Go's `net/http.CrossOriginProtection` does.

    Browsers say in `Sec-Fetch-Site` where a request comes from (W3C Fetch Metadata); older ones
    send `Origin`. A request with neither comes from no browser that could be abused: the public
    site has no login, and the administration keeps Django's own token besides.

    What a view takes `from_anywhere` needs no such protection: the secret stands in its address.
    """

    SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_safe = request.method in self.SAFE_METHODS or not self.is_forged(request)
        if not is_safe and not is_taken_from_anywhere(request.path_info):
            return error_page(request, 403)  # by its own words: no right is missing
        return self.get_response(request)

    def is_forged(self, request: HttpRequest) -> bool:
        """Tell whether an unsafe request was made by another site's page."""
        if fetch_site := request.headers.get("Sec-Fetch-Site"):
            return fetch_site not in ("same-origin", "none")
        if origin := request.headers.get("Origin"):
            return origin != settings.SITE_URL
        return False
