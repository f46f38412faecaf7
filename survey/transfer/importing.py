"""Submissions from a file that staff collected: CSV or XLSX, all rows or none.

First a plan says what will happen, then it is carried out. A row is known by its cells and by how
many equal ones stood before it, so the same file can be imported again without doubling, and what
was withdrawn since stays withdrawn. Nobody holds a receipt code for these rows.
"""

import codecs
import contextlib
import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from openpyxl.utils.escape import unescape

from forums.models import Forum
from ruhrdialog.lib.codes import REFERENCE, normalised
from ruhrdialog.lib.fields import OwnWordsField
from ruhrdialog.lib.tables import harmless
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.own_words import OWN_WORDS
from survey.transfer.unpacking import may_be_unpacked

Rows = list[list[str]]

MOST_ROWS = 100_000
MOST_COLUMNS = 50
MOST_LINES = 1_048_576  # rows of a sheet, empty ones included
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # OLE: .xls, and .xlsx with a password
BETWEEN_NAMES = re.compile("[,;]")
UMLAUTS_MISREAD = re.compile("|".join(sign.encode().decode("cp1252") for sign in "äöüÄÖÜß"))
IMPORT_LOCK = 6_120_817  # any number, the same for all imports
EARLIEST = date(2000, 1, 1)  # a day before is a slip of the pen
CHUNK = 1000  # rows of one query
WRITTEN = 100  # rows of one statement: long texts take milliseconds each, and pages have an end

COLUMNS = {
    "topic": ("Thema", "topic"),
    "reason": ("Begründung", "reason"),
    "proposal": ("Verbesserungsvorschlag", "Vorschlag", "proposal"),
    "further": ("Weitere Themen", "further topics", "further_interests"),
    "day": ("Tag", "day"),
    "source": ("Quelle", "source"),
}
UNKNOWN_REFERENCE = (
    "Diese Beitragsnummer gibt es hier nicht; vielleicht ist der Beitrag zurückgezogen. "
    "Soll er neu eingelesen werden, löschen Sie die Nummer aus der Datei."
)
SURPLUS = (
    "Rechts von der letzten Spalte steht noch etwas. "
    "Um einen Text mit Kommas oder Semikolons gehören Anführungszeichen."
)
TOO_LONG = (
    f"Ein Text in der Datei hat mehr als {csv.field_size_limit()} Zeichen. Vielleicht fehlt ein "
    "Anführungszeichen am Ende eines Textes."
)
# The reference is of a submission that is here already: the file was exported here.
NAMES = {**COLUMNS, "reference": ("Beitragsnummer",)}
TEXTS = {name: OwnWordsField(limit=limit) for name, limit in OWN_WORDS.items()}


class UnreadableError(Exception):
    """A file can't be imported at all; the message says why, in German."""


@dataclass
class Table:
    """The cells of a file as texts, the header first, and what to know of the reading (German)."""

    rows: Rows = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_table(data: bytes) -> Table:
    """Read a CSV or XLSX file. Raises UnreadableError."""
    if data.startswith(OLD_EXCEL):
        raise UnreadableError(
            "Das ist eine alte Excel-Datei (XLS) oder eine mit Kennwort. Bitte speichern Sie sie "
            "ohne Kennwort als XLSX oder CSV."
        )
    table = Table()
    read = read_xlsx if data.startswith(b"PK\x03\x04") else read_csv
    for number, row in enumerate(read(data, table.notes)):
        while row and not row[-1]:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise UnreadableError(f"Die Datei hat mehr als {MOST_COLUMNS} Spalten.")
        if len(table.rows) <= MOST_ROWS:
            table.rows.append(row)
        elif row or number > MOST_LINES:  # a sheet may go on with empty rows
            raise UnreadableError(f"Die Datei hat mehr als {MOST_ROWS} Zeilen.")
    return table


