"""Keeping informed: asking for news, confirming, choosing topics, leaving."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forums.models import Forum
from ruhrdialog.lib.codes import words
from ruhrdialog.lib.connection import UNAVAILABLE
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import from_anywhere, public_form, see_other
from ruhrdialog.lib.sealed import LostKeyError
from ruhrdialog.lib.senders import sender_network
from survey.ceilings.models import HOUR, until_next
from survey.news.forms import JoinForm, TopicsForm
from survey.news.joining import CeilingError, join
from survey.news.links import (
    CONFIRM,
    EXPORT,
    LEAVE,
    PAGE,
    Link,
    names_nobody,
    read_former,
    secret_in,
)
from survey.news.models import Subscription
from survey.news.proofs import Wording

TOO_MANY = (
    "Gerade kommen zu viele Anmeldungen auf einmal. Ihre Adresse steht noch im Feld, sie ist noch "
    "nicht gespeichert: Bitte senden Sie sie in einer Stunde noch einmal."
)
NOT_STORED = (
    "Ihre Adresse ist noch nicht gespeichert, sie steht noch im Feld: Unsere Datenbank antwortet "
    "gerade nicht. Bitte senden Sie die Adresse in einigen Minuten noch einmal."
)

TAILS = {
    "bestaetig": "survey:confirm",
    "abmelden": "survey:leave",
    "nie-wieder": "survey:never_again",
    "daten": "survey:export",
}

logger = logging.getLogger(__name__)


@public_page
def empty_join_form(request: HttpRequest) -> HttpResponse:
    """Show the form; a forum's page leads here with its topic."""
    form = JoinForm(initial={"about": request.GET.get("thema", "")})
    return render(request, "survey/subscribe.html", {"form": form})


@public_page
def requested(request: HttpRequest) -> HttpResponse:
    """Say the same to everybody, whether the address was known or not."""
    return render(request, "survey/requested.html")


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return empty_join_form(request)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "survey/subscribe.html", {"form": form}, status=422)
    if form.asks():
        return render(request, "survey/subscribe.html", {"form": form, "asks": True})
    try:
        join(form.cleaned_data["email"], sender_network(request), form.topics())
    except CeilingError:
        return later(request, form)
    except UNAVAILABLE:
        logger.exception("An address can't be stored.")
        return unavailable(request, form)
    return see_other("survey:requested")


def later(request: HttpRequest, form: JoinForm, receipt_code: str = "") -> HttpResponse:
    """Ask to send the address again in an hour; a submission sent with it has arrived."""
    response = again(request, form, TOO_MANY, receipt_code, status=429)
    response["Retry-After"] = until_next(HOUR)
    return response


def unavailable(request: HttpRequest, form: JoinForm, receipt_code: str = "") -> HttpResponse:
    """Ask to send the address again when the database is back; a submission has arrived."""
    return again(request, form, NOT_STORED, receipt_code, status=503)


def again(
    request: HttpRequest, form: JoinForm, why: str, receipt_code: str, status: int
) -> HttpResponse:
    form.add_error("email", why)
    page = {"form": form, "receipt_code": receipt_code}
    return render(request, "survey/subscribe.html", page, status=status)


def by_secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the secret that an address means, and lead to the address that holds it alone.

    One that isn't whole, or opens nothing, gets a page that says how to go on.
    """

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        meant = secret_in(token)
        if meant is None:
            return incomplete(request)
        if meant != token and request.method != "POST" and request.resolver_match:
            return redirect(request.resolver_match.view_name, meant)
        return view(request, meant)

    return answered


def incomplete(request: HttpRequest) -> HttpResponse:
    return secret(request, "survey/no_subscription.html", {}, 404)


def not_open(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Say why a link opens nothing, as far as can be told when all about an address is deleted."""
    if names_nobody(token):
        page = {"kind": link.name, "late": link.is_late(token)}
        return secret(request, "survey/subscription_gone.html", page, 410)
    if row := link.ended(token) or read_former(token):
        return secret(request, "survey/link_ended.html", {"kind": link.name, "row": row}, 410)
    return incomplete(request)


