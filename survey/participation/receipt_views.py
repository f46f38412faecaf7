"""The receipt: what whoever has the secret link of a submission can see and do."""

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.codes import code_in, words
from ruhrdialog.lib.connection import UNAVAILABLE
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import public_form, see_other, typed
from survey.participation import spooled
from survey.participation.forms import ChangeForm, CodeForm, ConsentForm, ReplyForm
from survey.participation.hints import Hint, to_ask_about
from survey.participation.said_once import Saved, said_once, see_receipt
from survey.participation.sharing import kept_by
from survey.results.links import projects_of
from survey.results.publications import end_publication, publication_of
from survey.submissions.models import StateError, Submission, Withdrawal
from survey.submissions.steps import REPLY

logger = logging.getLogger(__name__)

WITHDRAWN = "survey/withdrawn.html"
UNKNOWN_CODE = (
    "Unter diesem Code finden wir keinen Beitrag. Bitte vergleichen Sie jeden Buchstaben mit Ihrem "
    "Beleg."
)
CANT_TELL = (*UNAVAILABLE, OSError, spooled.UnreadableError, spooled.StoredError)
TAILS = {"antworten": "survey:reply", "aendern": "survey:change"}
CANT_LOOK = {
    "title": "Wir können gerade nicht nachsehen",
    "help": "Bitte versuchen Sie es später noch einmal.",
}


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
        code = form.cleaned_data["code"]
        try:
            find(code)
        except Http404:
            form.add_error("code", UNKNOWN_CODE)
        except CANT_TELL:
            return see_other("survey:receipt", code)  # which says so
        else:
            return see_other("survey:receipt", code)
    return render(request, "survey/code.html", {"form": form}, status=422)


def missing_page(request: HttpRequest, written: str, *, was_read: bool = False) -> HttpResponse:
    """Say why an address opens no receipt, and how to go on; what stood in it is in the field."""
    form = CodeForm({"code": written})
    if was_read:
        form.full_clean()
        form.add_error("code", UNKNOWN_CODE)
    return secret_page(request, "survey/code.html", {"form": form, "is_missing": True}, 404)


def by_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the code that an address means, with the submission that it opens.

    Lead to the address that holds the code alone. Say what is wrong with other codes, that a
    submission was withdrawn, and that nobody can look now: what isn't found may be in a database
    away.
    """

    @wraps(view)
    def answered(request: HttpRequest, code: str) -> HttpResponse:
        meant = code_in(code)
        if meant is None:
            return missing_page(request, code)
        if meant != code and request.method != "POST" and request.resolver_match:
            return redirect(request.resolver_match.view_name, meant)
        try:
            submission = find(meant)
            if isinstance(submission, Withdrawal):
                return secret_page(request, WITHDRAWN, {"withdrawal": submission})
            return view(request, meant, submission)
        except Http404:
            return missing_page(request, meant, was_read=True)
        except CANT_TELL:
            logger.exception("A receipt can't be looked up.")
            page = {"status": 503, "error": CANT_LOOK, "again": typed(request)}
            return secret_page(request, "error.html", page, 503)

    return answered


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def odd_address(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead to the receipt, or to what is done there, that an oddly written address means.

    With a POST also its form goes there (307). One that withdraws must name the code alone.
    """
    if not words(rest):
        return redirect("survey:code")
    code = code_in(rest)
    tail = rest.casefold().rstrip("/").rpartition("/")[2]
    if code is None:
        return missing_page(request, rest)
    if request.method != "POST":
        return redirect("survey:change" if "ndern" in tail else "survey:receipt", code)
    name = next((name for end, name in TAILS.items() if end in tail), None)
    if name is None and "".join(words(rest)) != code:
        return missing_page(request, rest)
    response = redirect(name or "survey:receipt", code)
    response.status_code = 307
    return response


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def receipt(request: HttpRequest, code: str, submission: Submission) -> HttpResponse:
    """Show a submission; POST withdraws it."""
    if request.method == "POST":
        if submission.is_stored:
            submission.withdraw()
        else:
            spooled.withdraw(code)
        return see_other("survey:receipt", code)
    return receipt_page(request, code, submission, ReplyForm())


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def reply(request: HttpRequest, code: str, submission: Submission) -> HttpResponse:
    """Take the reply to the forum's question."""
    if request.method != "POST":  # a restored or typed address
        return redirect("survey:receipt", code)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return receipt_page(request, code, submission, form, status=422)
    if hints := to_ask_about(request, form):
        return receipt_page(request, code, submission, form, hints=hints)
    try:
        submission.reply(form.cleaned_data["reply"])
    except StateError:
        return receipt_page(request, code, submission, form, too_late=True, status=409)
    return see_receipt(code, Saved.REPLY)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def consent(request: HttpRequest, code: str, submission: Submission) -> HttpResponse:
    """Let the text be published, or no longer; at any time and by itself."""
    if request.method != "POST":  # a restored or typed address
        return redirect("survey:receipt", code)
    form = ConsentForm(request.POST)
    form.full_clean()
    wording = form.cleaned_data["publication_consent"]
    if submission.is_stored:
        submission.agree(wording)
        if wording is None:
            end_publication(submission)
    else:
        spooled.change(code, publication_consent=request.POST.get("publication_consent", ""))
    return see_receipt(code, Saved.NO_CONSENT if wording is None else Saved.CONSENT)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def change(request: HttpRequest, code: str, submission: Submission) -> HttpResponse:
    """Let the citizen change texts and topics as long as nobody has read them."""
    form = ChangeForm(submission, request.POST or None)
    page = {
        "form": form,
        "code": code,
        "submission": submission,
        "too_late": not submission.is_untouched,
    }
    if request.method == "POST" and form.is_valid():
        if submission.is_untouched and (hints := to_ask_about(request, form)):
            return secret_page(request, "survey/change.html", page | {"hints": hints})
        try:
            if submission.is_stored:
                submission.change(**form.submission_fields())
            else:
                spooled.change(code, **ChangeForm.as_typed(form.data))
        except StateError:
            return secret_page(request, "survey/change.html", page, status=409)
        return see_receipt(code, Saved.CHANGE)
    return secret_page(request, "survey/change.html", page, status=422 if form.errors else 200)


