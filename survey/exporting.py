"""Submissions for other programs: CSV for Excel, XLSX, JSON Lines. No e-mail address is in any.

CSV and JSON Lines stream, so that a million rows take no memory.
"""

import csv
import json
import re
import tempfile
from collections.abc import Iterator
from typing import IO

import xlsxwriter
from django.db.models import Q, QuerySet

from forums.models import Forum
from survey.models import Submission
from survey.personal_data import kinds_found

COLUMNS = (
    *("Beitragsnummer", "Tag", "Thema", "Zuständiges Themenforum", "Ministerium", "Stand"),
    *("Begründung", "Verbesserungsvorschlag", "Weitere Themen", "Schlagworte"),
    *("Darf veröffentlicht werden", "Bitte prüfen", "Vielleicht persönliche Angaben"),
)
CHUNK = 2000  # rows of one query
# What Excel takes for a formula (OWASP, CSV Injection), the full-width forms of it included.
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")


class _Line:
    """A file that hands back what is written to it, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def as_csv(submissions: QuerySet[Submission]) -> Iterator[bytes]:
    """Yield the lines of a CSV file that Excel opens with the right umlauts and columns."""
    writer = csv.writer(_Line(), delimiter=";")
    yield b"\xef\xbb\xbf" + writer.writerow(COLUMNS).encode()
    for row in rows(submissions):
        yield writer.writerow([harmless(value) for value in row]).encode()


def as_json_lines(submissions: QuerySet[Submission]) -> Iterator[bytes]:
    """Yield one JSON object a line; texts stand as they were written."""
    for row in rows(submissions):
        values = dict(zip(COLUMNS, row, strict=True))
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def as_xlsx(submissions: QuerySet[Submission]) -> IO[bytes]:
    """Return a workbook as an open temporary file; every cell is typed as text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = workbook.add_worksheet("Beiträge")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, workbook.add_format({"bold": True}))
    for number, row in enumerate(rows(submissions), start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    workbook.close()
    file.seek(0)
    return file


def rows(submissions: QuerySet[Submission]) -> Iterator[list[str]]:
    """Yield the cells of each submission, the newest first."""
    forums = {forum.pk: forum for forum in Forum.objects.select_related("ministry")}
    for submission in in_chunks(submissions):
        assigned = forums.get(submission.assigned_forum_id)
        further = [forums[key].title for key in submission.further_interests if key in forums]
        kinds = {kind for text in submission.own_words() if text for kind in kinds_found(text)}
        yield [
            submission.shown_reference,
            f"{submission.day:%d.%m.%Y}",
            forums[submission.forum_id].title if submission.forum_id else submission.other_topic,
            assigned.title if assigned else "",
            assigned.ministry.name if assigned else "",
            submission.get_state_display(),
            submission.reason,
            submission.proposal,
            ", ".join(further),
            ", ".join(sorted(tag.name for tag in submission.tags.all())),
            "ja" if submission.publication_consent else "nein",
            submission.check_reason,
            ", ".join(sorted(kinds)),
        ]


def in_chunks(submissions: QuerySet[Submission]) -> Iterator[Submission]:
    """Yield each row once, by many short queries: none runs into the limits of a page."""
    ordered = submissions.order_by("-day", "-reference").defer("search_vector")
    ordered = ordered.prefetch_related("tags")
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield from chunk
        last = chunk[-1]
        # `day__lte` besides: the index then begins there.
        further = Q(day__lt=last.day) | Q(day=last.day, reference__lt=last.reference)
        chunk = list(ordered.filter(further, day__lte=last.day)[:CHUNK])


def harmless(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) else value
