"""Form, check page, sending: the way of a submission into the database."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from forums.finding import find
from forums.models import Forum, findable
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.posts import public_form
from survey.participation.forms import SurveyForm, WordForm
from survey.participation.hints import hints
from survey.participation.models import SurveyPeriod
from survey.participation.signed_answers import SignedAnswers

# "Back" shows the page as it was left, with all that was typed; no-store would forbid that.
kept_by_the_browser = cache_control(private=True, no_cache=True)


@public_page
def empty_form(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Show the survey; with the slug of a forum that topic is chosen (the link people share)."""
    forum = get_object_or_404(Forum, slug=slug) if slug else None
    period = SurveyPeriod.objects.current()
    if not period.is_open:
        return render(request, "survey/closed.html", {"period": period, "topic": forum})
    return form_page(request, SurveyForm(initial={"forum": slug}), shared_forum=forum)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: HttpRequest) -> HttpResponse:
    """Show the survey; "Ändern" on the check page posts here, and so did the form once."""
    return check(request) if request.method == "POST" else empty_form(request)


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_the_browser
def check(request: HttpRequest) -> HttpResponse:
    """Show the answers before they are sent, or the form again: with errors, or to change it."""
    if request.method != "POST":  # a restored or typed address
        return redirect("survey:form")
    if "signed" in request.POST and "email" not in request.POST:
        answers = read_signed(request)
        form = SurveyForm(initial=answers.data)
        begin_with(form, request.POST.get("aendern", ""))
        return form_page(request, form, answers=answers)
    answers = read_answers(request)
    form = SurveyForm(answers.data)
    if not SurveyPeriod.objects.current().is_open:
        return closed_page(request, answers)
    if looks_for_topic(request, answers):
        return found_page(request, answers)
    if not form.is_valid():
        return form_page(request, form, answers=answers, status=422)
    page = {"form": form, "answers": answers, "hints": hints(form), **shared_as(form)}
    page["frame"] = page["topic"].slug if page["topic"] else ""  # all else there is the visitor's
    return render(request, "survey/check.html", page)


def looks_for_topic(request: HttpRequest, answers: SignedAnswers) -> bool:
    """Tell whether a topic is looked for.

    Who has typed a word may press the last button instead of its own, and who is done with it may
    press its own once more. Two of three signs tell.
    """
    word = request.POST.get("wort", "").strip()
    is_pressed = "finden" in request.POST
    is_new = word != request.POST.get("gefunden", "")
    has_no_topic = not (answers.data.get("forum") or answers.data.get("other_topic"))
    return bool(word) and is_pressed + is_new + has_no_topic >= 2


def found_page(request: HttpRequest, answers: SignedAnswers) -> HttpResponse:
    """Show the form as it was filled in, with the topics that fit to a word before all others."""
    form, finder = SurveyForm(initial=answers.data), WordForm(request.POST)
    if not finder.is_valid():
        return form_page(request, form, answers=answers, status=422, finder=finder)
    found = find(finder.cleaned_data["wort"], findable())
    form.found = [forum for forum in found if forum.slug in form.forums]
    return form_page(request, form, answers=answers, finder=finder)


def begin_with(form: SurveyForm, target: str) -> None:
    """Let the browser give the focus to a field, named by its id, where no fragment can."""
    for field in form:
        if field.auto_id == target:
            field.field.widget.attrs["autofocus"] = True


def form_page(
    request: HttpRequest,
    form: SurveyForm,
    *,
    answers: SignedAnswers | None = None,
    status: int = 200,
    **page: Any,
) -> HttpResponse:
    """Show the form; of answers that it was filled with before it carries the codes along."""
    continued = answers.without_data() if answers else None
    page = {"finder": WordForm(), "form": form, "continued": continued, **shared_as(form), **page}
    return render(request, "survey/form.html", page, status=status)


def shared_as(form: SurveyForm) -> dict[str, Any]:
    """Return what a page is known as when somebody shares it: the survey, or the chosen topic."""
    topic = form.chosen_forum()
    path = reverse("survey:shared", args=[topic.slug]) if topic else reverse("survey:form")
    return {"topic": topic, "canonical": settings.SITE_URL + path}


def closed_page(request: HttpRequest, answers: SignedAnswers) -> HttpResponse:
    """Say that the survey isn't open any more; all that was typed stays in the form."""
    page = {"period": SurveyPeriod.objects.current()}
    return form_page(request, SurveyForm(initial=answers.data), answers=answers, status=409, **page)


def read_signed(request: HttpRequest, name: str = "signed") -> SignedAnswers:
    """Return the answers that a page carries. Raises BadRequest if they were changed."""
    try:
        return SignedAnswers.read(request.POST.get(name, ""))
    except BadSignature as error:
        raise BadRequest("The signed answers were changed.") from error


def read_answers(request: HttpRequest) -> SignedAnswers:
    """Return what a form sends, or what the check page carries, with another address for its own.

    Raises BadRequest if what a page carries was changed.
    """
    if "signed" not in request.POST:
        return read_continued(request, SurveyForm.as_typed(request.POST))
    answers = read_signed(request)
    return replace(answers, data=answers.data | {"email": request.POST["email"]})


def read_continued(request: HttpRequest, data: dict[str, Any]) -> SignedAnswers:
    """Return what a form holds, with the codes of the answers that it goes on with, if it does.

    Raises BadRequest if these were changed.
    """
    if "continued" not in request.POST:
        return SignedAnswers.of_form(data, request.POST.get("formular", ""))
    return replace(read_signed(request, "continued"), data=data)
