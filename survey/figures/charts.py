"""Pictures of the overview's tables: days as columns over an axis, else a bar at each number."""

import math
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from survey.figures.overview import Table

WIDTH, LEFT, TOP, TALL = 900, 60, 20, 160
BELOW, BESIDE = 34, 40  # for the dates, and for half of the last one
MOST_LINES, MOST_DATES = 4, 12


class Line(NamedTuple):
    """A line of the axis, with its number."""

    y: float
    number: int


class Monday(NamedTuple):
    x: float
    day: date
    is_second: bool  # left out where there is little room


class Days(NamedTuple):
    """A picture of all days from the first to the last: filled by the portal, outlined the rest."""

    portal: str
    others: str
    lines: list[Line]
    mondays: list[Monday]
    highest: date
    most: int
    empty: int  # days without any
    width: int = WIDTH
    left: int = LEFT
    bottom: int = TOP + TALL
    height: int = TOP + TALL + BELOW


def days_drawn(table: Table) -> Days | None:
    """Draw a table by day: its rows say the day, the number, and how many not by the portal."""
    if not table.rows or not isinstance(table.rows[0][0], date):
        return None
    numbers = {day: (number, others) for day, number, others in table.rows}
    first, last = min(numbers), max(numbers)
    length = (last - first).days + 1
    most = max(number for number, _ in numbers.values())
    tick = round_step(most)
    top = math.ceil(most / tick) * tick
    step, scale = (WIDTH - LEFT - BESIDE) / length, TALL / top
    portal, others = [], []
    for day, (number, other) in numbers.items():
        x, wide = LEFT + step * (day - first).days, step * 0.8
        filled = scale * (number - other)
        portal.append(box(x, TOP + TALL - filled, wide, filled))
        others.append(box(x, TOP + TALL - scale * number, wide, scale * other) if other else "")
    return Days(
        "".join(portal),
        "".join(others),
        [Line(TOP + TALL - scale * at, at) for at in range(0, top + 1, tick)],
        mondays(first, length, step),
        max(numbers, key=lambda day: numbers[day][0]),
        most,
        length - len(numbers),
    )


def round_step(most: int) -> int:
    """Return 1, 2 or 5 with some zeros, so that few lines reach up to a number."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if most <= digit * power * MOST_LINES:
                return digit * power
        power *= 10


def mondays(first: date, length: int, step: float) -> list[Monday]:
    """Return the Mondays that are named; of a long time every second, third …"""
    places = range((7 - first.weekday()) % 7, length, 7) or range(1)
    each = math.ceil(len(places) / MOST_DATES)
    return [
        Monday(LEFT + step * place, first + timedelta(place), bool(number % 2))
        for number, place in enumerate(places[::each])
    ]


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as a part of a path (SVG 2, section 9.3)."""
    return f"M{x:.5g} {y:.5g}h{width:.5g}v{height:.5g}h-{width:.5g}z"


class Matrix(NamedTuple):
    lines: list[tuple[int, str]]  # where each name stands, and the name
    columns: list[tuple[int, str]]
    fields: dict[float, str]  # the path of all fields of an opacity
    height: int


# Of a matrix: the size of a field, the room for the names above and before.
FIELD, ABOVE, BEFORE = 30, 200, 220


def matrix(table: Table) -> Matrix | None:
    """Draw a table whose rows and columns are topics: the more, the darker."""
    if not table.matrix or not table.rows:
        return None
    most = max(max(row[1:]) for row in table.rows)
    lines = [(ABOVE + FIELD * place, row[0]) for place, row in enumerate(table.rows)]
    columns = [(BEFORE + FIELD * place, name) for place, name in enumerate(table.head[1:])]
    fields: dict[float, str] = {}
    for (y, _), row in zip(lines, table.rows, strict=True):
        for (x, _), number in zip(columns, row[1:], strict=True):
            if number:
                opacity = math.ceil(20 * number / most) / 20  # the least is seen as well
                fields[opacity] = fields.get(opacity, "") + box(x, y, FIELD - 2, FIELD - 2)
    return Matrix(lines, columns, fields, ABOVE + FIELD * len(lines))


def body(table: Table) -> SafeString:
    """Return the rows of a table; a template would take longer for them than the counting."""
    drawn = table.drawn if table.rows and not isinstance(table.rows[0][0], date) else None
    most = max((row[drawn] for row in table.rows), default=0) if drawn else 0
    lines = []
    for row in table.rows:
        cells = "".join(
            [
                f"{bar(value, most) if place == drawn else '<td>'}{escape(as_text(value))}</td>"
                for place, value in enumerate(row[1:], 1)
            ]
        )
        lines.append(f'<tr><th scope="row">{escape(as_text(row[0]))}</th>{cells}</tr>')
    return mark_safe("\n".join(lines))  # noqa: S308 - escaped two lines above


def bar(number: int, most: int) -> str:
    """Begin a cell with a bar beside its number, which says the same: it needs no words."""
    path = box(0, 0, 100 * number / most, 10) if number else ""
    return (
        '<td class="drawn"><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false"><path d="{path}"></path></svg>'
    )


def as_text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
