"""Submissions from a file that staff collected: CSV or XLSX, all rows or none.

First a plan says what will happen, then it is carried out. A row is known by its cells and by how
many equal ones stood before it, so the same file can be imported again without doubling, and what
was withdrawn since stays withdrawn. Nobody holds a receipt code for these rows.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.codes import REFERENCE, normalised
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.fields import OwnWordsField
from ruhrdialog.lib.normal_form import folded, is_blank
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.own_words import OWN_WORDS
from survey.transfer.columns import (
    COLUMNS,
    chosen_places,
    joined_cells,
    places_of,
    unread_columns,
)
from survey.transfer.damage import what_is_damaged
from survey.transfer.days import day_in
from survey.transfer.identity import Identities
from survey.transfer.models import ImportRecord
from survey.transfer.table import Rows, UnreadableError, shown

BETWEEN_NAMES = re.compile("[,;]")
IMPORT_LOCK = 6_120_817  # any number, the same for all imports
EARLIEST = date(2000, 1, 1)  # a day before is a slip of the pen
LONGEST_NAME = 200  # signs
LONGEST_FILE = 120  # signs of a file's name, of which the end tells most
CHUNK = 1000  # rows of one query
WRITTEN = 100  # rows of one statement: long texts take milliseconds each, and pages have an end

UNKNOWN_REFERENCE = (
    "Diese Beitragsnummer gibt es hier nicht; vielleicht ist der Beitrag zurückgezogen. "
    "Soll er neu eingelesen werden, löschen Sie die Nummer aus der Datei."
)
SURPLUS = (
    "Rechts von der letzten Spalte steht noch etwas. "
    "Um einen Text mit Kommas oder Semikolons gehören Anführungszeichen."
)
TEXTS = {name: OwnWordsField(limit=limit) for name, limit in OWN_WORDS.items()}


@dataclass
class Plan:
    """What an import will do; with errors it does nothing."""

    rows: int = 0  # with something in them
    submissions: list[Submission] = field(default_factory=list)  # new
    known: int = 0  # rows that were imported before, and are there
    gone: int = 0  # that were imported before, and withdrawn or erased since
    repeated: int = 0  # rows that stand in the file more than once; all are imported
    own_topics: Counter[str] = field(default_factory=Counter)  # that are no Themenforum
    ignored: list[str] = field(default_factory=list)  # columns
    errors: list[str] = field(default_factory=list)
    source: str = ""  # of the rows that name none

    def carry_out(self, by: User | None = None, file: str = "") -> int:
        """Store the new submissions, all or none; return how many. Raises UnreadableError.

        `by` nobody it was the operator.
        """
        if self.errors:
            raise UnreadableError("Die Datei hat noch Fehler.")
        with transaction.atomic():
            take_turn()
            known, gone = imported_before([bytes(each.receipt_hash) for each in self.submissions])
            new = [each for each in self.submissions if each.receipt_hash not in known | gone]
            Event.objects.write(Event.What.IMPORT, by, f"Beiträge: {len(new)}")
            batch = ImportRecord.objects.create(
                by=by, file=file[-LONGEST_FILE:], source=self.source, number=len(new)
            )
            for each in new:
                each.batch = batch.pk
            for start in range(0, len(new), WRITTEN):
                chunk = new[start : start + WRITTEN]
                Submission.objects.draw_references(chunk)
                Submission.objects.bulk_create(chunk)
        return len(new)


def take_turn() -> None:
    """Let one import run at a time, to the end of its transaction. Raises UnreadableError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise UnreadableError(
                "Es wird gerade eine Datei eingelesen. Bitte versuchen Sie es danach noch einmal."
            )


def plan(
    rows: Rows,
    topic: Forum | None,
    source: str,
    day: date | None = None,
    chosen: list[str] | None = None,
) -> Plan:
    """Return what the import of a table will do. Raises UnreadableError.

    `topic`, `source` (a value of Submission.Source) and `day` (else today) are for rows that name
    none. `chosen` says of each column which it is, where their names don't (UnknownColumnsError).
    """
    (first, header), *rows = rows or [(1, [])]
    refuse_damaged(first, header)
    places = columns_of(first, header, chosen)
    columns = {name: found[0] for name, found in places.items()}
    known = known_references(rows, columns.pop("reference", None))
    used = [place for found in places.values() for place in found]
    made = Plan(ignored=unread_columns(header, used), source=source)
    judge, identities = Judge(topic, source, day), Identities()
    found = []
    for number, row in rows:
        cells = {name: joined_cells(row, places[name]) for name in columns}
        surplus = [text for text in row[len(header) :] if not is_blank(text)]
        if not surplus and all(map(is_blank, cells.values())):
            continue
        made.rows += 1
        if known.get(number):
            made.known += 1
            continue
        answers, errors = judge(cells)
        if number in known:
            errors.append(UNKNOWN_REFERENCE)
        if surplus:
            errors.append(SURPLUS)
        made.errors += damage(number, cells, columns) or [f"Zeile {number}: {e}" for e in errors]
        if not made.errors:
            found.append(Found(*identities.of(cells, answers), answers))
    if not made.rows:
        raise UnreadableError("In der Datei steht kein Beitrag.")
    made.repeated = identities.repeated()
    if not made.errors:
        choose(made, found)
    return made


def columns_of(number: int, header: list[str], chosen: list[str] | None) -> dict[str, list[int]]:
    """Return where each column stands, as its name says or as somebody chose."""
    if chosen is not None:
        return chosen_places(chosen)
    return {name: [place] for name, place in places_of(number, header).items()}


