"""Reading in a file of collected submissions: what it would bring, then doing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from forums.models import Forum
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.staff import member
from survey.desk.pages import Desk, desk_page
from survey.desk.recording import source_field
from survey.transfer.importing import Plan, plan
from survey.transfer.reading import read_table
from survey.transfer.table import Table, UnreadableError

TABLE = "survey.importing"  # the salt
MOST_BYTES = 10_000_000  # of a file on the page
MOST_CARRIED = 2_000_000  # signs of the preview's hidden field: a form may have 2.5 million bytes
SHOWN = 50  # errors, and topics that are no Themenforum
SAMPLE = 3  # rows that show whether columns and umlauts were understood


class ImportForm(forms.Form):
    """A file, and what counts for its rows that don't say so themselves."""

    file = forms.FileField(
        label="Datei (CSV oder XLSX)",
        help_text="Spalten: Thema, Begründung, Verbesserungsvorschlag, Weitere Themen, Tag, "
        "Quelle. Höchstens 10 MB.",
        error_messages={
            "required": "Bitte wählen Sie eine Datei.",
            "empty": "Die Datei ist leer.",
        },
    )
    topic = forms.ModelChoiceField(
        label="Thema für Zeilen ohne Thema",
        queryset=Forum.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="keines",
    )
    source = source_field()

    def clean_file(self) -> Table:
        """Return what stands in the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("Die Datei ist größer als 10 MB.")
        try:
            return read_table(file.read())
        except UnreadableError as error:
            raise ValidationError(str(error)) from error


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what a file would bring, and with the page that shows it import it.

    The page carries the table signed, as a check page carries its answers: nothing is stored
    before somebody says so.
    """
    if not member(request).has_perm("survey.import_submission"):
        raise PermissionDenied
    if "table" in request.POST:
        return carry_out(desk, request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return choose_file(desk, request, form)
    table, topic, source = (form.cleaned_data[name] for name in ("file", "topic", "source"))
    try:
        made = plan(table.rows, topic, source)
    except UnreadableError as error:
        form.add_error("file", str(error))
        return choose_file(desk, request, form)
    carried = signing.dumps([table.rows, topic and topic.slug, source], salt=TABLE, compress=True)
    if len(carried) > MOST_CARRIED and not made.errors:
        form.add_error(
            "file",
            "Die Datei ist für diese Seite zu groß. Die Technik kann sie mit dem Befehl "
            "import_submissions einlesen.",
        )
        return choose_file(desk, request, form)
    return preview(desk, request, made, carried, 422 if made.errors else 200, notes=table.notes)


def choose_file(desk: Desk, request: HttpRequest, form: ImportForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return desk_page(desk, request, "import", "Beiträge einlesen", status=status, form=form)


def preview(
    desk: Desk, request: HttpRequest, made: Plan, carried: str, status: int, **page: Any
) -> HttpResponse:
    page |= {"made": made, "errors": made.errors[:SHOWN], "carried": carried}
    page |= {"own_topics": made.own_topics.most_common(SHOWN), "first": made.submissions[:SAMPLE]}
    page |= {"more_errors": max(0, len(made.errors) - SHOWN)}
    page |= {"more_topics": max(0, len(made.own_topics) - SHOWN)}
    return desk_page(desk, request, "preview", "Das geschieht beim Einlesen", status=status, **page)


def carry_out(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Import the table that the preview carries; what was imported meanwhile is left out."""
    carried = request.POST["table"]
    try:
        rows, slug, source = signing.loads(carried, salt=TABLE)
    except signing.BadSignature as error:
        raise BadRequest("The table was changed.") from error
    made = plan(rows, Forum.objects.filter(slug=slug).first(), source)
    try:
        number = made.carry_out()
    except UnreadableError as error:
        return preview(desk, request, made, carried, 409, problem=str(error))
    Event.objects.write(Event.What.IMPORT, member(request), f"Beiträge: {number}")
    messages.success(request, f"Eingelesen: {number}. Schon da: {made.rows - number}.")
    return redirect(f"{reverse('admin:survey_submission_changelist')}?arbeit=alle")
