"""The start page, legal and help pages, error pages, and what the operator's machines ask."""

import contextlib
import logging
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from faq.models import Question
from forums.models import ContentDate, Forum
from ruhrdialog.forms import BarrierForm
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import UnsupportedMediaType, public_form, see_other
from ruhrdialog.models import BarrierReport
from ruhrdialog.stored_data import STORED_DATA

logger = logging.getLogger(__name__)

MOST_READ_AWAY = 20_000_000  # bytes of a body that is refused


@public_page
def start(request: HttpRequest) -> HttpResponse:
    page = {
        "forums": Forum.objects.all(),
        "questions": Question.objects.filter(featured=True),
        "content_date": ContentDate.objects.first(),
    }
    return render(request, "start.html", page)


@public_page
def text_page(request: HttpRequest, template: str) -> HttpResponse:
    """Show a page that is nothing but its template and the operator's data."""
    return render(request, template)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "legal/privacy.html", {"stored_data": STORED_DATA})


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement and take reports of barriers."""
    if request.method != "POST":
        return accessibility_statement(request)
    form = BarrierForm(request.POST)
    if not form.is_valid():
        return render(request, "legal/accessibility.html", {"form": form}, status=422)
    BarrierReport.objects.create(**form.cleaned_data)
    return see_other("barrier_reported")


@public_page
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    return render(request, "legal/accessibility.html", {"form": BarrierForm()})


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116); without an address there is no such file."""
    if not settings.OPERATOR["email"]:
        raise Http404("The operator's address isn't set.")
    # The same answer all month long; RFC 9116 wants an end less than a year ahead.
    first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    page = {"expires": (first + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return render(request, "legal/security.txt", page, content_type="text/plain; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain")


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell that the database answers too; without it ErrorPagesMiddleware gives a 503."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


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
        "Wir arbeiten daran. Bitte versuchen Sie es in ein paar Minuten noch einmal. "
        "Wenn Sie gerade etwas geschrieben haben: Gehen Sie im Browser einen Schritt zurück, "
        "es steht meist noch da.",
    ),
}


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Render the page for a status; it needs no database."""
    page = {"status": status, "error": ERRORS[status]}
    return render(request, "error.html", page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what can't be read, with the status that says why (RFC 9110, section 15.5)."""
    status = 400
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
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)