def refuse_damaged(number: int, header: list[str]) -> None:
    """Raise UnreadableError for a name of a column that looks damaged."""
    for place, name in enumerate(header, start=1):
        if error := what_is_damaged(name):
            raise UnreadableError(f"Zeile {number}, Spalte {place}: {error}")


def damage(number: int, cells: dict[str, str], columns: dict[str, int]) -> list[str]:
    """Return, for each cell of a row that looks damaged, where it is and what is wrong."""
    told = {name: what_is_damaged(text) for name, text in cells.items()}
    return [
        f"Zeile {number}, Spalte {columns[name] + 1} ({COLUMNS[name][0]}): {error}"
        for name, error in told.items()
        if error
    ]


def known_references(rows: Rows, place: int | None) -> dict[int, bool]:
    """Return, by the number of the row, whether the Beitragsnummer that it names is here."""
    if place is None:
        return {}
    named = {
        number: normalised(text) for number, row in rows if not is_blank(text := cell(row, place))
    }
    possible = [reference for reference in named.values() if REFERENCE.fullmatch(reference)]
    here = in_parts(Submission, "reference", possible)
    return {number: reference in here for number, reference in named.items()}


class Found(NamedTuple):
    """What a row of a file brings, and by what it is known."""

    key: bytes
    former: bytes  # by which version 0.1.0 knew it
    answers: dict[str, Any]


def choose(made: Plan, found: list[Found]) -> None:
    """Put into the plan what isn't there yet."""
    known, gone = imported_before([key for row in found for key in (row.key, row.former)])
    for key, former, answers in found:
        if not known.isdisjoint((key, former)):
            made.known += 1
            continue
        if not gone.isdisjoint((key, former)):
            made.gone += 1
            continue
        forum, further = answers["forum"], answers["further_interests"]
        answers["further_interests"] = [pk for pk in further if not forum or pk != forum.pk]
        made.submissions.append(Submission.made_of(receipt_hash=key, **answers))
        if topic := answers["other_topic"]:
            made.own_topics[topic] += 1


def imported_before(keys: list[bytes]) -> tuple[set[bytes], set[bytes]]:
    """Return which rows were imported and are there, and which were withdrawn or erased since."""
    there, gone = (in_parts(model, "receipt_hash", keys) for model in (Submission, Withdrawal))
    return set(map(bytes, there)), set(map(bytes, gone))


def in_parts(model: type[Model], name: str, values: list[Any]) -> set[Any]:
    """Return which of many values a column holds, by queries of CHUNK values."""
    found: set[Any] = set()
    for start in range(0, len(values), CHUNK):
        rows = model._default_manager.filter(
            **{f"{name}__in": values[start : start + CHUNK]}
        ).order_by()
        found.update(rows.values_list(name, flat=True))
    return found


def cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def name_of(text: str) -> str:
    """Return a name in the form in which it is looked up."""
    return folded(text) if len(text) <= LONGEST_NAME else ""


class Judge:
    """Says what a row means and what is wrong with it."""

    def __init__(self, topic: Forum | None, source: str, day: date | None = None) -> None:
        forums = list(Forum.objects.all())
        self.forums = {name_of(name): each for each in forums for name in (each.title, each.slug)}
        self.sources = {
            name_of(name): each for each in Submission.Source for name in (each.label, each)
        }
        self.default_topic, self.default_source = topic, source
        self.today = timezone.localdate()
        self.default_day = day or self.today

    def __call__(self, cells: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        """Return the answers of a row, and its errors in German."""
        answers: dict[str, Any] = {}
        errors: list[str] = []
        for name, (label, *_) in COLUMNS.items():
            try:
                answers |= getattr(self, f"read_{name}")(cells.get(name, ""))
            except ValidationError as error:
                errors += [f"{label}: {message}" for message in error.messages]
        return answers, errors

    def read_topic(self, text: str) -> dict[str, Any]:
        if is_blank(text):
            if self.default_topic is None:
                raise ValidationError("Es fehlt, und es ist keines für alle gewählt.")
            return {"forum": self.default_topic, "other_topic": ""}
        if forum := self.forums.get(name_of(text)):
            return {"forum": forum, "other_topic": ""}
        return {"forum": None, "other_topic": TEXTS["other_topic"].clean(text)}

    def read_reason(self, text: str) -> dict[str, Any]:
        return {"reason": TEXTS["reason"].clean(text)}

    def read_proposal(self, text: str) -> dict[str, Any]:
        return {"proposal": TEXTS["proposal"].clean(text)}

    def read_further(self, text: str) -> dict[str, Any]:
        names = [name.strip() for name in BETWEEN_NAMES.split(text) if not is_blank(name)]
        if unknown := [name for name in names if name_of(name) not in self.forums]:
            raise ValidationError(f"Kein Themenforum: {shown(', '.join(unknown))}.")
        keys = {self.forums[name_of(name)].pk: None for name in names}  # each once, in order
        return {"further_interests": list(keys)}

    def read_day(self, text: str) -> dict[str, Any]:
        if is_blank(text):
            return {"day": self.default_day}
        day = day_in(text)
        if not EARLIEST <= day <= self.today:
            raise ValidationError(f"„{shown(text)}“ liegt nicht zwischen 2000 und heute.")
        return {"day": day}

    def read_source(self, text: str) -> dict[str, Any]:
        if is_blank(text):
            return {"source": self.default_source}
        if source := self.sources.get(name_of(text)):
            return {"source": source}
        raise ValidationError(
            f"„{shown(text)}“ kennen wir nicht. Möglich: {', '.join(Submission.Source.labels)}."
        )