@from_anywhere
def odd_address(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead to the page that an oddly written address means; with a POST its form, too (307)."""
    if not words(rest):
        return redirect("survey:subscribe")
    meant, tail = secret_in(rest), rest.casefold()
    if meant is None:
        return incomplete(request)
    name = next((name for end, name in TAILS.items() if end in tail), "survey:subscription")
    response = redirect(name, meant)
    if request.method == "POST":
        response.status_code = 307
    return response


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for consent; only a POST gives it: a mail scanner that follows the link has not."""
    row = CONFIRM.read(token)
    if row is None:
        return not_open(request, CONFIRM, token)
    if row.confirmed_at:
        return see_other("survey:subscription", PAGE.to(row))
    return choose_topics(request, row, then=PAGE.to(row), shows_data=True)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Show a subscription; only a POST changes its topics, or by a former link confirms it."""
    own = PAGE.read(token)
    row = own or read_former(token)
    if row is None:
        return not_open(request, PAGE, token)
    return choose_topics(request, row, then=token, shows_data=own is not None)


def choose_topics(
    request: HttpRequest, row: Subscription, *, then: str, shows_data: bool
) -> HttpResponse:
    """Let choose topics, which confirms; `then` is the secret of the page that follows."""
    form = TopicsForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row.confirm(form.topic_ids())
        return see_other("survey:subscription", then)
    page = {
        "subscription": row,
        "form": form,
        "leave": LEAVE.to(row),
        "export": EXPORT.to(row) if shows_data else None,
    }
    return secret(request, "survey/subscription.html", page, 422 if form.errors else 200)


@from_anywhere
@by_secret
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Delete an address with all about it, by one POST without login (RFC 8058).

    The body isn't read: mail providers send it as they like. Their second POST, for who has left,
    is no error; the page says that nothing was there to delete.
    """
    row = LEAVE.read(token) or read_former(token)
    if row is None or (request.method == "POST" and not row.leave()):
        return nobody_to_leave(request, token)
    if request.method != "POST":
        return secret(request, "survey/leave.html", {"token": token})
    return secret(request, "survey/left.html", {})


def nobody_to_leave(request: HttpRequest, token: str) -> HttpResponse:
    response = not_open(request, LEAVE, token)
    response.status_code = 200 if request.method == "POST" else response.status_code
    return response


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def never_again(request: HttpRequest, token: str) -> HttpResponse:
    """Delete an address, and see to it that nobody can make us write to it again."""
    row = LEAVE.read(token) or read_former(token)
    if request.method != "POST":
        return redirect("survey:leave", token)
    try:
        if row is None or not row.leave(never_again=True):
            return nobody_to_leave(request, token)
    except LostKeyError:
        logger.error("Nobody can be kept from writing to an address: no key reads its own.")
        return secret(request, "survey/not_kept_out.html", {"token": token}, 503)
    return secret(request, "survey/left.html", {"never_again": True})


@require_safe
@by_secret
def export(request: HttpRequest, token: str) -> HttpResponse:
    """Give all that is stored about an address (Articles 15 and 20 GDPR)."""
    row = EXPORT.read(token)
    if row is None:
        return not_open(request, EXPORT, token)
    data = {
        "E-Mail-Adresse": row.address,
        "Fassung der Einwilligung": row.wording_version,
        "Wortlaut der Einwilligung": wording(row),
        "Angefragt": german_time(row.requested_at),
        "Bestätigt": german_time(row.confirmed_at),
        "Letzte Mail zur Anmeldung": german_time(row.mailed_at),
        "Themen": [forum.title for forum in Forum.objects.filter(pk__in=row.topics)] or "alle",
        "Tage, an denen eine Mail zurückkam": row.bounced_on,
        "Schlüssel": row.pk,
        "Geheimnis": row.token,
        "Neuigkeiten": [
            {
                "Titel": delivery.update.title,
                "Stand": delivery.get_state_display(),
                "Zuletzt versucht": delivery.marked_at,
                "Vergebliche Versuche": delivery.tries,
                "Antwort des Mailservers": delivery.reason,
                "Zurückgekommen": delivery.bounced,
            }
            for delivery in row.deliveries.select_related("update")
        ],
    }
    headers = {"Content-Disposition": 'attachment; filename="meine-daten.json"'}
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(data, json_dumps_params=options, headers=headers)


def wording(row: Subscription) -> str | None:
    return Wording.objects.filter(pk=row.wording_version).values_list("text", flat=True).first()


def german_time(moment: datetime | None) -> datetime | None:
    """Return a time as people here read it: of a former day only the midnight is left."""
    return moment and timezone.localtime(moment)


def secret(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = render(request, template, page, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
