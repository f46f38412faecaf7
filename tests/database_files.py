"""Reads the files of a Postgres as somebody would who has only its data folder.

A page of 8 KB begins with a header (24 bytes), then come pointers of 4 bytes to the rows, which
lie at its end. A row that is no longer valid keeps its bytes until something else needs the place;
when its pointer has gone, it is still found by the shape of its header (23 bytes: transaction
numbers of who made and who deleted it, …, number of columns, flags, beginning of the values).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from struct import unpack_from
from typing import Any, NamedTuple

PAGE = 8192
FIRST = 3  # the lowest transaction number of a row
LONGEST = 2000  # bytes between the header of a row and what was found in it
XMAX_IS_NONE, XMAX_IS_MANY = 0x0800, 0x1000


class Row(NamedTuple):
    """The header of a row, valid or not, and the values behind it, as numbers of 8 bytes."""

    xmin: int
    xmax: int | None
    columns: int
    numbers: tuple[int, ...]


class Hit(NamedTuple):
    """Something looked for: in which file, in which place, and what stands around it there."""

    what: Any
    file: str
    place: tuple[int, int]  # page and number on it; for what is no longer valid, less than 0
    row: Row | None  # in a table
    pointer: tuple[int, int] | None  # in an index: the place of the row in the table


def files(folder: Path, *parts: str) -> Iterator[Path]:
    for part in parts:
        yield from (file for file in sorted((folder / part).rglob("*")) if file.is_file())


def search(folder: Path, needles: Mapping[bytes, Any], parts: Iterable[str]) -> list[Hit]:
    """Return where in some parts of the data folder the needles stand."""
    patterns = anchors(needles)
    hits = []
    for file in files(folder, *parts):
        data = file.read_bytes()
        for pattern, before, length in patterns:
            for found in pattern.finditer(data):
                offset = found.start() - before
                if what := needles.get(data[max(offset, 0) : offset + length]):
                    name = str(file.relative_to(folder))
                    hits.append(Hit(what, name, *around(data, offset)))
    return hits


def anchors(needles: Iterable[bytes]) -> list[tuple[re.Pattern, int, int]]:
    """Return, by length, what to look for quickly: the four bytes that can be the fewest.

    With it come how far they stand behind the beginning, and the length.
    """
    by_length = defaultdict(list)
    for needle in needles:
        by_length[len(needle)].append(needle)
    found = []
    for length, group in by_length.items():
        possible = [set(column) for column in zip(*group, strict=True)]

        def chances(start, possible=possible):
            product = 1
            for values in possible[start : start + 4]:
                product *= len(values)
            return product, len(possible[start])

        start = min(range(length - 3), key=chances)
        first, *others = (
            b"[" + b"".join(b"\\x%02x" % value for value in sorted(values)) + b"]"
            for values in possible[start : start + 4]
        )
        pattern = re.compile(first + b"(?=" + b"".join(others) + b")", re.DOTALL)
        found.append((pattern, start, length))
    return found


def around(data: bytes, offset: int) -> tuple[tuple[int, int], Row | None, tuple[int, int] | None]:
    """Return place, row of a table and pointer of an index around a byte of a file."""
    number, offset = divmod(offset, PAGE)
    page = data[number * PAGE : (number + 1) * PAGE]
    kind = kind_of(page)
    for item, (start, length) in enumerate(pointers(page) if kind else ()):
        if start <= offset < start + length:
            if kind == "table":
                return (number, item), row_at(page, start, length), None
            high, low, pointed = unpack_from("<HHH", page, start)
            return (number, item), None, (high << 16 | low, pointed)
    # A page is filled from its end.
    return (number, -offset), row_by_shape(page, offset) if kind == "table" else None, None


def row_by_shape(page: bytes, offset: int) -> Row | None:
    for start in range(offset - offset % 8, max(24, offset - LONGEST), -8):
        if (row := row_at(page, start, PAGE - start)) and start + page[start + 22] <= offset:
            return row
    return None


def rows(file: Path, columns: int, length: int) -> Iterator[Row]:
    """Return all rows of a table that have so many columns and bytes, valid or not."""
    data = file.read_bytes()
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        if kind_of(page) == "table":
            for offset in range(24, PAGE - length - 24 + 1, 8):
                row = row_at(page, offset, length + 24)
                if row and row.columns == columns:
                    yield row


def kind_of(page: bytes) -> str | None:
    """Tell a table's page from that of an index, which keeps some room at its end."""
    if len(page) < PAGE:
        return None
    lower, upper, special = unpack_from("<HHH", page, 12)
    if not 24 <= lower <= upper <= special <= PAGE:
        return None
    return "table" if special == PAGE else "index"


def pointers(page: bytes) -> Iterator[tuple[int, int]]:
    [lower] = unpack_from("<H", page, 12)
    for place in range(24, lower - 3, 4):
        [pointer] = unpack_from("<I", page, place)
        if pointer >> 15 & 3 == 1:
            yield pointer & 0x7FFF, pointer >> 17


def row_at(page: bytes, offset: int, length: int) -> Row | None:
    """Return the row that begins here, if what stands here can be the header of one."""
    if offset + 24 > PAGE:
        return None
    xmin, xmax = unpack_from("<II", page, offset)
    columns, flags = unpack_from("<HH", page, offset + 18)
    begin = page[offset + 22]
    if begin not in (24, 32) or xmin < FIRST or not 1 <= columns & 0x7FF <= 40:
        return None
    end = min(offset + length, PAGE)
    numbers = tuple(
        unpack_from("<q", page, place)[0] for place in range(offset + begin, end - 7, 8)
    )
    by = None if not xmax or flags & (XMAX_IS_NONE | XMAX_IS_MANY) else xmax
    return Row(xmin, by, columns & 0x7FF, numbers)
