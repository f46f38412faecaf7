"""The overview: numbers for a period as charts and tables, and the same as CSV."""

import math
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from ruhrdialog.lib.staff import member
from ruhrdialog.lib.tables import CSV_START, csv_line
from survey.figures.counting import EVER, sources
from survey.figures.overview import Table, overview


def day_field(label: str) -> forms.DateField:
    too_late = MaxValueValidator(EVER[1] - timedelta(days=1), "So weit reicht der Kalender nicht.")
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, validators=[too_late], widget=widget)


class PeriodForm(forms.Form):
    """From one day to another, both included; empty is without end."""

    von = day_field("Von")
    bis = day_field("Bis")

    def clean(self) -> dict[str, date]:
        super().clean()
        days = self.cleaned_data
        if days.get("von") and days.get("bis") and days["von"] > days["bis"]:
            raise ValidationError("Das Ende liegt vor dem Anfang.")
        return days

    def period(self) -> tuple[date, date]:
        """Return the first day, and the one after the last."""
        since, until = self.cleaned_data["von"], self.cleaned_data["bis"]
        return since or EVER[0], until + timedelta(days=1) if until else EVER[1]


@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """Show the numbers of what the user may see; `format=csv` gives them as a file."""
    if not member(request).has_perm("survey.review_submission"):
        raise PermissionDenied
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return page(request, form, [], status=422)
    since, end = form.period()
    days = sources(member(request), since, end, by_day=True)
    tables = overview(sources(member(request), since, end), days)
    if request.GET.get("format") == "csv":
        return as_csv(tables)
    return page(request, form, tables, number=sum(row[1] for row in tables[0].rows))


def page(
    request: HttpRequest,
    form: PeriodForm,
    tables: list[Table],
    *,
    status: int = 200,
    number: int = 0,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Auswertung",
        "form": form,
        "tables": [(table, chart(table), matrix(table), body(table)) for table in tables],
        "number": number,
        "csv_query": f"{request.GET.urlencode()}&format=csv",
    }
    return render(request, "admin/overview.html", context, status=status)


class Label(NamedTuple):
    """What stands before and behind a bar."""

    y: int
    name: str
    number: int


class Chart(NamedTuple):
    """A picture, which is WIDTH wide: all bars are one path."""

    shows: str
    bars: str
    labels: list[Label]
    height: int


WIDTH, LABELS, LONGEST, LINE, TALL = 900, 220, 600, 24, 160


def chart(table: Table) -> Chart | None:
    """Draw a table: days as columns side by side, all else as bars one below the other."""
    if table.drawn is None or not table.rows:
        return None
    numbers = [row[table.drawn] for row in table.rows]
    most = max(numbers) or 1
    shows = table.head[table.drawn]
    if isinstance(table.rows[0][0], date):
        step = WIDTH / len(numbers)
        heights = [round(TALL * number / most, 1) for number in numbers]
        columns = (
            box(round(step * place, 2), TALL - height, round(step * 0.8, 2), height)
            for place, height in enumerate(heights)
        )
        return Chart(shows, "".join(columns), [], TALL)
    labels = [
        Label(LINE * place + 17, row[0], number)
        for place, (row, number) in enumerate(zip(table.rows, numbers, strict=True))
    ]
    lines = (
        box(LABELS, LINE * place + 4, round(LONGEST * number / most, 1), 16)
        for place, number in enumerate(numbers)
    )
    return Chart(shows, "".join(lines), labels, LINE * len(labels))


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as a part of a path (SVG 2, section 9.3)."""
    return f"M{x} {y:g}h{width}v{height}h-{width}z"


class Matrix(NamedTuple):
    lines: list[tuple[int, str]]  # where each name stands, and the name
    columns: list[tuple[int, str]]
    fields: dict[float, str]  # the path of all fields of an opacity
    height: int


FIELD, TOP = 30, 200  # of a matrix: the size of a field, the room for the names above


def matrix(table: Table) -> Matrix | None:
    """Draw a table whose rows and columns are topics: the more, the darker."""
    if not table.matrix or not table.rows:
        return None
    most = max(max(row[1:]) for row in table.rows)
    lines = [(TOP + FIELD * place, row[0]) for place, row in enumerate(table.rows)]
    columns = [(LABELS + FIELD * place, name) for place, name in enumerate(table.head[1:])]
    fields: dict[float, str] = {}
    for (y, _), row in zip(lines, table.rows, strict=True):
        for (x, _), number in zip(columns, row[1:], strict=True):
            if number:
                opacity = math.ceil(20 * number / most) / 20  # the least is seen as well
                fields[opacity] = fields.get(opacity, "") + box(x, y, FIELD - 2, FIELD - 2)
    return Matrix(lines, columns, fields, TOP + FIELD * len(lines))


def body(table: Table) -> SafeString:
    """Return the rows of a table; a template would take longer for them than the counting."""
    lines = []
    for first, *others in table.rows:
        cells = "".join([f"<td>{escape(shown_on_page(value))}</td>" for value in others])
        lines.append(f'<tr><th scope="row">{escape(shown_on_page(first))}</th>{cells}</tr>')
    return mark_safe("\n".join(lines))  # noqa: S308 - escaped two lines above


def shown_on_page(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def as_csv(tables: list[Table]) -> HttpResponse:
    lines = [
        csv_line(line)
        for table in tables
        for line in ([table.title], table.head, *(map(shown, row) for row in table.rows), [])
    ]
    response = HttpResponse(CSV_START, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="auswertung.csv"'
    response.write("".join(lines))
    return response


def shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
