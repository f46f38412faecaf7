"""The receipt: what whoever has the secret link of a submission can see and do."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ruhrdialog.lib.codes import CODE_LENGTH, grouped, receipt_hash
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import public_form, see_other
from survey.participation.forms import ChangeForm, CodeForm, ReplyForm
from survey.participation.sharing import qr_code
from survey.submissions.models import StateError, Submission, Withdrawal
from survey.submissions.steps import REPLY

WITHDRAWN = "survey/withdrawn.html"


@public_page
def empty_code_form(request: HttpRequest) -> HttpResponse:
    return render(request, "survey/code.html", {"form": CodeForm()})


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def open_receipt(request: HttpRequest) -> HttpResponse:
    """Take a code that was typed from paper; a POST, so that it stands in no address."""
    if request.method != "POST":
        return empty_code_form(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        return see_other("survey:receipt", form.cleaned_data["code"])
    return render(request, "survey/code.html", {"form": form}, status=422)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show a submission; POST withdraws it."""
    submission = find(code)
    if submission and request.method == "POST":
        submission.withdraw()
        return see_other("survey:receipt", code)
    if submission is None:
        return secret_page(request, WITHDRAWN, {"withdrawal": find_withdrawal(code)})
    return receipt_page(request, code, submission, ReplyForm())


@public_form
@require_POST
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Take the reply to the forum's question."""
    submission = find(code)
    form = ReplyForm(request.POST)
    if submission is None:
        return secret_page(request, WITHDRAWN, {"withdrawal": find_withdrawal(code)})
    if not form.is_valid():
        return receipt_page(request, code, submission, form, status=422)
    try:
        submission.take(REPLY, text=form.cleaned_data["reply"])
    except StateError:
        return receipt_page(request, code, submission, form, too_late=True, status=409)
    return see_other("survey:receipt", code)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Let the citizen change the text as long as nobody has read it."""
    submission = find(code)
    if submission is None:
        return secret_page(request, WITHDRAWN, {"withdrawal": find_withdrawal(code)})
    form = ChangeForm(submission, request.POST or None)
    page = {"form": form, "code": code, "too_late": not submission.is_untouched}
    if request.method == "POST" and form.is_valid():
        try:
            submission.change(**form.cleaned_data)
        except StateError:
            return secret_page(request, "survey/change.html", page, status=409)
        return see_other("survey:receipt", code)
    return secret_page(request, "survey/change.html", page, status=422 if form.errors else 200)


def find(code: str) -> Submission | None:
    """Return the submission that a code opens; None if it was withdrawn. Raises Http404."""
    submission = Submission.objects.for_receipt(code)
    if submission is None:
        find_withdrawal(code)
    return submission


def find_withdrawal(code: str) -> Withdrawal:
    """Return what is left of a withdrawn submission. Raises Http404."""
    try:
        return Withdrawal.objects.get(receipt_hash=receipt_hash(code))
    except Withdrawal.DoesNotExist:
        raise Http404("No submission has this receipt.") from None


def receipt_page(
    request: HttpRequest,
    code: str,
    submission: Submission,
    form: ReplyForm,
    *,
    too_late: bool = False,
    status: int = 200,
) -> HttpResponse:
    address = settings.SITE_URL + reverse("survey:receipt", args=[code])
    page = {
        "submission": submission,
        "steps": submission.steps_for_citizen(),
        "question": submission.open_question(),
        "form": form,
        "too_late": too_late,
        "code": code,
        "shown_code": grouped(code, CODE_LENGTH // 6),
        "address": address,
        "qr_code": qr_code(address).svg_data_uri(scale=4),
    }
    return secret_page(request, "survey/receipt.html", page, status)


def secret_page(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page behind a secret link: kept by nobody, and sharing it shares the survey."""
    page["canonical"] = settings.SITE_URL + reverse("survey:form")
    response = render(request, template, page, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
