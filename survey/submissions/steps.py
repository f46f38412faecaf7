"""The steps of the work on a submission: one row each, from which all else is read.

The model takes a step as its row says; the desk's buttons, forms and actions, the queues, the
receipt, the export and the constraint of the state read the rows. A new step is a new row here, and
a migration if it leads to a new state.
"""

from dataclasses import dataclass
from typing import NamedTuple


class State(str):
    """What a submission can be: the value that is stored.

    `label` is what staff call it. `queue` is where it waits: for a reader ("unread"), for the work
    ("waiting") or for the citizen; in no queue there is nothing more to be done.
    """

    label: str
    queue: str

    def __new__(cls, value: str, label: str, queue: str = "") -> "State":
        state = super().__new__(cls, value)
        state.label, state.queue = label, queue
        return state


STATES = RECEIVED, COUNTED, READ, FORWARDED, ASKED_BACK, ANSWERED, NOT_PURSUED, SPAM = (
    State("received", "Eingegangen", queue="unread"),
    State("counted", "Gezählt"),
    State("read", "Gelesen", queue="waiting"),
    State("forwarded", "Weitergegeben", queue="waiting"),
    State("asked_back", "Rückfrage", queue="citizen"),
    State("answered", "Beantwortet"),
    State("not_pursued", "Nicht weiterverfolgt"),
    State("spam", "Aussortiert"),
)
OPEN = (RECEIVED, READ, FORWARDED, ASKED_BACK)
CLOSED = (ANSWERED, NOT_PURSUED, SPAM)


class Words(NamedTuple):
    """The words that a step wants of staff: the field's label, what to say if it is empty, help."""

    label: str
    missing: str
    help: str


@dataclass(frozen=True)
class Step:
    """A step: how it is stored, when it is possible, what it does, and what people see of it."""

    name: str  # as buttons and forms send it
    verb: str  # as it is stored
    after: tuple[State, ...]  # from which states it goes
    leads_to: State | None  # None: the state stays
    label: str  # for staff, in the history
    for_citizen: str  # on the receipt, {forum} in it; empty: the receipt doesn't show it
    headline: str = ""  # of the receipt, as long as nothing follows
    says: str = ""  # to the citizen, where staff write nothing
    needs: str = ""  # a field that must not be empty
    clears: str = ""  # a field that it empties; what stood there is kept as the step's note
    restores: str = ""  # a field that gets what it needs
    names_forum: bool = False  # keeps which Themenforum it was
    moves: bool = False  # to another Themenforum
    notes: bool = False  # its words are a note for staff
    hands_on: bool = False  # of what is urgent only Leitung may
    marks: bool | None = None  # whether it is urgent from then on; it is Leitung that settles it
    words: Words | None = None
    button: str = ""  # empty: no submission's page has it
    done: str = ""  # the message afterwards, if it isn't the label
    key: str = ""  # that presses the button
    goes_on: bool = False  # whether the reader is done with it, and goes on in the list
    onward: str = ""  # what its button is then called, if it asks for words
    many: str = ""  # the action for many; dots say that words are asked for first
    question: str = ""  # what it is to do, behind "78 Beiträge"
    ready_texts: bool = False  # whether ready texts fit
    for_similar: bool = False  # whether similar submissions can get the same words


SORTED_OUT = (
    "Ihr Beitrag sah für uns nach Werbung oder Missbrauch aus. Stimmt das nicht? Bitte rufen Sie "
    "uns an und nennen Sie die Beitragsnummer."
)

