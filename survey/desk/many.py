"""One deed for many submissions at once: the actions of the list."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from ruhrdialog.lib.staff import member
from survey.desk.back import buttons
from survey.desk.deeds import Deed, deed_form, deeds
from survey.desk.forms import DeskForm
from survey.desk.given_tags import keep_given, newest_tag
from survey.desk.models import AnswerTemplate
from survey.desk.pages import Desk, desk_page
from survey.desk.pages import number as key_in
from survey.participation.hints import Hint, to_ask_about
from survey.submissions.answer_drafts import ANSWERS, AnswerDraft, ApprovalError
from survey.submissions.history import hold
from survey.submissions.models import DoneError, StateError, Submission
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.steps import Step

ASKED = "asked"  # in a POST: the page that asks for the words was shown
ANOTHER_DRAFT = "Dort liegt schon ein anderer Entwurf, es ist nichts geändert"
MOST_AT_ONCE = 1000  # submissions of one action: they take seconds


def actions() -> dict[str, tuple[Callable[..., HttpResponse | None], str, str]]:
    """Return the actions of the list as `ModelAdmin.get_actions` wants them."""
    every = ((f"{deed.name}_many", deed) for deed in deeds().values() if deed.many)
    return {name: (action(deed), name, deed.many) for name, deed in every}


def action(deed: Deed) -> Callable[..., HttpResponse | None]:
    """Return the action of the list that does a deed with many submissions."""

    def act(desk: Desk, request: HttpRequest, rows: SubmissionQuerySet) -> HttpResponse | None:
        return do_many(desk, request, rows, deed)

    return act


def do_many(
    desk: Desk, request: HttpRequest, rows: SubmissionQuerySet, deed: Deed
) -> HttpResponse | None:
    """Do a deed with each submission of the own forums, and report what it did.

    A page of its own asks first, with the number, and for the words if it wants any.
    """
    own = rows.reviewed_by(member(request))
    possible = own.filter(state__in=deed.step.after) if deed.step else own
    number, fitting = own.count(), possible.count()
    later, foreign = fitting - MOST_AT_ONCE, rows.count() - number
    words: dict[str, Any] = {}
    if fitting:
        form = deed_form(request, deed, None, sent=ASKED in request.POST)
        if "vorlage" in request.POST or not form.is_valid():
            return words_page(desk, request, possible, deed, form)
        if deed.step and (hints := to_ask_about(request, form)):
            return words_page(desk, request, possible, deed, form, hints)
        words = form.cleaned_data
    chosen = possible.select_related("assigned_forum__ministry").order_by("day", "reference")
    words |= {"held": hold(bulk=True)}
    do_each(request, chosen[:MOST_AT_ONCE], deed, words, number - fitting)
    if foreign:
        messages.warning(request, f"Nicht in Ihrer Zuständigkeit: {foreign}.")
    if later > 0:
        messages.warning(
            request, f"Noch nicht erledigt: {later}. Bitte führen Sie die Aktion noch einmal aus."
        )
    return None


def do_each(
    request: HttpRequest,
    rows: SubmissionQuerySet,
    deed: Deed,
    words: dict[str, Any],
    impossible: int = 0,
) -> None:
    """Do a deed with each row; what doesn't fit its state is counted as impossible.

    All steps are one that can be taken back as a whole.
    """
    words |= {"given": []}
    before = newest_tag()
    ends = Counter(do_one(row, deed, words, member(request)) for row in rows)
    done = ends["done"]
    bulk = words["held"].bulk if deed.step and done else None
    if words["given"]:
        bulk = keep_given(request, words["text"], words["given"], before)
    is_seen = bool(deed.step and deed.step.for_citizen)
    back = buttons(request, bulk, is_seen=is_seen) if bulk else ""
    if done or not ends["handed_in"]:
        say = messages.success if done else messages.warning
        say(request, format_html("Erledigt: {}.{}", done, back))
    if handed_in := ends["handed_in"]:
        page = reverse("admin:survey_submission_answers")
        link = 'Zur Freigabe gegeben: {}. <a href="{}">Ansehen</a>'
        messages.success(request, format_html(link, handed_in, page))
    if ends["drafted"]:
        messages.warning(request, f"{ANOTHER_DRAFT}: {ends['drafted']}.")
    if ends["done_before"]:
        messages.info(request, f"Schon vorher so: {ends['done_before']}.")
    if number := impossible + ends["impossible"]:
        messages.warning(request, f"Beim jetzigen Stand nicht möglich: {number}.")


def do_one(row: Submission, deed: Deed, words: dict[str, Any], user: User) -> str:
    """Do a deed with a row, or have its words approved before; return how it ended."""
    try:
        deed.do(row, words, user)
    except ApprovalError:
        return hand_in(row, deed.step, words["text"], user)
    except DoneError:
        return "done_before"
    except StateError:
        return "impossible"
    return "done"


def hand_in(row: Submission, step: Step | None, text: str, user: User) -> str:
    """Give an answer for approval, unless somebody has written another one."""
    if step is None or not row.allows(step):
        return "impossible"
    drafts = AnswerDraft.objects.filter(submission=row, verb=step.verb).open()
    if draft := drafts.first():
        if draft.text != text:
            return "drafted"
        if draft.handed_in:
            return "done_before"
    try:
        AnswerDraft.objects.keep(row, step.verb, text, user, handed_in=True)
    except StateError:
        return "impossible"
    return "handed_in"


def question(deed: Deed, number: int) -> str:
    """Return what staff are asked before anything is done with many."""
    many = "1 Beitrag" if number == 1 else f"{intcomma(number)} Beiträge"
    return f"{many} {deed.question}?" if deed.question else f"{deed.label}: {many}?"


def words_page(
    desk: Desk,
    request: HttpRequest,
    possible: SubmissionQuerySet,
    deed: Deed,
    form: DeskForm,
    hints: Sequence[Hint] = (),
) -> HttpResponse:
    """Ask whether so many submissions are meant, for the words, about personal data in them."""
    if template := AnswerTemplate.objects.text(key_in(request.POST.get("vorlage"))):
        form = deed_form(request, deed, None)
        typed = request.POST.get(f"{deed.name}-text", "")
        form.initial["text"] = f"{typed}\n\n{template}" if typed.strip() else template
    number = possible.count()
    to_approve = possible.filter(assigned_forum__ministry__approves_answers=True)
    return desk_page(
        desk,
        request,
        "many",
        question(deed, min(number, MOST_AT_ONCE)),
        status=422 if form.is_bound and not hints else 200,
        hints=hints,
        deed=deed,
        form=form,
        asked=ASKED,
        number=number,
        approves=deed.step in ANSWERS and to_approve.exists(),
        most=MOST_AT_ONCE,
        selected=request.POST.getlist(ACTION_CHECKBOX_NAME),
        across=request.POST.get("select_across", "0"),
        action=request.POST.get("action"),
        templates=AnswerTemplate.objects.all() if deed.ready_texts else [],
    )
