"""What of a spreadsheet is unpacked: looked at before a library holds it in memory.

An XLSX file is a ZIP archive of XML. What takes some kilobytes there can need gigabytes here: each
element of a row lies in memory until the row ends, and an entity can stand for a million signs. And
spreadsheet programs keep a million rows that have a height or a frame, and nothing in it.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from survey.transfer.table import with_points

# Bytes. Cells are read one by one, what describes them is read whole; what is passed by takes time.
MOST_UNPACKED = 50_000_000
MOST_DESCRIBED = 2_000_000
MOST_PASSED_BY = 200_000_000
CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")
XML = (".xml", ".rels")
# Elements: 100,000 rows of ten cells have about two million, a row of a sheet at most 16,384 cells.
MOST_ELEMENTS = 4_000_000
MOST_OF_A_ROW = 50_000
MOST_AT_ONCE = 100_000  # signs of names, attributes, comments
PIECE = 1 << 18  # bytes that are looked at together
# A row of no cells, or of cells without a value, as programs write it; the number says that none is
# counted by its place.
EMPTY_ROW = re.compile(
    r'<row r="[0-9]{1,10}"(?>(?: [\w:]{1,40}="[^"<>]{0,99}")*)'
    r'(?:/>|>(?>(?:<c r="[A-Z]{1,3}[0-9]{1,10}"(?: s="[0-9]{1,5}")?/>)*)</row>)'
)
VERBATIM = ("<![CDATA[", "<!--")  # behind these XML may stand that is none


class TooMuchError(Exception):
    """There is more than a file may hold, or what no program writes; the message is German."""


def without_empty_rows(data: bytes) -> IO[bytes]:
    """Return an XLSX file without rows that have no cells, if it fits into memory.

    Raises TooMuchError, and whatever a broken file leads to.
    """
    kept = io.BytesIO()
    budget = Budget()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for part in given.infolist():
            if not part.filename.endswith(XML):  # pictures and the like
                continue
            has_rows = part.filename.startswith(CELLS)
            with given.open(part) as file:
                pieces = with_cells(budget.pieces_of(file))
                content = b"".join(budget.kept(pieces, described=not has_rows))
            Elements(budget, has_rows=has_rows).look_at(content)
            archive.writestr(part.filename, content)
    return kept


def with_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the XML of a sheet without its empty rows."""
    rest, verbatim = "", False
    for piece in pieces:
        text = rest + piece.decode("latin-1")  # of any encoding: each byte stays what it is
        # What is last may go on in the next piece.
        end = max(text.rfind("<row "), text.rfind("<!"))
        if end <= 0:
            end = text.rfind("<", -len("<row ")) if "<" in text[-len("<row ") :] else len(text)
        text, rest = text[:end], text[end:]
        verbatim = verbatim or any(sign in text for sign in VERBATIM)
        yield (text if verbatim else EMPTY_ROW.sub("", text)).encode("latin-1")
    yield rest.encode("latin-1")


class Budget:
    """Counts what a file holds in all, before it is held. Its methods raise TooMuchError."""

    def __init__(self) -> None:
        self.passed_by = self.unpacked = self.described = self.elements = 0

    def pieces_of(self, file: IO[bytes]) -> Iterator[bytes]:
        while piece := file.read(PIECE):
            self.passed_by += len(piece)
            if self.passed_by > MOST_PASSED_BY:
                raise TooMuchError(f"Ausgepackt ist sie größer als {in_mb(MOST_PASSED_BY)}.")
            yield piece

    def kept(self, pieces: Iterator[bytes], *, described: bool) -> Iterator[bytes]:
        for piece in pieces:
            self.unpacked += len(piece)
            self.described += len(piece) * described
            if self.unpacked > MOST_UNPACKED:
                raise TooMuchError(
                    f"Ihre Zellen sind ausgepackt größer als {in_mb(MOST_UNPACKED)}."
                )
            if self.described > MOST_DESCRIBED:
                raise TooMuchError(
                    f"Neben den Zellen enthält sie mehr als {in_mb(MOST_DESCRIBED)}."
                )
            yield piece

    def begin_element(self) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            number = with_points(MOST_ELEMENTS)
            raise TooMuchError(f"Sie hat mehr als {number} Zeilen, Zellen und Werte.")


class Elements:
    """Looks at the elements of XML, and counts among the cells those since a row ended."""

    def __init__(self, budget: Budget, *, has_rows: bool) -> None:
        self.budget, self.has_rows = budget, has_rows
        self.of_a_row = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CommentHandler = self.read
        self.parser.ProcessingInstructionHandler = self.read
        self.parser.StartDoctypeDeclHandler = self.refuse  # it could declare entities

    def look_at(self, content: bytes) -> None:
        """Look at a part of the file, as a whole. Raises TooMuchError.

        What expat gets in pieces, it looks through anew with each, as long as a sign is missing
        that ends it.
        """
        self.parser.Parse(content, True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.begin_element()
        self.of_a_row += self.has_rows
        if self.of_a_row > MOST_OF_A_ROW:
            number = with_points(MOST_OF_A_ROW)
            raise TooMuchError(f"Eine Zeile hat mehr als {number} Zellen und Werte.")
        self.read(name, *attributes.values())

    def read(self, *texts: str) -> None:
        """Refuse what would be looked through anew and anew by whoever reads in pieces."""
        if sum(map(len, texts)) > MOST_AT_ONCE:
            raise TooMuchError("Sie enthält, was kein Tabellenprogramm schreibt.")

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] in ("row", "si"):  # a row, a shared text
            self.of_a_row = 0

    def refuse(self, *declared: object) -> None:
        raise TooMuchError("Sie enthält, was kein Tabellenprogramm schreibt (DOCTYPE).")


def in_mb(size: int) -> str:
    return f"{size // 1_000_000} MB"
