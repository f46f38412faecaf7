"""The pages for errors: what happened, and what the visitor can do; none needs a database."""

import contextlib
import sys
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from ruhrdialog.kept import can_be_kept, kept_page
from ruhrdialog.lib.connection import UNAVAILABLE
from ruhrdialog.lib.lists import NotOfferedError
from ruhrdialog.lib.pasted import meant_path
from ruhrdialog.lib.posts import UnsupportedMediaType, typed
from ruhrdialog.lib.staff import ADMINISTRATION

MOST_READ_AWAY = 20_000_000  # bytes of a body that is refused


class ErrorText(NamedTuple):
    """What an error page says: what happened, and what the visitor can do."""

    title: str
    help: str


ERRORS = {
    400: ErrorText(
        "Diese Anfrage konnten wir nicht lesen",
        "Es wurde nichts gespeichert. Gehen Sie im Browser einen Schritt zurück: "
        "Was Sie geschrieben haben, steht meist noch da. Senden Sie es dann noch einmal.",
    ),
    403: ErrorText(
        "Das dürfen wir nicht annehmen",
        "Die Anfrage kam nicht von unserer eigenen Seite oder ist nicht erlaubt. "
        "Bitte öffnen Sie das Dialog-Portal neu und versuchen Sie es von dort aus.",
    ),
    404: ErrorText(
        "Diese Seite gibt es nicht",
        "Vielleicht ist ein Zeichen in der Adresse verloren gegangen, "
        "oder die Seite ist umgezogen.",
    ),
    405: ErrorText(
        "So lässt sich diese Seite nicht aufrufen",
        "Bitte gehen Sie zur Startseite und von dort aus weiter.",
    ),
    413: ErrorText(
        "Das ist zu viel auf einmal",
        "Es wurde nichts gespeichert. Gehen Sie im Browser einen Schritt zurück und kürzen Sie "
        "Ihren Text: Für Begründung und Vorschlag sind je 4.000 Zeichen vorgesehen.",
    ),
    415: ErrorText(
        "Dieses Format können wir nicht annehmen",
        "Bitte benutzen Sie das Formular auf unserer Seite. Dateien können Sie hier nicht senden.",
    ),
    500: ErrorText(
        "Bei uns ist etwas schiefgegangen",
        "Der Fehler liegt bei uns, nicht bei Ihnen. Gehen Sie im Browser einen Schritt zurück und "
        "versuchen Sie es in ein paar Minuten noch einmal.",
    ),
    503: ErrorText(
        "Das Portal ist gerade nicht erreichbar",
        "Wir arbeiten daran. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
    ),
}


NOT_OFFERED = ErrorText(
    "Diese Auswahl gibt es in der Liste nicht",
    "Die Adresse nennt einen Filter, einen Wert oder eine Seite, die es dort nicht oder nicht mehr "
    "gibt. Bitte öffnen Sie die Liste in der Verwaltung neu und wählen Sie dort.",
)


NO_RIGHT = ErrorText(
    "Dafür hat Ihr Konto kein Recht",
    "Diese Seite gehört nicht zu den Aufgaben, die Ihrem Konto gegeben sind, oder zu einem anderen "
    "Ministerium. Wenn Sie sie für Ihre Arbeit brauchen, wenden Sie sich bitte an die Leitung.",
)


TOO_OLD = ErrorText(
    "Diese Seite war zu lange offen",
    "Es wurde nichts gespeichert. In diesem Browser hat sich inzwischen jemand an- oder "
    "abgemeldet, oder er nimmt keine Cookies an. Bitte öffnen Sie die Verwaltung neu.",
)


def error_page(request: HttpRequest, status: int, error: ErrorText | None = None) -> HttpResponse:
    """Render the page for a status, or for one error of it; it needs no database."""
    page = {
        "status": status,
        "error": error or ERRORS[status],
        "for_staff": error in (NO_RIGHT, TOO_OLD),
    }
    if status == 503:
        page["again"] = typed(request)
    return render(request, "error.html", page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what can't be read, with the status that says why (RFC 9110, section 15.5)."""
    status = 400
    if isinstance(exception, NotOfferedError):
        return error_page(request, status, NOT_OFFERED)
    if isinstance(exception, RequestDataTooBig):
        status = 413
        read_away(request)
    elif isinstance(exception, UnsupportedMediaType):
        status = 415
    return error_page(request, status)


def read_away(request: HttpRequest) -> None:
    """Take the rest of a body, MOST_READ_AWAY bytes at most, and forget it.

    A connection that is closed while a browser still sends is reset, and the browser shows an error
    of its own instead of our page (RFC 9112, section 9.6).
    """
    left = MOST_READ_AWAY
    with contextlib.suppress(OSError):  # the client has gone
        while left > 0 and (piece := request.read(65_536)):
            left -= len(piece)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say to staff that a right is missing, to all others that we can't take that."""
    return error_page(request, 403, NO_RIGHT if request.path.startswith(ADMINISTRATION) else None)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what staff typed before they logged in anew; only they have tokens."""
    if can_be_kept(request):
        return kept_page(request)
    return error_page(request, 403, TOO_OLD)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead to the page that an address means, as `/Mitmachen.`; else say that there is none."""
    if request.method in ("GET", "HEAD") and (path := meant_path(request.path)):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(escape_uri_path(path) + (query and f"?{query}"))
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody has caught; the database may fail outside of a view, too."""
    status = 503 if isinstance(sys.exc_info()[1], UNAVAILABLE) else 500
    return error_page(request, status)
