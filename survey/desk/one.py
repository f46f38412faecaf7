"""The page of one submission: what is known of it, and what can be done with it now."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from ruhrdialog.lib.staff import member
from survey.alike.similarity import Similar, similar_to
from survey.desk.assignments import holder
from survey.desk.back import buttons, forget, kept, tell_lost
from survey.desk.deadlines import days_by_forum, days_overdue, due_on
from survey.desk.deeds import Deed, deed_form, deeds, deeds_with, may_do
from survey.desk.forms import DeskForm
from survey.desk.keys import keys_of
from survey.desk.many import do_each
from survey.desk.models import AnswerTemplate
from survey.desk.pages import Desk, desk_page, number
from survey.desk.walk import Walk, walk
from survey.participation.hints import Hint, hints_on, to_ask_about
from survey.submissions.answer_drafts import (
    ANSWERS,
    AnswerDraft,
    ApprovalError,
    needs_approval,
)
from survey.submissions.history import GONE, ReviewStep, hold
from survey.submissions.models import DoneError, StateError, Submission
from survey.submissions.rights import leads
from survey.submissions.steps import ANSWER, CORRECT, MARK_READ, REPLY
from survey.transfer.models import ExportRecord

LAST = "Das war der letzte Beitrag dieser Liste."
OPEN_ELSEWHERE = "Alle weiteren Beiträge dieser Liste haben gerade Kolleginnen oder Kollegen offen."


class Failure(NamedTuple):
    """A deed that was not done: what was sent with it, and whether somebody else was quicker."""

    deed: Deed
    form: DeskForm
    overtaken: bool = False
    hints: Sequence[Hint] = ()  # what is asked about before it is done
    unapproved: bool = False  # somebody else is to approve it first


@require_http_methods(["GET", "HEAD", "POST"])
def one_page(request: HttpRequest, desk: Desk, object_id: str) -> HttpResponse:
    """Show a submission with what is possible now; a POST does one of these deeds."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    submission = desk.get_object(request, object_id)
    if submission is None:
        django: Any = desk  # a private method, which no type names
        response: HttpResponse = django._get_obj_does_not_exist_redirect(
            request, desk.opts, object_id
        )
        return response
    mine = Submission.objects.reviewed_by(member(request)).filter(pk=submission.pk).exists()
    if request.method != "POST":
        return show(request, desk, submission, mine)
    if not mine:
        raise PermissionDenied
    if removed(request, submission):
        return redirect(walk(request, desk, submission).address(submission.pk))
    buttons_of_draft = [name for name in ("entwurf", "freigabe") if name in request.POST]
    name = request.POST.get(next(iter(buttons_of_draft), "step"), "")
    deed = (deeds() | deeds_with(submission)).get(name)
    if deed is None:
        return show(request, desk, submission, mine, status=422)
    if buttons_of_draft and deed.ready_texts:
        return save_draft(request, desk, submission, deed)
    return do(request, desk, submission, deed)


def removed(request: HttpRequest, submission: Submission) -> bool:
    """Take away a tag or a draft, if a button of one was pressed."""
    if "untag" in request.POST:
        tag = get_object_or_404(submission.tags, pk=number(request.POST["untag"]))
        submission.tags.remove(tag)
        return True
    if "verwerfen" in request.POST:
        drafts = AnswerDraft.objects.filter(submission=submission)
        get_object_or_404(drafts, pk=number(request.POST["verwerfen"])).delete()
        messages.success(request, "Der Entwurf ist verworfen.")
        return True
    return False


def save_draft(
    request: HttpRequest, desk: Desk, submission: Submission, deed: Deed
) -> HttpResponse:
    """Keep the words of a deed without doing it: for colleagues, or for who approves it."""
    form = deed_form(request, deed, submission, sent=True)
    hands_in = "freigabe" in request.POST and needs_approval(submission, deed.step)
    sent_from_list = deed.step in ANSWERS  # where nobody is asked again
    if shown_again := refused(request, desk, submission, deed, form, asks=sent_from_list):
        return shown_again
    way = walk(request, desk, submission)
    verb = deed.step.verb if deed.step else ""
    planned = AnswerDraft.objects.planned().filter(submission=submission, verb=verb).exists()
    try:
        if deed.step is None or form.cleaned_data["version"] != submission.version:
            raise StateError
        words = form.cleaned_data["text"]
        AnswerDraft.objects.keep(
            submission, deed.step.verb, words, member(request), handed_in=hands_in
        )
    except StateError:
        submission.refresh_from_db()
        return show(request, desk, submission, True, Failure(deed, form, True), status=409)
    forget(request, submission)
    here = way.address(submission.pk)
    if planned:
        messages.warning(request, "Das geplante Senden ist damit abgesagt.")
    if not hands_in:
        messages.success(
            request, "Entwurf gespeichert. Wer den Beitrag bearbeitet, findet ihn hier im Feld."
        )
        return redirect(here)
    link = '<span><a href="{}" translate="no">{}</a>: Zur Freigabe gegeben.</span>'
    messages.success(request, format_html(link, here, submission))
    if also := form.cleaned_data.get("also"):
        do_each(request, also, deed, form.cleaned_data | {"hands_in": True, "held": None})
    return redirect(onward(request, desk, submission, way) if goes_on(deed, way) else here)


