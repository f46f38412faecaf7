"""Form, check page, sending: the way of a submission into the database."""

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from forums.models import Forum
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import public_form, see_other
from ruhrdialog.lib.senders import sender_network
from survey.forms import SurveyForm
from survey.models import Submission, SurveyPeriod
from survey.news.forms import JoinForm
from survey.news.joining import CeilingError, join
from survey.news.subscription_views import later
from survey.signed_answers import SignedAnswers

# "Back" shows the page as it was left, with all that was typed; no-store would forbid that.
kept_by_the_browser = cache_control(private=True, no_cache=True)


@public_page
def empty_form(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Show the survey; with the slug of a forum that topic is chosen (the link people share)."""
    forum = get_object_or_404(Forum, slug=slug) if slug else None
    period = SurveyPeriod.objects.current()
    if not period.is_open:
        return render(request, "survey/closed.html", {"period": period, "forum": forum})
    return form_page(request, SurveyForm(initial={"forum": slug}), shared_forum=forum)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: HttpRequest) -> HttpResponse:
    return check(request) if request.method == "POST" else empty_form(request)


@kept_by_the_browser
def check(request: HttpRequest) -> HttpResponse:
    """Show the answers before they are sent, or the form again: with errors, or to change it."""
    if "signed" in request.POST:
        answers = read_signed(request)
        return form_page(request, SurveyForm(initial=answers.data))
    form = SurveyForm(request.POST)
    if not SurveyPeriod.objects.current().is_open:
        return closed_page(request, form)
    if not form.is_valid():
        return form_page(request, form, status=422)
    return check_page(request, form)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_the_browser
def send(request: HttpRequest) -> HttpResponse:
    """Store what the check page carries and lead to the receipt."""
    if request.method != "POST":  # a restored or typed address
        return redirect("survey:form")
    answers = read_signed(request)
    try:
        form = SurveyForm(answers.data)
        if not (SurveyPeriod.objects.current().is_open or is_known(answers)):
            return closed_page(request, form)
        if not form.is_valid():  # for example a forum that has gone since
            return form_page(request, form, status=422)
        submission = Submission.objects.receive(answers.code, **form.submission_fields())
        address = form.cleaned_data["email"]
        if submission and address:
            join(address, sender_network(request))
    except CeilingError:
        return later(request, JoinForm({"email": address}), receipt_code=answers.code)
    except (OperationalError, InterfaceError):
        return render(request, "survey/unavailable.html", {"answers": answers}, status=503)
    return see_other("survey:receipt", answers.code)


def form_page(
    request: HttpRequest,
    form: SurveyForm,
    *,
    shared_forum: Forum | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {"form": form, "shared_forum": shared_forum}
    return render(request, "survey/form.html", page, status=status)


def is_known(answers: SignedAnswers) -> bool:
    """Tell whether a check page was sent before: the answers then lead to their receipt."""
    return Submission.objects.for_receipt(answers.code) is not None


def closed_page(request: HttpRequest, form: SurveyForm) -> HttpResponse:
    """Say that the survey isn't open any more; all that was typed stays in the form."""
    unjudged = SurveyForm(initial=form.as_typed())
    page = {"form": unjudged, "period": SurveyPeriod.objects.current()}
    return render(request, "survey/form.html", page, status=409)


def check_page(request: HttpRequest, form: SurveyForm) -> HttpResponse:
    page = {"form": form, "answers": SignedAnswers(form.as_typed()), "hints": form.hints()}
    return render(request, "survey/check.html", page)


def read_signed(request: HttpRequest) -> SignedAnswers:
    """Return the answers that a check page carries. Raises BadRequest if they were changed."""
    try:
        return SignedAnswers.read(request.POST.get("signed", ""))
    except BadSignature as error:
        raise BadRequest("The signed answers were changed.") from error
