"""Form, check page, receipt: the way of a submission."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from forums.models import Forum
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import public_form
from survey.forms import SurveyForm
from survey.models import Submission, Subscription, Withdrawal
from survey.receipt_codes import receipt_hash
from survey.signed_answers import SignedAnswers

# "Back" shows the page as it was left, with all that was typed; no-store would forbid that.
kept_by_the_browser = cache_control(private=True, no_cache=True)


class SeeOther(HttpResponseRedirect):
    """Redirect after a POST: the next page is asked for by GET (RFC 9110, section 15.4.4)."""

    status_code = 303


@public_page
def empty_form(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Show the survey; with the slug of a forum that topic is chosen (the link people share)."""
    forum = get_object_or_404(Forum, slug=slug) if slug else None
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
        if not form.is_valid():  # for example a forum that has gone since
            return form_page(request, form, status=422)
        submission = Submission.objects.receive(answers.code, **form.submission_fields())
        address = form.cleaned_data["email"]
        if submission and address:
            Subscription.objects.request(address)
    except (OperationalError, InterfaceError):
        return render(request, "survey/unavailable.html", {"answers": answers}, status=503)
    return SeeOther(receipt_address(answers.code))


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show a submission to whoever has its secret link; POST withdraws it."""
    submission = Submission.objects.for_receipt(code)
    if submission is None:
        return withdrawn(request, code)
    if request.method == "POST":
        submission.withdraw()
        return SeeOther(receipt_address(code))
    return secret_page(request, "survey/receipt.html", {"submission": submission})


def form_page(
    request: HttpRequest,
    form: SurveyForm,
    *,
    shared_forum: Forum | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {"form": form, "shared_forum": shared_forum}
    return render(request, "survey/form.html", page, status=status)


def check_page(request: HttpRequest, form: SurveyForm) -> HttpResponse:
    page = {"form": form, "answers": SignedAnswers(form.as_typed())}
    return render(request, "survey/check.html", page)


def read_signed(request: HttpRequest) -> SignedAnswers:
    """Return the answers that a check page carries. Raises BadRequest if they were changed."""
    try:
        return SignedAnswers.read(request.POST.get("signed", ""))
    except BadSignature as error:
        raise BadRequest("The signed answers were changed.") from error


def withdrawn(request: HttpRequest, code: str) -> HttpResponse:
    withdrawal = Withdrawal.objects.filter(receipt_hash=receipt_hash(code)).first()
    if withdrawal is None:
        raise Http404("No submission has this receipt.")
    return secret_page(request, "survey/withdrawn.html", {"withdrawal": withdrawal})


def secret_page(request: HttpRequest, template: str, page: dict) -> HttpResponse:
    """Render a page behind a secret link: kept by nobody, and sharing it shares the survey."""
    page["canonical"] = settings.SITE_URL + reverse("survey:form")
    response = render(request, template, page)
    response["X-Robots-Tag"] = "noindex"
    return response


def receipt_address(code: str) -> str:
    return reverse("survey:receipt", args=[code])
