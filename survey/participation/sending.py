"""Sending: the one place that knows both the answers and the address, to store them apart."""

import logging
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.connection import UNAVAILABLE
from ruhrdialog.lib.posts import public_form
from ruhrdialog.lib.senders import sender_network
from survey.ceilings.models import RateLimit, until_next
from survey.news.forms import JoinForm
from survey.news.joining import CeilingError, join
from survey.news.subscription_views import later, unavailable
from survey.participation import spooled
from survey.participation.drafts import Draft
from survey.participation.forms import SurveyForm
from survey.participation.models import SurveyPeriod
from survey.participation.said_once import Saved, see_receipt
from survey.participation.signed_answers import SignedAnswers
from survey.participation.views import closed_page, form_page, kept_by_the_browser, read_signed
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.spam import MANY_FROM_ONE_NETWORK, QUICK

logger = logging.getLogger(__name__)

# Submissions from one network in a while. A school sends 200, the customers of a mobile network
# some thousands after a report on television: all are taken. What is above the last is a machine.
WHILE = timedelta(minutes=10)
UNMARKED = 200
TAKEN = 20_000
AT_ONCE = 2  # seconds between check page and sending in which hardly anybody has read it


class NotStoredError(Exception):
    """Nothing was stored; the page says why, and keeps what was typed."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.page = page


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_the_browser
def send(request: HttpRequest) -> HttpResponse:
    """Store what the check page carries and lead to the receipt."""
    if request.method != "POST":  # a restored or typed address
        return redirect("survey:form")
    answers = read_signed(request)
    try:
        address = store(request, answers)
    except NotStoredError as refused:
        return refused.page
    if address and (page := ask_for_news(request, address, answers.code)):
        return page
    return see_receipt(answers.code, Saved.ADDRESS if address else None)


def store(request: HttpRequest, answers: SignedAnswers) -> str:
    """Store what the check page carries; return the address that wants news, empty without one.

    While the database is away the answers are written into the spool, without the address. Raises
    NotStoredError.
    """
    try:
        form = SurveyForm(answers.data)
        is_open = SurveyPeriod.objects.current().is_open
        if not (is_open or is_known(answers)):
            raise NotStoredError(closed_page(request, answers))
        if not form.is_valid():  # for example a forum that has gone since
            raise NotStoredError(form_page(request, form, answers=answers, status=422))
    except (*UNAVAILABLE, OSError) as error:  # or the spool doesn't say whether it knows the code
        raise NotStoredError(unavailable_page(request, answers)) from error
    refuse_another(request, answers, form, waiting(answers.code))
    uses = RateLimit.objects.uses("sending", sender_network(request), WHILE)
    try:
        if uses > TAKEN and not is_known(answers):
            raise NotStoredError(crowded_page(request, answers))
        marks = [*form.marks(), *marks_of_sending(request, uses)]
        answered = form.submission_fields() | {"check_reason": "; ".join(marks)}
        submission = Submission.objects.receive(answers.code, **answered)
    except UNAVAILABLE as error:
        logger.exception("A submission can't be stored.")
        if not is_open:
            raise NotStoredError(unavailable_page(request, answers)) from error
        put_aside(request, answers)
        return ""
    first = submission or Withdrawal.objects.for_receipt(answers.code)
    refuse_another(request, answers, form, first)
    forget_draft(answers)
    return str(form.cleaned_data["email"])


def marks_of_sending(request: HttpRequest, uses: int) -> list[str]:
    """Return what looks as if a machine sent it."""
    marks = [MANY_FROM_ONE_NETWORK] if uses > UNMARKED else []
    if SignedAnswers.is_signed_within(request.POST["signed"], AT_ONCE):
        marks.append(QUICK)
    return marks


def waiting(code: str) -> Submission | Withdrawal | None:
    """Return what waits in the spool under a code; nothing where it can't be read."""
    try:
        return spooled.find(code)
    except (OSError, spooled.UnreadableError):
        return None


def refuse_another(
    request: HttpRequest,
    answers: SignedAnswers,
    form: SurveyForm,
    first: Submission | Withdrawal | None,
) -> None:
    """Raise NotStoredError if something else was sent under this code before, or withdrawn.

    The page asks whether this is a further submission. Where a form was left by Back after sending
    nothing else tells it from a form sent twice.
    """
    if first is None:
        return
    answered = form.submission_fields()
    if isinstance(first, Submission) and all(
        getattr(first, name) == answer for name, answer in answered.items()
    ):
        return
    if isinstance(first, Submission):
        first = first.as_citizen_sees()
    page = {"form": form, "answers": answers.as_another(), "code": answers.code, "first": first}
    page["is_withdrawn"] = isinstance(first, Withdrawal)
    raise NotStoredError(render(request, "survey/already_sent.html", page, status=409))


def forget_draft(answers: SignedAnswers) -> None:
    """Delete the draft of what was sent; one that can't be deleted now has an end by itself."""
    if answers.draft:
        try:
            Draft.objects.throw_away(answers.draft)
        except UNAVAILABLE:
            logger.exception("A draft can't be deleted.")


def ask_for_news(request: HttpRequest, address: str, code: str) -> HttpResponse | None:
    """Store the address, or return a page that says that it isn't, though the submission is."""
    form = JoinForm({"email": address})
    try:
        join(address, sender_network(request))
    except CeilingError:
        return later(request, form, receipt_code=code)
    except UNAVAILABLE:
        logger.exception("An address can't be stored.")
        return unavailable(request, form, receipt_code=code)
    return None


def put_aside(request: HttpRequest, answers: SignedAnswers) -> None:
    """Write the answers into the spool. Raises NotStoredError."""
    try:
        spooled.keep(answers.code, answers.data)
    except OSError as error:
        if not isinstance(error, spooled.NoSpoolError):
            logger.exception("The spool takes nothing.")
        raise NotStoredError(unavailable_page(request, answers)) from error


def is_known(answers: SignedAnswers) -> bool:
    """Tell whether a check page was sent before: the answers then lead to their receipt."""
    return Submission.objects.for_receipt(answers.code) is not None or spooled.is_waiting(
        answers.code
    )


def unavailable_page(request: HttpRequest, answers: SignedAnswers) -> HttpResponse:
    """Say that nothing is stored; the page keeps what was typed, and the code."""
    return render(request, "survey/unavailable.html", {"answers": answers}, status=503)


def crowded_page(request: HttpRequest, answers: SignedAnswers) -> HttpResponse:
    """Ask to send again in a while; the page keeps what was typed."""
    response = render(request, "survey/crowded.html", {"answers": answers}, status=429)
    response["Retry-After"] = until_next(WHILE)
    return response
