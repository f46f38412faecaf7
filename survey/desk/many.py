"""One deed for many submissions at once: the actions of the list."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse

from ruhrdialog.lib.staff import member
from survey.desk.deeds import Deed, deed_form, deeds
from survey.desk.forms import DeskForm
from survey.desk.models import AnswerTemplate
from survey.desk.pages import Desk, desk_page, number
from survey.participation.hints import Hint, to_ask_about
from survey.submissions.models import DoneError, StateError
from survey.submissions.querysets import SubmissionQuerySet

ASKED = "asked"  # in a POST: the page that asks for the words was shown
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

    One with words asks for them first, on a page of its own.
    """
    words: dict[str, Any] = {}
    if deed.asks:
        form = deed_form(request, deed, None, sent=ASKED in request.POST)
        if "vorlage" in request.POST or not form.is_valid():
            return words_page(desk, request, rows, deed, form)
        if deed.step and (hints := to_ask_about(request, form)):
            return words_page(desk, request, rows, deed, form, hints)
        words = form.cleaned_data
    own = rows.reviewed_by(member(request))
    possible = own.filter(state__in=deed.step.after) if deed.step else own
    number, later = own.count(), possible.count() - MOST_AT_ONCE
    foreign = rows.count() - number
    chosen = possible.select_related("assigned_forum").order_by("day", "reference")
    do_each(request, chosen[:MOST_AT_ONCE], deed, words, number - possible.count())
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
    """Do a deed with each row; what doesn't fit its state is counted as impossible."""
    done = done_before = 0
    for row in rows:
        try:
            deed.do(row, words, member(request))
            done += 1
        except DoneError:
            done_before += 1
        except StateError:
            impossible += 1
    say = messages.success if done else messages.warning
    say(request, f"Erledigt: {done}.")
    if done_before:
        messages.info(request, f"Schon vorher so: {done_before}.")
    if impossible:
        messages.warning(request, f"Beim jetzigen Stand nicht möglich: {impossible}.")


def words_page(
    desk: Desk,
    request: HttpRequest,
    rows: SubmissionQuerySet,
    deed: Deed,
    form: DeskForm,
    hints: Sequence[Hint] = (),
) -> HttpResponse:
    """Ask for the words that many submissions are to get, or about personal data in them."""
    if template := AnswerTemplate.objects.text(number(request.POST.get("vorlage"))):
        form = deed_form(request, deed, None)
        typed = request.POST.get(f"{deed.name}-text", "")
        form.initial["text"] = f"{typed}\n\n{template}" if typed.strip() else template
    return desk_page(
        desk,
        request,
        "many",
        f"{deed.label}: mehrere Beiträge",
        status=422 if form.is_bound and not hints else 200,
        hints=hints,
        deed=deed,
        form=form,
        asked=ASKED,
        number=rows.count(),
        most=MOST_AT_ONCE,
        selected=request.POST.getlist(ACTION_CHECKBOX_NAME),
        across=request.POST.get("select_across", "0"),
        action=request.POST.get("action"),
        templates=AnswerTemplate.objects.all() if deed.ready_texts else [],
    )