@require_safe
def file_page(request: HttpRequest, object_id: str, desk: Desk) -> HttpResponse:
    """Show a submission with all that was done, made for the paper that goes into a file."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    submission = desk.get_object(request, object_id)
    if submission is None:
        raise Http404("No submission that may be seen has this key.")
    if submission.urgent and not leads(member(request)):
        raise PermissionDenied
    mine = Submission.objects.reviewed_by(member(request)).filter(pk=submission.pk).exists()
    return desk_page(
        desk,
        request,
        "file",
        f"{submission}: für die Akte",
        submission=submission,
        mine=mine,
        further_forums=submission.further_forums(),
        tags=submission.tags.all(),
        steps=submission.steps.select_related("forum", "by", "held"),
        notes=submission.notes.select_related("by") if mine else [],
    )


def refused(
    request: HttpRequest,
    desk: Desk,
    submission: Submission,
    deed: Deed,
    form: DeskForm,
    *,
    asks: bool,
) -> HttpResponse | None:
    """Show the page again if a deed can't be done so, or what its words hold is asked about."""
    is_valid = form.is_valid()
    if deed.step is None and deed.name not in deeds_with(submission):
        return show(request, desk, submission, True, Failure(deed, form, True), status=409)
    if not is_valid:
        return show(request, desk, submission, True, Failure(deed, form), status=422)
    if asks and (hints := to_ask_about(request, form)):
        return show(request, desk, submission, True, Failure(deed, form, hints=hints))
    return None


def do(request: HttpRequest, desk: Desk, submission: Submission, deed: Deed) -> HttpResponse:
    """Do a deed on the version that the page has shown, and lead to the next page."""
    form = deed_form(request, deed, submission, sent=True)
    if shown_again := refused(request, desk, submission, deed, form, asks=bool(deed.step)):
        return shown_again
    way = walk(request, desk, submission)  # where it stands before the step
    here = way.address(submission.pk)
    also = form.cleaned_data.get("also")
    words = form.cleaned_data | {"held": hold(bulk=bool(also))}
    try:
        if deed.step and form.cleaned_data["version"] != submission.version:
            raise StateError
        taken = deed.do(submission, words, member(request))
    except ApprovalError:
        failed = Failure(deed, form, unapproved=True)
        return show(request, desk, submission, True, failed, status=409)
    except DoneError:
        messages.info(request, f"{submission}: Das ist schon so, es war nichts zu ändern.")
        return redirect(here)
    except StateError:
        submission.refresh_from_db()
        if deed.step == MARK_READ and submission.state == MARK_READ.leads_to:
            messages.info(request, f"{submission}: Das hat schon jemand gelesen.")
            return redirect(onward(request, desk, submission, way))
        return show(request, desk, submission, True, Failure(deed, form, True), status=409)
    back = "" if also or not taken else buttons(request, taken.pk, is_seen=bool(taken.for_citizen))
    link = '<span><a href="{}" translate="no">{}</a>: {}.</span>{}'
    messages.success(request, format_html(link, here, submission, deed.done, back))
    if also:
        do_each(request, also, deed, words)
    tell_lost(request)
    forget(request, submission)
    if goes_on(deed, way):
        return redirect(onward(request, desk, submission, way))
    visible = desk.get_queryset(request).filter(pk=submission.pk).exists()
    return redirect(here if visible else way.back())


def goes_on(deed: Deed, way: Walk) -> bool:
    """Tell whether a deed that was done leads on.

    In a list: what ends the reading, and what only a mark depends on if it took the submission out.
    """
    if way.opened is None or deed.step is None:
        return deed.step == MARK_READ
    return deed.step.goes_on or (deed.step.leads_to is None and not way.holds())


def onward(request: HttpRequest, desk: Desk, submission: Submission, way: Walk) -> str:
    """Return where a step leads on to: the next, at the end of a list back to it."""
    if following := way.following():
        return way.address(following)
    if way.opened is None:
        return way.address(submission.pk)
    messages.info(request, OPEN_ELSEWHERE if way.passes_by() else LAST)
    way = walk(request, desk, submission)  # the list as it is now
    return way.back(beside=way.neighbour(forward=False))


