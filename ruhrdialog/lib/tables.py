"""Tables for spreadsheets: lines of CSV in which no cell does harm."""

from collections.abc import Iterable

CSV_START = b"\xef\xbb\xbf"  # by which Excel knows UTF-8
QUOTE, TWO_QUOTES = '"', '""'
# What Excel takes for the beginning of a formula (OWASP, CSV Injection), the full-width forms of it
# included; it passes over tabs and line breaks.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def csv_line(row: Iterable[str]) -> str:
    """Return a line of CSV with every cell in quotes (RFC 4180, section 2).

    The standard library's writer looks at each character: that was 40 % of an export's time.
    """
    return ";".join([f'"{harmless(value).replace(QUOTE, TWO_QUOTES)}"' for value in row]) + "\r\n"


def harmless(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in FORMULA else value


def as_meant(value: str) -> str:
    """Return a cell of CSV without the sign that keeps it from being a formula."""
    return value[1:] if value.startswith("'") and harmless(value[1:]) == value else value
