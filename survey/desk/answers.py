"""Answers that aren't sent yet: those that wait for a second pair of eyes, and the own ones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.staff import member
from survey.desk.back import buttons, kept, tell_lost
from survey.desk.forms import StepForm
from survey.desk.models import AnswerDraft, AnswerDraftQuerySet
from survey.desk.pages import Desk, desk_page, number
from survey.submissions.history import hold
from survey.submissions.models import StateError
from survey.submissions.steps import APPROVE, RETURN, Step

SHOWN = 50  # of each kind on one page
ALL = "alle"  # the value of a button: what is ticked
BUTTONS = {"freigeben": APPROVE, "zurueckgeben": RETURN}
NOTHING_TICKED = "Bitte kreuzen Sie an, welche Antworten Sie meinen."
OVERTAKEN = (
    "Nicht entschieden: {}. Jemand hat inzwischen den Beitrag oder die Antwort geändert oder war "
    "schneller. Sie sehen den neuen Stand."
)


@require_http_methods(["GET", "HEAD", "POST"])
def answers_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what waits to be approved, and the own drafts; a POST decides, or throws away."""
    if not member(request).has_perm("survey.review_submission"):
        raise PermissionDenied
    if request.method != "POST":
        return show(request, desk)
    if "verwerfen" in request.POST:
        return throw_away(request, desk)
    name = next((name for name in BUTTONS if name in request.POST), None)
    return decide(request, desk, name) if name else show(request, desk, status=422)


def ticked(request: HttpRequest) -> set[int]:
    return {number(key) for key in request.POST.getlist("auswahl")}


def throw_away(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Delete own drafts that wait to be approved."""
    own = AnswerDraft.objects.waiting().filter(by=member(request), pk__in=ticked(request))
    deleted, _ = AnswerDraft.objects.filter(pk__in=list(own.values_list("pk", flat=True))).delete()
    if not deleted:
        return show(request, desk, NOTHING_TICKED, status=422)
    messages.success(request, f"Verworfen: {deleted}.")
    return redirect("admin:survey_submission_answers")


def decide(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Approve or return what a button means: one answer, or what is ticked."""
    step, value = BUTTONS[name], request.POST[name]
    keys = ticked(request) if value == ALL else {number(value)}
    form = remark_form(value, request) if step == RETURN else None
    if not keys:
        return show(request, desk, NOTHING_TICKED, value, form, status=422)
    if form and not form.is_valid():
        return show(request, desk, "", value, form, status=422)
    drafts = AnswerDraft.objects.to_approve(member(request)).filter(pk__in=keys)
    done = decide_each(request, step, drafts, form.cleaned_data["text"] if form else "")
    tell_lost(request)
    if done < len(keys):
        late = OVERTAKEN.format(len(keys) - done)
        return show(request, desk, late, value, form, status=409)
    return redirect("admin:survey_submission_answers")


def decide_each(request: HttpRequest, step: Step, drafts: AnswerDraftQuerySet, remark: str) -> int:
    """Decide each draft, as the page has shown it, and return of how many it was possible.

    All decisions are one that can be taken back as a whole.
    """
    held = hold(bulk=True)
    done = 0
    for draft in drafts.select_related("submission__assigned_forum", "by"):
        try:
            if number(request.POST.get(f"fassung-{draft.pk}")) != draft.submission.version:
                raise StateError
            draft.decide(step, member(request), remark, held)
            done += 1
        except StateError:
            continue
    if done:
        back = buttons(request, held.bulk, is_seen=False)
        messages.success(request, format_html("{}: {}.{}", step.label, done, back))
    return done


def remark_form(value: str, request: HttpRequest | None = None) -> StepForm:
    """Return the form of a remark: for a draft by its key, or for what is ticked."""
    return StepForm(RETURN, None, request and request.POST, prefix=f"antwort-{value}")


def form_of(request: HttpRequest, draft: AnswerDraft) -> StepForm:
    """Return the form of a draft's remark, with what was written if that was taken back."""
    form = remark_form(str(draft.pk))
    typed = kept(request, draft.submission)
    if typed.get("step") == RETURN.name:
        form.initial = typed["fields"]
    return form


def show(
    request: HttpRequest,
    desk: Desk,
    problem: str = "",
    value: str = "",
    failed: StepForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the page; `failed` is the form of the remark that a button with `value` has sent."""
    user = member(request)
    in_order = ("submission__day", "submission__reference")
    with_words = ("submission__forum", "submission__assigned_forum", "by")
    every = AnswerDraft.objects.order_by(*in_order).select_related(*with_words)
    to_approve = every.to_approve(user)
    own = every.filter(by=user)
    forms: dict[str, Any] = {value: failed} if failed else {}
    return desk_page(
        desk,
        request,
        "answers",
        "Antworten: Freigabe",
        status=status,
        problem=problem,
        to_approve=[
            (draft, forms.get(str(draft.pk)) or form_of(request, draft))
            for draft in to_approve[:SHOWN]
        ],
        number=to_approve.count(),
        ticked=ticked(request),
        all_of_them=ALL,
        form_of_all=forms.get(ALL) or remark_form(ALL),
        approved=every.approved().reviewed_by(user)[:SHOWN],
        returned=every.returned_to(user)[:SHOWN],
        own=own.waiting()[:SHOWN],
    )