MARK_READ = Step(
    "read",
    "read",
    after=(RECEIVED,),
    leads_to=READ,
    label="Gelesen",
    for_citizen="Gelesen",
    headline="Ihr Beitrag ist gelesen",
    button="Gelesen und weiter",
    done="Als gelesen vermerkt",
    key="g",
    goes_on=True,
    many="Gelesen",
    question="als gelesen kennzeichnen",
)
MARK_UNREAD = Step(
    "mark_unread",
    "marked_unread",
    after=(READ,),
    leads_to=RECEIVED,
    label="Wieder ungelesen",
    for_citizen="",  # somebody did read it
    button="Doch ungelesen",
    key="m",
    many="Doch ungelesen",
    question="als ungelesen kennzeichnen",
)
HAND_OVER = Step(
    "hand_over",
    "handed_over",
    after=(RECEIVED, READ),
    leads_to=FORWARDED,
    label="Weitergegeben an das Themenforum",
    for_citizen="Weitergegeben an das Themenforum {forum}",
    headline="Ihr Beitrag ist weitergegeben",
    needs="assigned_forum",
    names_forum=True,
    hands_on=True,
    button="An das Themenforum weitergeben",
    key="f",
    goes_on=True,
    many="An das Themenforum weitergeben",
    question="an das Themenforum weitergeben",
)
RELEASE = Step(
    "release",
    "released",
    after=OPEN,
    leads_to=None,
    label="Geprüft: in Ordnung",
    for_citizen="",
    needs="check_reason",
    clears="check_reason",
    button="In Ordnung",
    key="o",
    many="In Ordnung",
    question="als in Ordnung kennzeichnen",
)
RECHECK = Step(
    "recheck",
    "rechecked",
    after=OPEN,
    leads_to=None,
    label="Doch zu prüfen",
    for_citizen="",
    needs="settled_reason",
    restores="check_reason",
    button="Doch prüfen",
    key="d",
    many="Doch prüfen",
    question="doch prüfen",
)
MARK_URGENT = Step(
    "mark_urgent",
    "marked_urgent",
    after=(*OPEN, *CLOSED),
    leads_to=None,
    label="Als dringend gemeldet",
    for_citizen="",
    needs="is_not_urgent",
    marks=True,
    button="Als dringend melden",
    key="t",
)
SETTLE_URGENT = Step(
    "settle_urgent",
    "settled_urgent",
    after=(*OPEN, *CLOSED),
    leads_to=None,
    label="Nicht mehr dringend",
    for_citizen="",
    needs="urgent",
    marks=False,
    button="Nicht mehr dringend",
    key="k",
)
REOPEN = Step(
    "reopen",
    "reopened",
    after=CLOSED,
    leads_to=READ,
    label="Wieder aufgenommen",
    for_citizen="Wieder aufgenommen",
    headline="Ihr Beitrag ist wieder aufgenommen",
    button="Wieder aufnehmen",
    key="u",
    many="Wieder aufnehmen",
    question="wieder aufnehmen",
)
SORT_OUT = Step(
    "sort_out",
    "sorted_out",
    after=OPEN,
    leads_to=SPAM,
    label="Als Werbung oder Missbrauch aussortiert",
    for_citizen="Nicht weiterverfolgt",
    headline="Ihr Beitrag wird nicht weiterverfolgt",
    says=SORTED_OUT,
    button="Als Werbung aussortieren",
    key="x",
    goes_on=True,
    many="Als Werbung aussortieren",
    question="als Werbung aussortieren",
)
ANSWER = Step(
    "answer",
    "answered",
    after=OPEN,
    leads_to=ANSWERED,
    label="Beantwortet",
    for_citizen="Beantwortet",
    headline="Das Themenforum hat Ihnen geantwortet",
    words=Words(
        "Antwort",
        "Bitte schreiben Sie eine Antwort.",
        "Steht auf dem Beleg der Bürgerin oder des Bürgers.",
    ),
    button="Antworten",
    done="Antwort gespeichert",
    key="a",
    goes_on=True,
    onward="Antworten und weiter",
    many="Antworten …",
    question="beantworten",
    ready_texts=True,
    for_similar=True,
)
CORRECT = Step(
    "correct",
    "corrected",
    after=(ANSWERED,),
    leads_to=None,
    label="Antwort berichtigt",
    for_citizen="Beantwortet",  # in the place of the answer, with the day
    words=Words(
        "Neue Fassung der Antwort",
        "Bitte schreiben Sie die neue Fassung.",
        "Steht statt der bisherigen auf dem Beleg, mit „Geändert am …“.",
    ),
    button="Antwort berichtigen",
    key="b",
    many="Antwort berichtigen …",
    question="neu beantworten",
    ready_texts=True,
)
ASK_BACK = Step(
    "ask_back",
    "asked_back",
    after=(RECEIVED, READ, FORWARDED),
    leads_to=ASKED_BACK,
    label="Rückfrage",
    for_citizen="Rückfrage",
    headline="Das Themenforum hat eine Frage an Sie",
    words=Words(
        "Rückfrage",
        "Bitte schreiben Sie eine Frage.",
        "Auf dem Beleg, mit einem Feld zum Antworten.",
    ),
    button="Zurückfragen",
    done="Rückfrage gespeichert",
    key="r",
    goes_on=True,
    onward="Fragen und weiter",
    ready_texts=True,
)
REASSIGN = Step(
    "reassign",
    "reassigned",
    after=OPEN,
    leads_to=RECEIVED,
    label="Weitergegeben an ein anderes Themenforum",
    for_citizen="Weitergegeben an das Themenforum {forum}",
    headline="Ihr Beitrag ist weitergegeben",
    names_forum=True,
    hands_on=True,
    moves=True,
    notes=True,
    words=Words(
        "Notiz für das Themenforum", "Bitte schreiben Sie, warum.", "Nur für Beschäftigte."
    ),
    button="An ein anderes Themenforum weitergeben",
    key="w",
    goes_on=True,
    onward="Weitergeben und weiter",
    many="An ein anderes Themenforum weitergeben …",
    question="an ein anderes Themenforum weitergeben",
)
NOT_PURSUE = Step(
    "not_pursue",
    "not_pursued",
    after=OPEN,
    leads_to=NOT_PURSUED,
    label="Nicht weiterverfolgt",
    for_citizen="Nicht weiterverfolgt",
    headline="Ihr Beitrag wird nicht weiterverfolgt",
    words=Words(
        "Warum wird der Beitrag nicht weiterverfolgt?",
        "Bitte nennen Sie den Grund.",
        "Steht auf dem Beleg.",
    ),
    button="Nicht weiterverfolgen",
    key="e",
    goes_on=True,
    onward="Beenden und weiter",
    many="Nicht weiterverfolgen …",
    question="nicht weiterverfolgen",
    ready_texts=True,
)
# Taken with the draft of an answer, see survey/desk/answers.py.
APPROVE = Step(
    "approve_draft",
    "draft_approved",
    after=(*OPEN, ANSWERED),
    leads_to=None,
    label="Antwort freigegeben",
    for_citizen="",
)
RETURN = Step(
    "return_draft",
    "draft_returned",
    after=(*OPEN, ANSWERED),
    leads_to=None,
    label="Antwort zurückgegeben",
    for_citizen="",
    notes=True,
    words=Words(
        "Bemerkung zum Zurückgeben",
        "Bitte schreiben Sie, was an der Antwort zu ändern ist.",
        "Liest, wer die Antwort schrieb.",
    ),
)
REPLY = Step(
    "reply",
    "replied",
    after=(ASKED_BACK,),
    leads_to=RECEIVED,
    label="Antwort auf die Rückfrage",
    for_citizen="Ihre Antwort",
    headline="Danke! Ihre Antwort ist angekommen.",
)
# By the name that is stored, in the order of the desk's buttons.
STEPS = {
    step.verb: step
    for step in (
        *(MARK_READ, MARK_UNREAD, HAND_OVER, RELEASE, RECHECK, REOPEN, SORT_OUT),
        *(MARK_URGENT, SETTLE_URGENT),
        *(ANSWER, CORRECT, ASK_BACK, REASSIGN, NOT_PURSUE, APPROVE, RETURN, REPLY),
    )
}


def states() -> list[State]:
    """Return all states, in the order of the work."""
    further = (step.leads_to for step in STEPS.values() if step.leads_to)
    return list(dict.fromkeys((*STATES, *further)))


def states_in(queue: str) -> list[State]:
    """Return the states of what waits in a queue."""
    return [state for state in states() if state.queue == queue]


def open_states() -> list[State]:
    """Return the states in which somebody is still to do something."""
    return [state for state in states() if state.queue]
