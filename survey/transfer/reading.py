"""Reads the cells of a file: CSV or XLSX, as the usual programs write them."""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from ruhrdialog.lib.tables import as_meant
from survey.submissions.limits import MAX_TEXT
from survey.transfer.columns import column_of, header_of
from survey.transfer.table import MOST_COLUMNS, Table, UnreadableError, shown, with_points

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # OLE: .xls, and .xlsx with a password
UMLAUTS_MISREAD = re.compile("|".join(sign.encode().decode("cp1252") for sign in "äöüÄÖÜß"))
# The byte order mark at the head of UTF-8, and what becomes of one that was read as Windows text.
BYTE_ORDER_MARKS = re.compile(r"\A(?:\ufeff|ï»¿)+")
# By this line Excel is told which sign stands between the cells.
SEPARATOR = re.compile(r'"?sep=([^"\r\n])"?[;,\t ]{0,99}(?=[\r\n]|\Z)', re.IGNORECASE)
DELIMITERS = ";,\t|"
LOOKED_AT = 50  # rows, to find out which
QUOTED = re.compile(r'"(?>(?:[^"]|"")*)"?')
BLANKS = re.compile(" *")
UNQUOTED = {sign: re.compile(rf"[^{re.escape(sign)}\r\n]*") for sign in DELIMITERS}
LINE_ENDS = ("\r", "\n", "")


def read_table(data: bytes) -> Table:
    """Read a CSV or XLSX file. Raises UnreadableError."""
    if data.startswith(OLD_EXCEL):
        raise UnreadableError(
            "Das ist eine alte Excel-Datei (XLS) oder eine mit Kennwort. Bitte speichern Sie sie "
            "ohne Kennwort als XLSX oder CSV."
        )
    from survey.transfer.spreadsheets import rows_of_sheet  # when somebody has one: it takes 12 MB

    table = Table()
    read = rows_of_sheet if data.startswith(b"PK\x03\x04") else rows_of_text
    for number, row in read(data, table.notes):
        table.add(number, row)
    take_apart(table)
    begin_with_header(table)
    return table


def rows_of_text(data: bytes, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with their numbers."""
    text = BYTE_ORDER_MARKS.sub("", decoded(data, notes))
    if named := SEPARATOR.match(text):
        delimiter, text = named[1], text[named.end() :]
    else:
        delimiter = delimiter_of(text)
    for number, row in rows_between(text, delimiter):
        yield number, [as_meant(value) for value in row]


def decoded(data: bytes, notes: list[str]) -> str:
    """Return the text of a file: UTF-8, Excel's "Unicode text", or what older Windows writes.

    What is no sign in it becomes a replacement character, which damage.py tells.
    """
    if encoding := of_two_bytes(data):
        return data.decode(encoding, "replace")
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode()
    with contextlib.suppress(UnicodeDecodeError):
        text = data.decode("cp1252")
        if not UMLAUTS_MISREAD.search(text):  # otherwise it is UTF-8 with a damaged place
            notes.append(
                "Die Datei ist nicht in UTF-8 geschrieben und wurde als Windows-Text gelesen. "
                "Stimmen die Umlaute?"
            )
            return text
    return data.decode(errors="replace")


def of_two_bytes(data: bytes) -> str | None:
    """Return the form of UTF-16 that a file has, with a byte order mark or without."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = [data[:100:2].count(0), data[1:100:2].count(0)]
    if 4 * max(zeros) > len(data[:100]):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return None


def delimiter_of(text: str) -> str:
    """Return the sign between cells: with it there are most known columns, then most cells."""

    def columns(sign: str) -> tuple[int, int]:
        rows: list[list[str]] = []
        with contextlib.suppress(csv.Error):
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
            rows.extend(islice(reader, LOOKED_AT))
        known = [sum(map(bool, map(column_of, row[:MOST_COLUMNS]))) for row in rows]
        return max(known, default=0), max(map(len, rows), default=0)

    return max(DELIMITERS, key=columns)


def rows_between(text: str, delimiter: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Yield what stands between the delimiters, rows numbered from `first`.

    Raises UnreadableError.
    """
    # Some programs write a blank behind each comma; then a quote behind it begins a cell.
    spaced = f'{delimiter} "' in text.partition("\n")[0]
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced)
    number, line = first - 1, 0
    try:
        for number, row in enumerate(reader, start=first):
            yield number, row
            line = reader.line_num
    except csv.Error as error:
        rest = "".join(islice(io.StringIO(text, newline=""), line, None))
        is_line = number - first == line - 1  # no cell above has more than one
        place = f"Zeile {number + 1}" + ("" if is_line else f" (im Texteditor {line + 1})")
        column, beginning = broken_cell(rest, delimiter, spaced)
        raise UnreadableError(broken_at(place, column, beginning)) from error


def broken_at(place: str, column: int, beginning: str) -> str:
    """Say what is wrong with the quotes of a cell; without a column it is a text without end."""
    if not column:
        return (
            f"{place}: Ein Text hat mehr als {with_points(csv.field_size_limit())} Zeichen. "
            f"Möglich sind {with_points(MAX_TEXT)}."
        )
    return (
        f"{place}, Spalte {column}: Die Anführungszeichen um den Text, der mit „{beginning}“ "
        "anfängt, stimmen nicht. Es fehlt eines am Ende, oder eines im Text steht nicht doppelt."
    )


def broken_cell(text: str, delimiter: str, spaced: bool) -> tuple[int, str]:
    """Return the number of the first cell whose quotes are wrong, and how it begins; or 0."""
    place, column = 0, 1
    unquoted = UNQUOTED.get(delimiter, UNQUOTED[";"])
    while True:
        if spaced:
            place = end_of(BLANKS, text, place)
        end = end_of(unquoted, text, place)
        if text[place : place + 1] == '"':
            end = end_of(QUOTED, text, place)
            closed = (end - place) > 1 and text[place:end].count('"') % 2 == 0
            if not closed or text[end : end + 1] not in (*LINE_ENDS, delimiter):
                return column, shown(text[place + 1 : end].strip().partition("\n")[0])
        if text[end : end + 1] != delimiter:
            return 0, ""
        place, column = end + 1, column + 1


def end_of(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where ends what begins at a place."""
    found = pattern.match(text, place)
    return found.end() if found else place


def take_apart(table: Table) -> None:
    """Take rows apart that stand in one cell each: a CSV file, opened as if it had one column."""
    if not table.rows or len(table.rows[0][1]) > 1:
        return
    [header] = table.rows[0][1]
    delimiter = delimiter_of(header)
    names = next(csv.reader([header], delimiter=delimiter), [])
    if sum(column_of(name) is not None for name in names) < 2:
        return
    rows, table.rows, table.signs = table.rows, [], 0
    for number, row in rows:
        # Where it was opened this sign was taken for one between cells.
        parts = rows_between(";".join(row), delimiter, number)
        table.add(number, [as_meant(value) for _, part in parts for value in part])


def begin_with_header(table: Table) -> None:
    """Take titles away that stand above the header."""
    if place := header_of(table.rows):
        first, _ = table.rows[place]
        table.notes.append(
            f"Die Spaltennamen stehen in Zeile {first}; was darüber steht, wird nicht gelesen."
        )
        del table.rows[:place]
