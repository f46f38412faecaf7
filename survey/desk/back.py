"""The way back: own steps that the citizens don't see yet are taken back, or sent at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.staff import member
from survey.desk.given_tags import given_lately, take_given
from survey.desk.keys import keys_of
from survey.desk.pages import Desk, desk_page, number
from survey.desk.walk import FILTERS, walk
from survey.submissions.history import HeldStep, HeldStepQuerySet, LostStep, ReviewStep
from survey.submissions.models import StateError, Submission
from survey.submissions.steps import STEPS

KEPT = "typed"  # in the session: the words of a step that was taken back
SHOWN = 100  # single steps on one page
TOO_LATE = (
    "Das lässt sich nicht mehr zurücknehmen: Die zehn Minuten sind vorbei, oder inzwischen ist ein "
    "weiterer Schritt geschehen."
)


@require_http_methods(["GET", "HEAD", "POST"])
def back_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what can be taken back or sent, and what fell away; a POST does it."""
    if not member(request).has_perm("survey.review_submission"):
        raise PermissionDenied
    if request.method != "POST":
        return show(request, desk)
    if "gesehen" in request.POST:
        LostStep.objects.filter(by=member(request)).delete()
        return redirect("admin:survey_submission_back")
    if "senden" in request.POST:
        return send(request, desk, chosen(request, request.POST["senden"]))
    taken = take_given(request, request.POST.get("zurueck", ""))
    if taken is not None:
        messages.success(request, f"Zurückgenommen: {taken}.")
        return back_to(request, desk)
    held = chosen(request, request.POST.get("zurueck", ""))
    single = request.POST.get("zurueck", "").isdecimal()
    return take_one_back(request, desk, held) if single else take_all_back(request, desk, held)


def chosen(request: HttpRequest, value: str) -> HeldStepQuerySet:
    """Return the own held steps that a button means: of one step, or of one action for many."""
    own = HeldStep.objects.taken_by(member(request))
    if value.isdecimal():
        return own.filter(step=number(value))
    try:
        return own.filter(bulk=UUID(value))
    except ValueError as error:
        raise BadRequest("No step is called so.") from error


def show(request: HttpRequest, desk: Desk) -> HttpResponse:
    held = HeldStep.objects.taken_by(member(request))
    single = held.filter(bulk=None).select_related("step", "submission").order_by("-step_id")
    many = held.exclude(bulk=None).order_by().values("bulk", "step__verb")
    groups = many.annotate(number=Count("pk"), least=Min("until")).order_by("-least")
    return desk_page(
        desk,
        request,
        "back",
        "Zurücknehmen",
        single=single[:SHOWN],
        groups=[{**group, "label": STEPS[group["step__verb"]].label} for group in groups],
        given=given_lately(request),
        lost=LostStep.objects.filter(by=member(request)).select_related("submission"),
        keys=keys_of(member(request)),
    )


def take_one_back(request: HttpRequest, desk: Desk, held: HeldStepQuerySet) -> HttpResponse:
    """Take a step back, and lead to its submission, where what was written is in its field."""
    one = held.select_related("step", "submission").first()
    if one is None:
        messages.warning(request, TOO_LATE)
        return back_to(request, desk)
    step, submission = one.step, one.submission
    try:
        submission.take_back(step)
    except StateError:
        messages.warning(request, f"{submission}: {TOO_LATE}")
    else:
        messages.success(request, f"{submission}: Zurückgenommen ist „{step.label}“.")
        keep(request, step)
    submission.refresh_from_db()
    return redirect(walk(request, desk, submission).address(submission.pk))


def take_all_back(request: HttpRequest, desk: Desk, held: HeldStepQuerySet) -> HttpResponse:
    """Take the steps of one action for many back, and say of how many it wasn't possible."""
    done = late = 0
    for one in held.select_related("step", "submission"):
        try:
            one.submission.take_back(one.step)
            done += 1
        except StateError:
            late += 1
        keep(request, one.step)
    if done:
        messages.success(request, f"Zurückgenommen: {done}.")
    if late or not done:
        messages.warning(request, f"{late}-mal: {TOO_LATE}" if late else TOO_LATE)
    return back_to(request, desk)


def send(request: HttpRequest, desk: Desk, held: HeldStepQuerySet) -> HttpResponse:
    """Let the citizens see steps now; with what was done before, or they would make no sense."""
    number = held.count()
    held.with_earlier().delete()
    messages.success(request, "Gesendet." if number == 1 else f"Gesendet: {number}.")
    return back_to(request, desk)


def back_to(request: HttpRequest, desk: Desk) -> HttpResponseRedirect:
    """Lead back to where the button was pressed: a submission, the list, or the page of all."""
    if key := request.POST.get("auf"):
        try:
            submission = desk.get_object(request, key)
        except Http404:
            submission = None
        if submission:
            return redirect(walk(request, desk, submission).address(submission.pk))
    if filters := request.GET.get(FILTERS):
        return redirect(f"{reverse('admin:survey_submission_changelist')}?{filters}")
    return redirect("admin:survey_submission_back")


def keep(request: HttpRequest, step: ReviewStep) -> None:
    """Keep the words of a step that was taken back for its form, so that nobody types them anew."""
    if step.step.words:
        typed = {"text": step.note or step.text, "forum": step.forum_id}
        key = str(step.submission_id)
        request.session[KEPT] = {"submission": key, "step": step.step.name, "fields": typed}


def kept(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Return what was kept for a form of a submission, if anything."""
    typed: dict[str, Any] = request.session.get(KEPT, {})
    return typed if typed.get("submission") == str(submission.pk) else {}


def forget(request: HttpRequest, submission: Submission) -> None:
    if kept(request, submission):
        del request.session[KEPT]


def buttons(request: HttpRequest, value: object, *, is_seen: bool) -> SafeString:
    """Return the buttons behind the message about a step: they belong to the form of the page.

    What no citizen will see has none to send it.
    """
    keys = keys_of(member(request))
    wanted = [("zurueck", "Zurücknehmen", keys["take_back"])]
    if is_seen:
        wanted.append(("senden", "Jetzt senden", keys["send"]))
    button = (
        ' <button type="submit" class="button" form="zurueck" name="{}" value="{}"{}>{}{}</button>'
    )
    parts = [
        format_html(button, name, value, pressed_by(key), label, shown_key(key))
        for name, label, key in wanted
    ]
    return format_html("{}" * len(wanted), *parts)


def pressed_by(key: str) -> SafeString | str:
    return format_html(' data-key="{0}" aria-keyshortcuts="{0}"', key) if key else ""


def shown_key(key: str) -> SafeString | str:
    return format_html(" <kbd>{}</kbd>", key) if key else ""


def tell_lost(request: HttpRequest) -> None:
    """Tell somebody who goes on working that a step fell away."""
    if number := LostStep.objects.filter(by=member(request)).count():
        page = reverse("admin:survey_submission_back")
        words = "Entfallene Schritte: {}. Jemand hat einen Beitrag inzwischen selbst geändert. {}"
        link = format_html('<a href="{}">Ansehen</a>', page)
        messages.warning(request, format_html(words, number, link))
