"""Submissions for other programs: CSV for Excel, XLSX, JSON Lines. No e-mail address is in any.

CSV and JSON Lines stream, so that a million rows take no memory.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from typing import IO, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from forums.models import Forum
from ruhrdialog.lib.codes import grouped
from ruhrdialog.lib.signs import LINE_BREAK, held
from ruhrdialog.lib.tables import CSV_START, csv_line
from survey.submissions.history import HeldStep
from survey.submissions.models import Submission, Tag
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.personal_data import found, may_hold
from survey.submissions.steps import states

COLUMNS = (
    *("Beitragsnummer", "Tag", "Thema", "Zuständiges Themenforum", "Ministerium", "Stand"),
    *("Begründung", "Verbesserungsvorschlag", "Weitere Themen", "Schlagworte"),
    *("Darf veröffentlicht werden", "Bitte prüfen", "Quelle", "Vielleicht persönliche Angaben"),
)
# What is read of each row, in this order.
FIELDS = (
    *("day", "reference", "forum_id", "assigned_forum_id", "state", "further_interests"),
    *("tag_keys", "publication_consent", "check_reason", "source", *OWN_WORDS),
)
WIDTHS = (
    16,
    12,
    32,
    32,
    40,
    20,
    60,
    60,
    40,
    24,
    12,
    32,
    14,
    28,
)  # signs, of the workbook's columns
CHUNK = 2000  # rows of one query

Cell = str | date | bool | list[str]


def as_csv(submissions: QuerySet[Submission]) -> Iterator[bytes]:
    """Yield a CSV file that Excel opens with the right umlauts and columns."""
    yield CSV_START + csv_line(COLUMNS).encode()
    for chunk in rows(submissions):
        yield "".join([csv_line(map(as_text, row)) for row in chunk]).encode()


def as_json_lines(submissions: QuerySet[Submission]) -> Iterator[bytes]:
    """Yield JSON objects, one a line: days as ISO 8601, lists, booleans, texts as written."""
    for chunk in rows(submissions):
        objects = (dict(zip(COLUMNS, row, strict=True)) for row in chunk)
        lines = (json.dumps(each, ensure_ascii=False, default=date.isoformat) for each in objects)
        yield "".join([f"{LINE_BREAK.sub(escaped, line)}\n" for line in lines]).encode()


def escaped(sign: re.Match[str]) -> str:
    """Return a sign as JSON writes it: programs that read by lines take U+0085 for an end."""
    return f"\\u{ord(sign[0]):04x}"


def as_xlsx(submissions: QuerySet[Submission]) -> IO[bytes]:
    """Return a workbook as an open temporary file: days are days, every other cell is a text."""
    import xlsxwriter  # when somebody wants one: it takes 6 MB

    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = workbook.add_worksheet("Beiträge")
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, COLUMNS, workbook.add_format({"bold": True}))
    as_day = workbook.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    for number, row in enumerate(chain.from_iterable(rows(submissions)), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, as_day)
            else:
                sheet.write_string(number, column, held(as_text(cell)))
    workbook.close()
    file.seek(0)
    return file


def as_text(cell: Cell) -> str:
    """Return a cell as people read it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    return german(cell) if isinstance(cell, date) else ", ".join(cell)


def rows(submissions: QuerySet[Submission]) -> Iterator[Iterator[list[Cell]]]:
    """Yield the cells of the submissions, the newest first, CHUNK rows at a time.

    They say what the citizens see: a step that may be taken back stands in no file. Each row is
    gone before the next: thousands at once would set the collection of garbage going.
    """
    writer = Writer()
    for chunk in in_chunks(submissions):
        writer.ask_what_is_held()
        yield (writer.cells(*fields) for fields in chunk)


class Writer:
    """Writes a row for people: names in the place of keys."""

    def __init__(self) -> None:
        self.forums = {forum.pk: forum.title for forum in Forum.objects.all()}
        self.ministries = dict(Forum.objects.values_list("pk", "ministry__name"))
        self.tags = dict(Tag.objects.order_by("name").values_list("pk", "name"))
        self.states = {str(state): state.label for state in states()}
        self.sources = dict(Submission.Source.choices)
        self.before: dict[str, tuple[int | None, str, str]] = {}

    def ask_what_is_held(self) -> None:
        """Remember how submissions with a held step were before it."""
        columns = "submission__reference", "assigned_forum", "state", "check_reason"
        first = HeldStep.objects.first_of_each().values_list(*columns)
        self.before = {reference: (forum, *others) for reference, forum, *others in first}

    def cells(
        self,
        day: date,
        reference: str,
        forum: int | None,
        assigned: int | None,
        state: str,
        further: list[int],
        tags: list[int],
        consent: bool,
        check_reason: str,
        source: str,
        *own_words: str,
    ) -> list[Cell]:
        """Return a cell for each of COLUMNS, of the FIELDS of a row."""
        topic, reason, proposal = own_words
        forums = self.forums
        if reference in self.before:
            assigned, state, check_reason = self.before[reference]
        return [
            grouped(reference),
            day,
            forums[forum] if forum else topic,
            forums[assigned] if assigned else "",
            self.ministries[assigned] if assigned else "",
            self.states[state],
            reason,
            proposal,
            named(further, forums),
            named(tags, self.tags),
            consent,
            check_reason,
            self.sources[source],
            personal_data(*own_words),
        ]


def named(keys: list[int], names: dict[int, str]) -> list[str]:
    """Return the names of some keys in the order of all, whatever it was when they were stored."""
    return [name for key, name in names.items() if key in keys] if keys else []


@cache
def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def personal_data(*texts: str) -> str:
    """Return what the texts seem to hold; of most, one look at all three shows nothing."""
    if not may_hold("\n".join(texts)):
        return ""
    return ", ".join(sorted({each.kind for text in texts for each in found(text)}))


def in_chunks(submissions: QuerySet[Submission]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the FIELDS of each row once, by many short queries: none runs into a page's limits."""
    tags = Submission.tags.through.objects.filter(submission=OuterRef("pk")).values("tag")
    tagged = submissions.annotate(tag_keys=ArraySubquery(tags))
    ordered = tagged.order_by("-day", "-reference").values_list(*FIELDS)
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield chunk
        day, reference, *_ = chunk[-1]
        # `day__lte` besides: the index then begins there.
        further = Q(day__lt=day) | Q(day=day, reference__lt=reference)
        chunk = list(ordered.filter(further, day__lte=day)[:CHUNK])
