"""Answers that aren't sent yet: to be approved by a second person, to be sent together, planned."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.staff import member
from survey.desk.back import buttons, kept, tell_lost
from survey.desk.forms import PlanForm, StepForm
from survey.desk.many import MOST_AT_ONCE
from survey.desk.pages import Desk, desk_page, number
from survey.submissions.answer_drafts import AnswerDraft, AnswerDraftQuerySet
from survey.submissions.history import hold
from survey.submissions.models import StateError
from survey.submissions.steps import APPROVE, RETURN, Step

SHOWN = 50  # of each kind on one page
ALL = "alle"  # the value of a button: what is ticked
BUTTONS = {"freigeben": APPROVE, "zurueckgeben": RETURN}
NOTHING_TICKED = "Bitte kreuzen Sie an, welche Antworten Sie meinen."
TOO_LATE = "Das lässt sich nicht mehr absagen: Es ist schon gesendet, geändert oder abgesagt."
OVERTAKEN = (
    "Nicht entschieden: {}. Jemand hat inzwischen den Beitrag oder die Antwort geändert oder war "
    "schneller. Sie sehen den neuen Stand."
)
CHANGED = (
    "Nichts davon ist gesendet oder geplant: Jemand hat inzwischen den Beitrag oder die Antwort "
    "geändert oder war schneller. Sie sehen den neuen Stand."
)


@require_http_methods(["GET", "HEAD", "POST"])
def answers_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what waits to be approved or sent, and the own drafts; a POST does it."""
    if not member(request).has_perm("survey.review_submission"):
        raise PermissionDenied
    if request.method != "POST":
        return show(request, desk)
    others = {"verwerfen": throw_away, "senden": send, "planen": plan, "absagen": call_off}
    if do := next((others[name] for name in others if name in request.POST), None):
        return do(request, desk)
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
            if not is_as_shown(request, draft):
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


def to_send(request: HttpRequest) -> AnswerDraftQuerySet:
    """Return the answers that somebody can send or plan."""
    drafts = AnswerDraft.objects.sendable().reviewed_by(member(request))
    return drafts.exclude(pk__in=AnswerDraft.objects.planned().values("pk"))


def planned(request: HttpRequest) -> AnswerDraftQuerySet:
    return AnswerDraft.objects.planned().reviewed_by(member(request))


def as_shown(request: HttpRequest) -> set[int]:
    """Return what is ticked and still says what the page has shown."""
    drafts = AnswerDraft.objects.filter(pk__in=ticked(request)).select_related("submission")
    return {each.pk for each in drafts if is_as_shown(request, each)}


def is_as_shown(request: HttpRequest, draft: AnswerDraft) -> bool:
    return number(request.POST.get(f"fassung-{draft.pk}")) == draft.submission.version


def none_of_it(request: HttpRequest, desk: Desk, plan_form: PlanForm | None = None) -> HttpResponse:
    """Say why nothing is sent or planned."""
    problem, status = (CHANGED, 409) if ticked(request) else (NOTHING_TICKED, 422)
    return show(request, desk, problem, status=status, plan_form=plan_form)


def send(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Send what is ticked, with all that says the same: steps that can be taken back as a whole."""
    held = hold(bulk=True)
    read = as_shown(request)
    done, late = 0, len(ticked(request) - read)
    chosen = to_send(request).alike(read).select_related("submission")
    for draft in chosen[:MOST_AT_ONCE]:
        try:
            draft.submission.take(draft.step, member(request), draft.text, held=held)
            done += 1
        except StateError:
            late += 1
    if not done:
        return none_of_it(request, desk)
    back = buttons(request, held.bulk, is_seen=True)
    messages.success(request, format_html("Antworten gespeichert: {}.{}", done, back))
    if late:
        messages.warning(request, f"Inzwischen geändert und nicht gesendet: {late}.")
    tell_lost(request)
    return redirect("admin:survey_submission_answers")


def plan(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Have what is ticked, with all that says the same, sent at a chosen time."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        return show(request, desk, status=422, plan_form=form)
    at = form.cleaned_data["at"]
    read = as_shown(request)
    planned = to_send(request).alike(read).plan(at)
    if not planned:
        return none_of_it(request, desk, form)
    when = date_format(timezone.localtime(at), "j. F Y, G")
    messages.success(request, f"Geplant für {when} Uhr: {planned}.")
    if late := len(ticked(request) - read):
        messages.warning(request, f"Inzwischen geändert und nicht geplant: {late}.")
    return redirect("admin:survey_submission_answers")


def call_off(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Call off a plan: all that is to be sent at that time and says the same."""
    one = planned(request).filter(pk=number(request.POST["absagen"])).first()
    called_off = 0
    if one:
        same = planned(request).filter(send_at=one.send_at, verb=one.verb, text=one.text)
        called_off = same.update(send_at=None)
    if not called_off:
        return show(request, desk, TOO_LATE, status=409)
    messages.success(
        request, f"Abgesagt: {called_off}. Die Antworten stehen wieder unter „Zu senden“."
    )
    return redirect("admin:survey_submission_answers")


def groups(drafts: AnswerDraftQuerySet, *by: str) -> list[dict[str, Any]]:
    """Return what drafts say, once for all that say the same: the first, and how many."""
    alike = drafts.order_by().values("verb", "text", *by)
    found = list(alike.annotate(number=Count("pk"), first=Min("pk")).order_by(*by, "first")[:SHOWN])
    with_forum = AnswerDraft.objects.select_related("submission__assigned_forum", "by")
    firsts = with_forum.in_bulk([each["first"] for each in found])
    every = ({**each, "draft": firsts.get(each["first"])} for each in found)
    return [each for each in every if each["draft"]]


def show(
    request: HttpRequest,
    desk: Desk,
    problem: str = "",
    value: str = "",
    failed: StepForm | None = None,
    *,
    status: int = 200,
    plan_form: PlanForm | None = None,
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
        "Antworten freigeben und senden",
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
        to_send=groups(to_send(request)),
        plan_form=plan_form or PlanForm(),
        planned=groups(planned(request), "send_at"),
        returned=every.returned_to(user)[:SHOWN],
        own=own.waiting()[:SHOWN],
    )