def show(
    request: HttpRequest,
    desk: Desk,
    submission: Submission,
    mine: bool,
    failed: Failure | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    keys = keys_of(member(request))
    forum = submission.assigned_forum
    steps = submission.steps.select_related("forum", "by", "held")
    drafts = AnswerDraft.objects.open_for(submission, steps) if mine else {}
    possible = forms_of(request, submission, keys, drafts, failed) if mine else []
    way = walk(request, desk, submission)
    before, after = (way.neighbour(forward=forward) for forward in (False, True))
    return desk_page(
        desk,
        request,
        "desk",
        str(submission),
        status=status,
        submission=submission,
        mine=mine,
        further_forums=submission.further_forums(),
        steps=steps,
        way_back=way_back(request, steps),
        keys=keys,
        typed=kept(request, submission),
        hints=hints_on(texts_of(submission, steps)),
        notes=submission.notes.select_related("by") if mine else [],
        tags=submission.tags.all(),
        known_tags=forum.tags.all() if forum else [],
        verbs=in_groups(possible),
        failed=failed,
        templates=AnswerTemplate.objects.all() if mine else [],
        opened=way.opened,
        holder=mine and holder(submission),
        due_on=due_on(submission, days := days_by_forum()),
        days_overdue=days_overdue(submission, days),
        claimed_by=mine and way.claimed.get(submission.pk),
        passes_by=after is None and way.passes_by(),
        place=way.place,
        back=way.back(beside=after or before),
        previous=before and way.address(before),
        next=after and way.address(after),
        urgent_contact=settings.URGENT_CONTACT,
        leads=leads(member(request)),
        formats=ExportRecord.Format.choices,
        may_erase=desk.has_delete_permission(request),
        **alike(request, desk, submission, can_answer=mine and submission.allows(ANSWER)),
    )


def in_groups(possible: list[tuple[Deed, DeskForm]]) -> dict[str, list[tuple[Deed, DeskForm]]]:
    """Return what is possible as it stands on the page: what most are done with, and the end."""
    groups: dict[str, list[tuple[Deed, DeskForm]]] = {"first": [], "further": [], "apart": []}
    in_order = sorted(possible, key=lambda each: (not each[0].comes_first, each[0].step != ANSWER))
    for deed, form in in_order:
        name = "apart" if deed.is_apart else "first" if deed.step == MARK_READ else "further"
        groups[name].append((deed, form))
    return groups


def texts_of(submission: Submission, steps: Iterable[ReviewStep]) -> dict[tuple[str, str], str]:
    """Return what the citizen wrote, by its name and its id on the page."""
    own = {
        ("Thema", "thema"): submission.other_topic,
        ("Begründung", "begruendung"): submission.reason,
        ("Verbesserungsvorschlag", "vorschlag"): submission.proposal,
    }
    replies = (step for step in steps if step.verb == REPLY.verb)
    return own | {(step.label, f"schritt-{step.pk}"): step.text for step in replies}


def way_back(request: HttpRequest, steps: Iterable[ReviewStep]) -> ReviewStep | None:
    """Return the last step, if who looks at it has taken it and can take it back."""
    standing = [step for step in steps if step.verb not in GONE]
    held = getattr(standing[-1], "held", None) if standing else None
    return standing[-1] if held and held.is_running and standing[-1].by == request.user else None


def forms_of(
    request: HttpRequest,
    submission: Submission,
    keys: dict[str, str],
    drafts: dict[str, AnswerDraft],
    failed: Failure | None,
) -> list[tuple[Deed, DeskForm]]:
    """Return what is possible now with its forms, which hold what was typed or a ready text."""
    every = deeds_with(submission)
    known = {
        name: deed._replace(
            key=keys[deed.name],
            draft=drafts.get(deed.step.verb) if deed.step else None,
            needs_approval=needs_approval(submission, deed.step),
        )
        for name, deed in every.items()
    }
    forms = {
        name: deed_form(request, deed, submission)
        for name, deed in known.items()
        if may_do(deed, submission, member(request))
    }
    for name, form in forms.items():
        if draft := known[name].draft:
            form.initial["text"] = draft.text
    if failed and not failed.overtaken:
        forms[failed.deed.name] = failed.form
    elif failed and failed.deed.name in forms:  # what was typed, on the version of now
        typed = failed.form.cleaned_data | {"version": submission.version}
        forms[failed.deed.name].initial = typed
    elif (typed := kept(request, submission)) and typed["step"] in forms:
        forms[typed["step"]].initial |= typed["fields"]
    elif text := AnswerTemplate.objects.text(number(request.GET.get("vorlage"))):
        for name, form in forms.items():
            if known[name].ready_texts:
                form.initial["text"] = text
    if (correcting := forms.get(CORRECT.name)) and not correcting.is_bound:
        correcting.initial = {"text": submission.last_answer(), **correcting.initial}
    return [(known[name], form) for name, form in forms.items()]


def alike(
    request: HttpRequest, desk: Desk, submission: Submission, *, can_answer: bool
) -> dict[str, Any]:
    """Return what the page says of similar submissions and the campaign."""
    visible = Submission.objects.visible_to(member(request))
    similar = similar_to(submission, visible)
    of_campaign = visible.filter(campaign=submission.campaign_id)
    return {
        "similar": similar,
        "answer": ANSWER.name,
        "answerable": answerable(request, similar) if can_answer else set(),
        "also": request.POST.getlist(f"{ANSWER.name}-also"),
        "campaign_size": of_campaign.count() if submission.campaign_id else 0,
    }


def answerable(request: HttpRequest, similar: list[Similar]) -> set[UUID]:
    """Return the keys of similar submissions that can get the same answer."""
    rows = Submission.objects.reviewed_by(member(request)).filter(
        pk__in=[each.submission.pk for each in similar], state__in=ANSWER.after
    )
    return set(rows.values_list("pk", flat=True))