def read_csv(data: bytes, notes: list[str]) -> Iterator[list[str]]:
    """Yield the rows; comma, semicolon or tab."""
    text = decoded(data, notes)
    header = text.partition("\n")[0]
    delimiter = max(";,\t", key=header.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [as_meant(value) for value in row]
    except csv.Error as error:
        if "field limit" in str(error):
            raise UnreadableError(TOO_LONG) from error
        message = f"Die Datei ist keine CSV-Datei, die wir lesen können: {error}."
        raise UnreadableError(message) from error


def decoded(data: bytes, notes: list[str]) -> str:
    """Return the text of a file: UTF-8, Excel's "Unicode text", or what older Windows writes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    with contextlib.suppress(UnicodeDecodeError):
        text = data.decode("cp1252")
        if not UMLAUTS_MISREAD.search(text):  # otherwise it is UTF-8 with a damaged place
            notes.append(
                "Die Datei ist nicht in UTF-8 geschrieben und wurde als Windows-Text gelesen. "
                "Stimmen die Umlaute?"
            )
            return text
    raise UnreadableError(
        f"Zeile {line} enthält ein Zeichen, das wir nicht lesen können. "
        "Bitte speichern Sie die Datei als CSV in UTF-8."
    )


def as_meant(value: str) -> str:
    """Return a cell of a CSV file without the sign that keeps it from being a formula."""
    return value[1:] if value.startswith("'") and harmless(value[1:]) == value else value


def read_xlsx(data: bytes, notes: list[str]) -> Iterator[list[str]]:
    try:
        if not may_be_unpacked(data):
            raise UnreadableError(
                "Die Datei ist ausgepackt zu groß. Bitte speichern Sie sie als CSV."
            )
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet: Any = book.active
        if others := [name for name in book.sheetnames if name != sheet.title]:
            notes.append(f"Nur das Blatt „{sheet.title}“ wird gelesen, nicht: {', '.join(others)}.")
        sheet.reset_dimensions()  # the file's own statement of its size may be wrong
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            yield [as_text(value) for value in row] if row.count(None) < len(row) else []
    except UnreadableError:
        raise
    except Exception as error:  # whatever a broken file makes of a library
        raise UnreadableError("Die Datei ist keine XLSX-Datei, die wir lesen können.") from error


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return unescape(value) if isinstance(value, str) else str(value)


@dataclass
class Plan:
    """What an import will do; with errors it does nothing."""

    rows: int = 0  # with something in them
    submissions: list[Submission] = field(default_factory=list)  # new
    known: int = 0  # rows that were imported before
    repeated: int = 0  # rows that stand in the file more than once; all are imported
    own_topics: Counter[str] = field(default_factory=Counter)  # that are no Themenforum
    ignored: list[str] = field(default_factory=list)  # columns
    errors: list[str] = field(default_factory=list)

    def carry_out(self) -> int:
        """Store the new submissions, all or none; return how many. Raises UnreadableError."""
        if self.errors:
            raise UnreadableError("Die Datei hat noch Fehler.")
        with transaction.atomic():
            take_turn()
            known = already_there([bytes(each.receipt_hash) for each in self.submissions])
            new = [each for each in self.submissions if each.receipt_hash not in known]
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


def plan(rows: Rows, topic: Forum | None, source: str) -> Plan:
    """Return what the import of a table will do. Raises UnreadableError.

    `topic` and `source` (a value of Submission.Source) are for rows that name none.
    """
    header, *rows = rows or [[]]
    columns = known_columns(header)
    made = Plan(ignored=unknown_columns(header))
    judge = Judge(topic, source)
    known = known_references(rows, columns.pop("reference", None))
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for number, row in enumerate(rows, start=2):
        cells = {name: cell(row, place) for name, place in columns.items()}
        surplus = any(text.strip() for text in row[len(header) :])
        if not surplus and not any(text.strip() for text in cells.values()):
            continue
        made.rows += 1
        here = known.get(number)
        if here:
            made.known += 1
            continue
        key = tuple(cells.get(name, "") for name in COLUMNS)
        made.repeated += key in seen
        answers, errors = judge(cells)
        if here is False:
            errors.append(UNKNOWN_REFERENCE)
        if surplus:
            errors.append(SURPLUS)
        made.errors += [f"Zeile {number}: {error}" for error in errors]
        found.append((identity(key, seen[key]), answers))
        seen[key] += 1
    if not made.rows:
        raise UnreadableError("In der Datei steht kein Beitrag.")
    if not made.errors:
        choose(made, found)
    return made


def known_references(rows: Rows, place: int | None) -> dict[int, bool]:
    """Return, by the number of the row, whether the Beitragsnummer that it names is here."""
    if place is None:
        return {}
    named = {
        number: normalised(text)
        for number, row in enumerate(rows, start=2)
        if (text := cell(row, place)).strip()
    }
    possible = [reference for reference in named.values() if REFERENCE.fullmatch(reference)]
    here = in_parts(Submission, "reference", possible)
    return {number: reference in here for number, reference in named.items()}


def choose(made: Plan, found: list[tuple[bytes, dict[str, Any]]]) -> None:
    """Put into the plan what isn't there yet."""
    known = already_there([key for key, _ in found])
    for key, answers in found:
        if key in known:
            made.known += 1
            continue
        made.submissions.append(Submission.made_of(receipt_hash=key, **answers))
        if topic := answers["other_topic"]:
            made.own_topics[topic] += 1


def already_there(keys: list[bytes]) -> set[bytes]:
    """Return which rows were imported before, those that were withdrawn since too."""
    known = in_parts(Submission, "receipt_hash", keys) | in_parts(Withdrawal, "receipt_hash", keys)
    return set(map(bytes, known))


def in_parts(model: type[Model], name: str, values: list[Any]) -> set[Any]:
    """Return which of many values a column holds, by queries of CHUNK values."""
    found: set[Any] = set()
    for start in range(0, len(values), CHUNK):
        rows = model._default_manager.filter(
            **{f"{name}__in": values[start : start + CHUNK]}
        ).order_by()
        found.update(rows.values_list(name, flat=True))
    return found


def identity(key: tuple[str, ...], ordinal: int) -> bytes:
    """Return what stands for the hash of a receipt (32 bytes); no receipt code begins like this."""
    return hashlib.sha256(f"import {json.dumps([*key, ordinal])}".encode()).digest()


def column_of(name: str) -> str | None:
    wanted = name.strip().casefold()
    for column, names in NAMES.items():
        if wanted in map(str.casefold, names):
            return column
    return None


def unknown_columns(header: list[str]) -> list[str]:
    names = [(name.strip(), f"Spalte {place} ohne Namen") for place, name in enumerate(header, 1)]
    return [name or nameless for name, nameless in names if not column_of(name)]


def known_columns(header: list[str]) -> dict[str, int]:
    """Return where each known column stands. Raises UnreadableError."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if column := column_of(name):
            if column in places:
                raise UnreadableError(f"Die Spalte „{name.strip()}“ gibt es zweimal.")
            places[column] = place
    if not {"reason", "proposal", "topic"} & set(places):
        names = ", ".join(names[0] for names in COLUMNS.values())
        raise UnreadableError(f"In der ersten Zeile steht keine bekannte Spalte. Bekannt: {names}.")
    return places


def cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def shown(text: str) -> str:
    """Return what a message shows of a cell, which may be long."""
    return f"{text[:60]}…" if len(text) > 60 else text


class Judge:
    """Says what a row means and what is wrong with it."""

    def __init__(self, topic: Forum | None, source: str) -> None:
        forums = list(Forum.objects.all())
        self.forums = {name.casefold(): each for each in forums for name in (each.title, each.slug)}
        self.sources = {
            name.casefold(): each for each in Submission.Source for name in (each.label, each)
        }
        self.default_topic, self.default_source = topic, source
        self.today = timezone.localdate()

    def __call__(self, cells: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        """Return the answers of a row, and its errors in German."""
        answers: dict[str, Any] = {}
        errors: list[str] = []
        for name, (label, *_) in COLUMNS.items():
            try:
                answers |= getattr(self, f"read_{name}")(cells.get(name, ""))
            except ValidationError as error:
                errors += [f"{label}: {message}" for message in error.messages]
        if forum := answers.get("forum"):
            further = answers.get("further_interests", [])
            answers["further_interests"] = [key for key in further if key != forum.pk]
        return answers, errors

    def read_topic(self, text: str) -> dict[str, Any]:
        if not text.strip():
            if self.default_topic is None:
                raise ValidationError("Es fehlt, und es ist keines für alle gewählt.")
            return {"forum": self.default_topic, "other_topic": ""}
        if forum := self.forums.get(text.strip().casefold()):
            return {"forum": forum, "other_topic": ""}
        return {"forum": None, "other_topic": TEXTS["other_topic"].clean(text)}

    def read_reason(self, text: str) -> dict[str, Any]:
        return {"reason": TEXTS["reason"].clean(text)}

    def read_proposal(self, text: str) -> dict[str, Any]:
        return {"proposal": TEXTS["proposal"].clean(text)}

    def read_further(self, text: str) -> dict[str, Any]:
        names = [name.strip() for name in BETWEEN_NAMES.split(text) if name.strip()]
        if unknown := [name for name in names if name.casefold() not in self.forums]:
            raise ValidationError(f"Kein Themenforum: {shown(', '.join(unknown))}.")
        keys = {self.forums[name.casefold()].pk: None for name in names}  # each once, in order
        return {"further_interests": list(keys)}

    def read_day(self, text: str) -> dict[str, Any]:
        if not text.strip():
            return {"day": self.today}
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            with contextlib.suppress(ValueError):
                day = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - no time of day
                if not EARLIEST <= day <= self.today:
                    raise ValidationError(f"„{shown(text)}“ liegt nicht zwischen 2000 und heute.")
                return {"day": day}
        raise ValidationError(f"„{shown(text)}“ ist kein Tag wie 24.12.2018.")

    def read_source(self, text: str) -> dict[str, Any]:
        if not text.strip():
            return {"source": self.default_source}
        if source := self.sources.get(text.strip().casefold()):
            return {"source": source}
        raise ValidationError(
            f"„{shown(text)}“ kennen wir nicht. Möglich: {', '.join(Submission.Source.labels)}."
        )