def find(code: str) -> Submission | Withdrawal:
    """Return what a code opens, or what is left of it: in the database, or waiting for it.

    Raises Http404 if there is nothing, the database's error if it is away and nothing waits.
    """
    away: Exception | None = None
    found = None
    try:
        found = Submission.objects.for_receipt(code) or Withdrawal.objects.for_receipt(code)
    except UNAVAILABLE as error:
        away = error
    found = found or spooled.find(code)
    if found is None:
        raise away or Http404("No submission has this receipt.")
    return found


def receipt_page(
    request: HttpRequest,
    code: str,
    submission: Submission,
    form: ReplyForm,
    *,
    too_late: bool = False,
    hints: Sequence[Hint] = (),
    status: int = 200,
) -> HttpResponse:
    page = {
        "submission": submission,
        **way(submission),
        "question": submission.open_question(),
        "saved": said_once(code, request.GET.get("gespeichert", "")),
        "consent": ConsentForm(),
        "publication": publication_of(submission) if submission.is_stored else None,
        "projects": projects_of(submission) if submission.is_stored else [],
        "promised_by": submission.answer_promised_by(),
        "today": timezone.localdate(),
        "form": form,
        "too_late": too_late,
        "hints": hints,
        "code": code,
        **kept_by(code),
    }
    return secret_page(request, "survey/receipt.html", page, status)


def way(submission: Submission) -> dict[str, Any]:
    """Return what the page says of the work: its headline, the steps, the last words to read."""
    steps = submission.steps_for_citizen() if submission.is_stored else []
    last = steps[-1] if steps else None
    is_new = submission.day == timezone.localdate()
    headline = "Danke! Ihr Beitrag ist angekommen." if is_new else "Ihr Beitrag ist angekommen"
    return {
        "headline": (last.step.headline or last.for_citizen) if last else headline,
        "steps": steps,
        # What the citizen wrote is no news.
        "news": last if last and last.said_to_citizen and last.step is not REPLY else None,
        "answered": any(step.said_to_citizen for step in steps),
    }


def secret_page(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page behind a secret link: kept by nobody, and sharing it shares the survey."""
    page["canonical"] = settings.SITE_URL + reverse("survey:form")
    response = render(request, template, page, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
