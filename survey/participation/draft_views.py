"""Going on later: a draft is saved, opened by its link, thrown away."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruhrdialog.lib.codes import CODE_LENGTH, normalised, random_code
from ruhrdialog.lib.normal_form import is_blank
from ruhrdialog.lib.posts import public_form, see_other
from ruhrdialog.lib.senders import sender_network
from survey.ceilings.models import HOUR, RateLimit, until_next
from survey.participation.drafts import NEVER_KEPT, Draft
from survey.participation.forms import SurveyForm
from survey.participation.sharing import qr_code
from survey.participation.signed_answers import SignedAnswers
from survey.participation.views import form_page, kept_by_the_browser, read_continued, read_signed

# Drafts saved in an hour by one network, which a school shares, and by all.
PER_NETWORK = 300
OVERALL = 20_000
TOO_MANY = (
    "Aus Ihrem Netz werden gerade zu viele Entwürfe gespeichert. Ihr Text steht noch in den "
    "Feldern und ist noch nicht gespeichert: Bitte versuchen Sie es in einer Stunde noch einmal."
)
NOTHING = "Es ist noch nichts ausgefüllt, was wir für Sie aufheben könnten."
ADDRESS_ONLY = (
    "Bisher steht nur etwas im Feld für Ihre E-Mail-Adresse. Das heben wir in einem Entwurf nicht "
    "auf, damit niemand Adresse und Antworten zusammen findet. Möchten Sie nur auf dem Laufenden "
    "bleiben? Das geht auch ohne die Befragung, auf der Seite „Auf dem Laufenden bleiben“."
)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_the_browser
def save(request: HttpRequest) -> HttpResponse:
    """Save what the form or the check page holds, and lead to the page that gives its link."""
    if request.method != "POST":  # a restored or typed address
        return redirect("survey:form")
    if "signed" in request.POST:
        answers = read_signed(request)
    else:
        answers = read_continued(request, SurveyForm.as_typed(request.POST))
    if not is_worth_keeping(answers):
        return refused(request, answers, ADDRESS_ONLY if answers.data["email"] else NOTHING, 422)
    if RateLimit.objects.exceeded(
        "drafting", sender_network(request), per_network=PER_NETWORK, overall=OVERALL
    ):
        response = refused(request, answers, TOO_MANY, 429)
        response["Retry-After"] = until_next(HOUR)
        return response
    link = answers.draft or random_code()
    Draft.objects.keep(link, answers)
    return see_other("survey:draft_kept", link)


def is_worth_keeping(answers: SignedAnswers) -> bool:
    """Tell whether anything is filled in that a draft keeps: an address is not."""
    kept = (value for name, value in answers.data.items() if name not in NEVER_KEPT)
    return any(not is_blank(value) if isinstance(value, str) else value for value in kept)


def refused(request: HttpRequest, answers: SignedAnswers, why: str, status: int) -> HttpResponse:
    """Show the form with all that was typed, and say why it isn't saved."""
    form = SurveyForm(initial=answers.data)
    return form_page(request, form, answers=answers, not_saved=why, status=status)


def with_draft(
    view: Callable[[HttpRequest, str, Draft], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Give a view the draft that a link opens; if there is none (any more), say so."""

    @wraps(view)
    def answered(request: HttpRequest, code: str) -> HttpResponse:
        link = normalised(code)
        draft = Draft.objects.of_link(link)
        response = view(request, link, draft) if draft else gone(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "survey/draft_gone.html", {"length": CODE_LENGTH}, status=404)


@require_safe
@kept_by_the_browser
@with_draft
def go_on(request: HttpRequest, link: str, draft: Draft) -> HttpResponse:
    """Show the form with what was saved; after the survey's end it can be read and copied."""
    answers = draft.read(link)
    return form_page(request, SurveyForm(initial=answers.data), answers=answers, draft=draft)


@require_safe
@with_draft
def kept(request: HttpRequest, link: str, draft: Draft) -> HttpResponse:
    """Give the link to what was saved: to keep, to copy, to mail to oneself."""
    address = settings.SITE_URL + reverse("survey:draft", args=[link])
    code = qr_code(address).svg_data_uri(scale=4)
    page = {"draft": draft, "address": address, "code": link, "qr_code": code}
    return render(request, "survey/draft_kept.html", page)


@public_form
@require_POST
def throw_away(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a draft, and say so only if there was one."""
    if not Draft.objects.throw_away(normalised(code)):
        return gone(request)
    response = render(request, "survey/draft_thrown_away.html")
    response["X-Robots-Tag"] = "noindex"
    return response
