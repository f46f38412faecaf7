"""Submissions for other programs: CSV for Excel, XLSX, JSON Lines. No e-mail address is in any.

CSV and JSON Lines stream, so that a million rows take no memory.
"""

import csv
import io
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import IO
from uuid import UUID

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


def as_csv(submissions: QuerySet[Submission]) -> Iterator[bytes]:
    """Yield a CSV file that Excel opens with the right umlauts and columns."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf" + lines.getvalue().encode()
    for chunk in rows(submissions):
        lines.seek(0)
        lines.truncate()
        writer.writerows([harmless(value) for value in row] for row in chunk)
        yield lines.getvalue().encode()


def as_json_lines(submissions: QuerySet[Submission]) -> Iterator[bytes]:
    """Yield JSON objects, one a line; texts stand as they were written."""
    for chunk in rows(submissions):
        objects = (dict(zip(COLUMNS, row, strict=True)) for row in chunk)
        yield "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects).encode()


def as_xlsx(submissions: QuerySet[Submission]) -> IO[bytes]:
    """Return a workbook as an open temporary file; every cell is typed as text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = workbook.add_worksheet("Beiträge")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, workbook.add_format({"bold": True}))
    for number, row in enumerate(chain.from_iterable(rows(submissions)), start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    workbook.close()
    file.seek(0)
    return file


def rows(submissions: QuerySet[Submission]) -> Iterator[list[list[str]]]:
    """Yield the cells of the submissions, the newest first, CHUNK rows at a time."""
    forums = {forum.pk: forum for forum in Forum.objects.select_related("ministry")}
    states = dict(Submission.State.choices)
    for chunk in in_chunks(submissions):
        tags = tags_of(chunk)
        yield [cells(submission, forums, states, tags[submission.pk]) for submission in chunk]


def cells(
    submission: Submission, forums: dict[int, Forum], states: dict[str, str], tags: list[str]
) -> list[str]:
    """Return what stands in the COLUMNS for one submission."""
    assigned = forums.get(submission.assigned_forum_id)
    further = [forums[key].title for key in submission.further_interests if key in forums]
    kinds = {kind for text in submission.own_words() if text for kind in kinds_found(text)}
    return [
        submission.shown_reference,
        f"{submission.day:%d.%m.%Y}",
        forums[submission.forum_id].title if submission.forum_id else submission.other_topic,
        assigned.title if assigned else "",
        assigned.ministry.name if assigned else "",
        states[submission.state],
        submission.reason,
        submission.proposal,
        ", ".join(further),
        ", ".join(tags),
        "ja" if submission.publication_consent else "nein",
        submission.check_reason,
        ", ".join(sorted(kinds)),
    ]


def tags_of(submissions: list[Submission]) -> dict[UUID, list[str]]:
    """Return the names of the tags of each submission, in order."""
    given = Submission.tags.through.objects.filter(submission__in=submissions)
    names = defaultdict(list)
    for key, name in given.order_by("tag__name").values_list("submission_id", "tag__name"):
        names[key].append(name)
    return names


def in_chunks(submissions: QuerySet[Submission]) -> Iterator[list[Submission]]:
    """Yield each row once, by many short queries: none runs into the limits of a page."""
    ordered = submissions.order_by("-day", "-reference").defer("search_vector")
    ordered = ordered.select_related(None)
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield chunk
        last = chunk[-1]
        # `day__lte` besides: the index then begins there.
        further = Q(day__lt=last.day) | Q(day=last.day, reference__lt=last.reference)
        chunk = list(ordered.filter(further, day__lte=last.day)[:CHUNK])


def harmless(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) else value
