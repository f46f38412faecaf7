"""Submissions from a file that staff collected: CSV or XLSX, all rows or none.

First a plan says what will happen, then it is carried out. A row is known by its cells and by how
many equal ones stood before it, so the same file can be imported again without doubling, and what
was withdrawn since stays withdrawn. Nobody holds a receipt code for these rows.
"""

import contextlib
import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.fields import OwnWordsField
from survey.exporting import harmless
from survey.models import MAX_TEXT, MAX_TOPIC, Submission, Withdrawal

Table = list[list[str]]

MOST_ROWS = 100_000
MOST_COLUMNS = 50
MOST_UNPACKED = 50_000_000  # bytes: a small XLSX can hold more than fits in memory
EARLIEST = date(2000, 1, 1)  # a day before is a slip of the pen
CHUNK = 1000  # rows of one statement

COLUMNS = {
    "topic": ("Thema", "topic"),
    "reason": ("Begründung", "reason"),
    "proposal": ("Verbesserungsvorschlag", "Vorschlag", "proposal"),
    "further": ("Weitere Themen", "further topics", "further_interests"),
    "day": ("Tag", "day"),
    "source": ("Quelle", "source"),
}
TEXTS = {
    "topic": OwnWordsField(limit=MAX_TOPIC),
    "reason": OwnWordsField(limit=MAX_TEXT),
    "proposal": OwnWordsField(limit=MAX_TEXT),
}


class UnreadableError(Exception):
    """A file can't be imported at all; the message says why, in German."""


def read_table(data: bytes) -> Table:
    """Return the cells of a CSV or XLSX file as texts, the header first. Raises UnreadableError."""
    rows = read_xlsx(data) if data.startswith(b"PK\x03\x04") else read_csv(data)
    table = []
    for row in rows:
        while row and not row[-1]:
            row.pop()
        if len(table) > MOST_ROWS:
            raise UnreadableError(f"Die Datei hat mehr als {MOST_ROWS} Zeilen.")
        if len(row) > MOST_COLUMNS:
            raise UnreadableError(f"Die Datei hat mehr als {MOST_COLUMNS} Spalten.")
        table.append(row)
    return table


def read_csv(data: bytes) -> Iterator[list[str]]:
    """Yield the rows; comma, semicolon or tab, UTF-8 or as older Windows programs write."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    header = text.partition("\n")[0]
    delimiter = max(";,\t", key=header.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        message = f"Die Datei ist keine CSV-Datei, die wir lesen können: {error}."
        raise UnreadableError(message) from error


def read_xlsx(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > MOST_UNPACKED:
            raise UnreadableError("Die Datei ist ausgepackt zu groß.")
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            yield [as_text(value) for value in row]
    except UnreadableError:
        raise
    except Exception as error:  # whatever a broken file makes of a library
        raise UnreadableError("Die Datei ist keine XLSX-Datei, die wir lesen können.") from error


def as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


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
        try:
            with transaction.atomic():
                Submission.objects.bulk_create(self.submissions, batch_size=CHUNK)
        except IntegrityError as error:
            raise UnreadableError(
                "Die Datei wurde gerade schon einmal eingelesen. Bitte sehen Sie in der Liste nach."
            ) from error
        return len(self.submissions)


def plan(table: Table, topic: Forum | None, source: str) -> Plan:
    """Return what the import of a table will do. Raises UnreadableError.

    `topic` and `source` (a value of Submission.Source) are for rows that name none.
    """
    header, *rows = table or [[]]
    columns = known_columns(header)
    made = Plan(ignored=[name for name in header if name.strip() and not column_of(name)])
    judge = Judge(topic, source)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for number, row in enumerate(rows, start=2):
        cells = {name: cell(row, place) for name, place in columns.items()}
        if not any(text.strip() for text in cells.values()):
            continue
        key = tuple(cells.get(name, "") for name in COLUMNS)
        made.repeated += key in seen
        answers, errors = judge(cells)
        made.errors += [f"Zeile {number}: {error}" for error in errors]
        found.append((identity(key, seen[key]), answers))
        seen[key] += 1
    made.rows = len(found)
    if not found:
        raise UnreadableError("In der Datei steht kein Beitrag.")
    if not made.errors:
        choose(made, found)
    return made


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
    known: set[bytes] = set()
    for start in range(0, len(keys), CHUNK):
        for model in (Submission, Withdrawal):
            rows = model.objects.filter(receipt_hash__in=keys[start : start + CHUNK]).order_by()
            known.update(map(bytes, rows.values_list("receipt_hash", flat=True)))
    return known


def identity(key: tuple[str, ...], ordinal: int) -> bytes:
    """Return what stands for the hash of a receipt (32 bytes); no receipt code begins like this."""
    return hashlib.sha256(f"import {json.dumps([*key, ordinal])}".encode()).digest()


def column_of(name: str) -> str | None:
    wanted = name.strip().casefold()
    for column, names in COLUMNS.items():
        if wanted in map(str.casefold, names):
            return column
    return None


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
    """Return a cell as it was meant: without the sign that keeps it from being a formula."""
    text = row[place] if place < len(row) else ""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


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
        return {"forum": None, "other_topic": TEXTS["topic"].clean(text)}

    def read_reason(self, text: str) -> dict[str, Any]:
        return {"reason": TEXTS["reason"].clean(text)}

    def read_proposal(self, text: str) -> dict[str, Any]:
        return {"proposal": TEXTS["proposal"].clean(text)}

    def read_further(self, text: str) -> dict[str, Any]:
        names = [name.strip() for name in re.split("[,;]", text) if name.strip()]
        if unknown := [name for name in names if name.casefold() not in self.forums]:
            raise ValidationError(f"Kein Themenforum: {', '.join(unknown)}.")
        keys = {self.forums[name.casefold()].pk: None for name in names}  # each once, in order
        return {"further_interests": list(keys)}

    def read_day(self, text: str) -> dict[str, Any]:
        if not text.strip():
            return {"day": self.today}
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            with contextlib.suppress(ValueError):
                day = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - no time of day
                if not EARLIEST <= day <= self.today:
                    raise ValidationError(f"„{text}“ liegt nicht zwischen 2000 und heute.")
                return {"day": day}
        raise ValidationError(f"„{text}“ ist kein Tag wie 24.12.2018.")

    def read_source(self, text: str) -> dict[str, Any]:
        if not text.strip():
            return {"source": self.default_source}
        if source := self.sources.get(text.strip().casefold()):
            return {"source": source}
        raise ValidationError(
            f"„{text}“ kennen wir nicht. Möglich: {', '.join(Submission.Source.labels)}."
        )
