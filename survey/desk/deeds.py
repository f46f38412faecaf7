"""What staff can do with a submission at the desk: the steps, and what leaves its state alone."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.http import HttpRequest

from ruhrdialog.lib.staff import member
from survey.desk.assignments import Assignment, may_review
from survey.desk.forms import DeskForm, GiveForm, NoteForm, StepForm, TagForm
from survey.submissions.answer_drafts import AnswerDraft, ApprovalError, needs_approval
from survey.submissions.history import ReviewStep
from survey.submissions.models import DoneError, StateError, Submission
from survey.submissions.rights import leads, reviewed_forums, reviewers
from survey.submissions.steps import NOT_PURSUED, REASSIGN, SPAM, STEPS, Step, open_states


class Deed(NamedTuple):
    """A button of the desk: what it is called, its key, what it asks for and what it does."""

    name: str  # as buttons and forms send it
    label: str
    key: str
    many: str  # the action for many
    done: str  # the message afterwards
    form: Callable[..., DeskForm]
    do: Callable[[Submission, dict[str, Any], User], ReviewStep | None]  # a step gives its row
    asks: bool = True  # for words
    ready_texts: bool = False
    step: Step | None = None  # None: it is possible in every state
    onward: str = ""  # the button of its form that leads on to the next in the list
    comes_first: bool = False  # its form is open, before all others
    on_receipt: str = ""  # what the citizen then reads
    is_apart: bool = False  # from the others: it ends the work without an answer
    draft: Any = None  # of its words, if there is one
    hands_on: bool = False  # to a person; a step says it itself
    needs_approval: bool = False  # of its words, by a second person
    question: str = ""  # what is to be done, behind the number of submissions


def deeds() -> dict[str, Deed]:
    """Return all deeds by name, in the order of their buttons."""
    of_steps = (of_step(step) for step in STEPS.values() if step.button)
    return {deed.name: deed for deed in (*of_steps, GIVE, NOTE, TAG)}


def of_step(step: Step) -> Deed:
    return Deed(
        step.name,
        step.button,
        step.key,
        step.many,
        done=step.done or step.label,
        form=partial(StepForm, step),
        do=partial(take, step),
        asks=step.words is not None,
        ready_texts=step.ready_texts,
        step=step,
        onward=step.onward,
        on_receipt=step.for_citizen.replace(" {forum}", ""),
        is_apart=step.leads_to in (NOT_PURSUED, SPAM) or step.marks is not None,
        question=step.question,
    )


def deeds_with(submission: Submission) -> dict[str, Deed]:
    """Return the deeds with a submission: what lies with no Themenforum is placed first of all."""
    every = deeds()
    if submission.assigned_forum is None:
        every = {PLACE.name: PLACE} | every | {PLACE.name: PLACE}
        del every[TAG.name]
    if submission.assigned_forum is None or submission.state not in open_states():
        del every[GIVE.name]
    return every


def may_do(deed: Deed, row: Submission, user: User) -> bool:
    """Tell whether a deed is possible, and somebody's: what is urgent only Leitung hands on."""
    if deed.step is None:
        return not deed.hands_on or not row.urgent or leads(user)
    return row.allows(deed.step) and row.leaves_to(user, deed.step)


def take(step: Step, row: Submission, data: dict[str, Any], user: User) -> ReviewStep:
    if not row.leaves_to(user, step):
        raise StateError
    if data.get("hands_in"):
        raise ApprovalError
    if needs_approval(row, step):
        drafts = AnswerDraft.objects.filter(submission=row, verb=step.verb, text=data["text"])
        if not drafts.approved().exists():
            raise ApprovalError
    return row.take(step, user, data.get("text", ""), data.get("forum"), data["held"])


def write_note(row: Submission, data: dict[str, Any], user: User) -> None:
    row.notes.create(text=data["text"], by=user)


def give_tag(row: Submission, data: dict[str, Any], user: User) -> None:
    given = row.add_tag(data["text"])
    if given is None:
        raise DoneError
    data.get("given", []).append(given)


def give(row: Submission, data: dict[str, Any], user: User) -> None:
    person = data["person"]
    if not may_do(GIVE, row, user):
        raise StateError
    possible = row.state in open_states() and may_review(person or user, row.assigned_forum)
    if not possible:
        raise StateError
    if not Assignment.objects.give(row, person):
        raise DoneError


NOTE = Deed("note", "Notiz schreiben", "i", "", "Notiz gespeichert", NoteForm, write_note)
TAG = Deed(
    "tag",
    "Schlagwort geben",
    "s",
    "Schlagwort geben …",
    "Schlagwort gegeben",
    TagForm,
    give_tag,
    question="mit einem Schlagwort versehen",
)
GIVE = Deed(
    "give",
    "Vergeben",
    "v",
    "Vergeben …",
    "Vergeben",
    GiveForm,
    give,
    hands_on=True,
    question="vergeben",
)
PLACE = of_step(REASSIGN)._replace(
    label="Einem Themenforum zuordnen",
    done="Einem Themenforum zugeordnet",
    onward="Zuordnen und weiter",
    comes_first=True,
)


def deed_form(
    request: HttpRequest, deed: Deed, submission: Submission | None, *, sent: bool = False
) -> DeskForm:
    """Return the form of a deed: empty, or with what was sent."""
    form = deed.form(submission, request.POST if sent else None, prefix=deed.name)
    fields: dict[str, Any] = form.fields
    if "also" in fields:
        rows = Submission.objects.reviewed_by(member(request))
        fields["also"].queryset = rows.select_related("assigned_forum__ministry")
    if "person" in fields and submission is None:
        fields["person"].queryset = reviewers(reviewed_forums(member(request)))
    return form
