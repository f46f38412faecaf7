"""Reads XLSX files, as much of them as there really is."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import iterparse

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser

from survey.transfer.table import MOST_COLUMNS, UnreadableError
from survey.transfer.unpacking import TooMuchError, without_empty_rows


def rows_of_sheet(data: bytes, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the sheet that was open last, with their numbers.

    Raises UnreadableError.
    """
    try:
        book = openpyxl.load_workbook(without_empty_rows(data), read_only=True, data_only=True)
        sheet: Any = book.active
        if others := [name for name in book.sheetnames if name != sheet.title]:
            notes.append(f"Nur das Blatt „{sheet.title}“ wird gelesen, nicht: {', '.join(others)}.")
        for number, cells in cells_of(book, sheet):
            yield number, row_of(cells)
    except TooMuchError as error:
        raise UnreadableError(
            f"Die Datei wird nicht ausgepackt. {error} Bitte speichern Sie sie als CSV."
        ) from error
    except Exception as error:  # whatever a broken file makes of a library
        raise UnreadableError(broken(data)) from error


def cells_of(book: Any, sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the cells of the rows that a sheet has.

    openpyxl's own `iter_rows` makes up all rows between: before one with the number of a billion
    they would be a billion. And what it has read it keeps until the sheet ends.
    """
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for event, element in iterparse(source, ("start", "end")):  # noqa: S314 - looked through before
            if event == "start" and element.tag == DATA_TAG:
                rows = element
            elif event == "end" and element.tag == ROW_TAG:
                yield parser.parse_row(element)
                rows.clear()


def row_of(cells: list[dict[str, Any]]) -> list[str]:
    """Return a row as texts; of columns that are too many one shows that there are."""
    texts = {each["column"]: as_text(each["value"]) for each in cells}
    last = min(max((column for column, text in texts.items() if text), default=0), MOST_COLUMNS + 1)
    row = [texts.get(column, "") for column in range(1, last + 1)]
    return row if last <= MOST_COLUMNS else [*row[:-1], "…"]


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return unescape(value) if isinstance(value, str) else str(value)


def broken(data: bytes) -> str:
    """Say what is wrong with a file that isn't read."""
    ods = b"mimetypeapplication/vnd.oasis.opendocument"
    if ods in data[:200]:
        return (
            "Das ist eine Datei von LibreOffice (ODS). Bitte speichern Sie sie als XLSX oder CSV."
        )
    return "Die Datei ist keine XLSX-Datei, die wir lesen können."
