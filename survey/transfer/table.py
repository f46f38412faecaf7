"""What stands in a file of collected submissions, whatever kind of file it was."""

from dataclasses import dataclass, field

from django.utils.formats import number_format

# The number of a row in its file, from 1, and its cells; those without any are left out.
Rows = list[tuple[int, list[str]]]

MOST_ROWS = 100_000
MOST_COLUMNS = 100  # surveys have one a question
MOST_SIGNS = 100_000_000  # of all cells: a sheet can name one long text many times


class UnreadableError(Exception):
    """A file can't be imported at all; the message says why, in German."""


class UnknownColumnsError(UnreadableError):
    """Somebody has to say which column is which."""


@dataclass
class Table:
    """The cells of a file as texts, the header first, and what to know of the reading (German)."""

    rows: Rows = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    signs: int = 0

    def add(self, number: int, row: list[str]) -> None:
        """Add a row, unless it is empty. Raises UnreadableError."""
        while row and not row[-1].strip():
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise UnreadableError(f"Zeile {number} hat mehr als {MOST_COLUMNS} Spalten.")
        if row and len(self.rows) > MOST_ROWS:  # the header is one, too
            raise UnreadableError(f"Die Datei hat mehr als {with_points(MOST_ROWS)} Zeilen.")
        self.signs += sum(map(len, row))
        if self.signs > MOST_SIGNS:
            raise UnreadableError(f"Die Texte haben mehr als {with_points(MOST_SIGNS)} Zeichen.")
        if row:
            self.rows.append((number, row))


def with_points(number: int) -> str:
    """Return a number as people read it in German."""
    return number_format(number, force_grouping=True)


def shown(text: str) -> str:
    """Return what a message shows of a cell, which may be long."""
    return f"{text[:60]}…" if len(text) > 60 else text
