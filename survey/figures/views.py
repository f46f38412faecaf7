"""The overview: numbers for a period as charts and tables, and the same as CSV."""

from datetime import date, timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ruhrdialog.lib.staff import member
from ruhrdialog.lib.tables import CSV_START, csv_line
from survey.figures.charts import body, days_drawn, matrix
from survey.figures.counting import EVER, counted_apart, sources
from survey.figures.overview import Overview, Table, overview


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
        return page(request, form, Overview(0, 0, []), status=422)
    since, end = form.period()
    days = sources(member(request), since, end, by_day=True)
    apart = counted_apart(member(request), since, end)
    shown = overview(sources(member(request), since, end), days, apart)
    if request.GET.get("format") == "csv":
        return as_csv(shown.tables)
    return page(request, form, shown)


def page(
    request: HttpRequest, form: PeriodForm, shown: Overview, *, status: int = 200
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Auswertung",
        "form": form,
        "tables": [
            (table, days_drawn(table), matrix(table), body(table)) for table in shown.tables
        ],
        "number": shown.number,
        "left_out": shown.sorted_out,
        "csv_query": f"{request.GET.urlencode()}&format=csv",
    }
    return render(request, "admin/overview.html", context, status=status)


def as_csv(tables: list[Table]) -> HttpResponse:
    lines = [
        csv_line(line)
        for table in tables
        for line in ([table.title], table.head, *(map(in_file, row) for row in table.rows), [])
    ]
    response = HttpResponse(CSV_START, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="auswertung.csv"'
    response.write("".join(lines))
    return response


def in_file(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
