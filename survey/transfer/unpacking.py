"""Whether a spreadsheet may be unpacked: looked at before a library holds it in memory.

An XLSX file is a ZIP archive of XML. What takes some kilobytes there can need gigabytes here: each
element of a row lies in memory until the row ends, and an entity can stand for a million signs.
"""

import io
import zipfile
from typing import IO
from xml.parsers import expat

# Bytes: a small XLSX can hold more than fits in memory. Cells are read one by one, what describes
# them is read whole.
MOST_UNPACKED = 50_000_000
MOST_DESCRIBED = 2_000_000
CELLS = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/media/")
# Elements: 100,000 rows of ten cells have about two million, a row of a sheet at most 16,384 cells.
MOST_ELEMENTS = 4_000_000
MOST_OF_A_ROW = 50_000


class TooMuchError(Exception):
    """There is more than a file may hold, or what no spreadsheet program writes."""


def may_be_unpacked(data: bytes) -> bool:
    """Tell whether an XLSX file fits into memory. Raises whatever a broken file leads to."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        described = sum(part.file_size for part in parts if not part.filename.startswith(CELLS))
        if described > MOST_DESCRIBED or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return False
        elements = Elements()
        try:
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        elements.count(file, part.filename)
        except TooMuchError:
            return False
    return True


class Elements:
    """Counts the elements of XML: all of them, and among the cells those since a row ended."""

    def __init__(self) -> None:
        self.all = self.of_a_row = 0
        self.has_rows = False

    def count(self, file: IO[bytes], name: str) -> None:
        """Look through a file. Raises TooMuchError."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.refuse  # it could declare entities
        self.of_a_row, self.has_rows = 0, name.startswith(CELLS)
        parser.ParseFile(file)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.all += 1
        self.of_a_row += self.has_rows
        if self.all > MOST_ELEMENTS or self.of_a_row > MOST_OF_A_ROW:
            raise TooMuchError

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] in ("row", "si"):  # a row, a shared text
            self.of_a_row = 0

    def refuse(self, *declared: object) -> None:
        raise TooMuchError
