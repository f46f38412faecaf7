"""What the public site's forms may send, and where to."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from django import template
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

register = template.Library()

# In a POST: the page has asked about what looks odd, and what is sent now is meant.
ASKED = "nachgefragt"
ASKED_BEFOREHAND = {
    "Allow": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type",
}


class UnsupportedMediaType(BadRequest):
    """The body isn't what a form of this site sends; answered with 415."""


def public_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view take the POST of a public form: urlencoded, valid UTF-8, not too large.

    There is no CSRF token, since a token needs a cookie: CrossOriginProtectionMiddleware has
    refused forged posts before. Django would replace invalid UTF-8 silently and store it.

    Raises UnsupportedMediaType (415), RequestDataTooBig (413) or BadRequest (400).
    """

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST":
            charset = (request.content_params or {}).get("charset", "utf-8").lower()
            if (request.content_type, charset) != ("application/x-www-form-urlencoded", "utf-8"):
                raise UnsupportedMediaType(f"A form can't be {request.content_type!r}.")
            try:
                unquote_to_bytes(request.body).decode()
            except UnicodeDecodeError as error:
                raise BadRequest("The form isn't valid UTF-8.") from error
        return view(request, *args, **kwargs)

    return checked


def from_anywhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view take posts of other sites' pages, too, as of a mail provider's (RFC 8058).

    For what only a secret in the address does; its body counts for nothing. Who asks beforehand
    whether it may (CORS, Fetch Standard 3.2.2) is told so.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
    @wraps(view)
    def taken(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=ASKED_BEFOREHAND)
        else:
            response = view(request, *args, **kwargs)
        if request.method in ("OPTIONS", "POST"):
            response["Access-Control-Allow-Origin"] = "*"
        return response

    vars(taken)["from_anywhere"] = True  # a mark for the middleware
    return taken


def is_taken_from_anywhere(path: str) -> bool:
    """Tell whether the view at a path takes posts of other sites' pages."""
    try:
        return hasattr(resolve(path).func, "from_anywhere")
    except Resolver404:
        return False


def see_other(view_name: str, *arguments: str, **query: str) -> HttpResponse:
    """Redirect after a POST: the next page is asked for by GET (RFC 9110, section 15.4.4)."""
    address = reverse(view_name, args=arguments)
    address = f"{address}?{urlencode(query)}" if query else address
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def at_stand(request: HttpRequest) -> bool:
    """Tell whether a page is one of the information stand, which all have one address."""
    return bool(request.resolver_match and request.resolver_match.view_name == "survey:stand")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form has sent, to be sent once more; nothing of one with a password or file."""
    has_password = any("password" in name for name in request.POST)
    if request.method != "POST" or has_password or request.FILES:
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


@register.simple_tag(takes_context=True)
def post_to(context: dict[str, Any], view_name: str = "", *arguments: str) -> str:
    """Return where a form of this page posts to: to a view (to the page's own without one).

    Never to the very address of the page: a browser takes that for a reload and puts the answer in
    the page's place (HTML Living Standard, 7.4.2.2), and without a network Back would not lead to
    what was typed. Another query is another address. An information stand has one address for all
    its pages; there a script sends, and keeps what was typed.
    """
    request = context["request"]
    if at_stand(request):
        return str(request.path)
    there = reverse(view_name, args=arguments) if view_name else request.path
    if there != request.path:
        return there
    return "?und-noch-einmal" if "noch-einmal" in request.GET else "?noch-einmal"
