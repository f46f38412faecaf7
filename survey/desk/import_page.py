"""Reading in a file of collected submissions: what it would bring, then doing it."""

import math
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.views.decorators.http import require_http_methods

from forums.models import Forum
from ruhrdialog.lib.staff import member
from survey.desk.pages import Desk, desk_page, number
from survey.desk.recording import source_field
from survey.transfer.batches import batch_of, newest_batches, take_back
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
        "Quelle. Höchstens 10 MB, zusammengepackt 2 MB; 100.000 Zeilen, 50 Spalten.",
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
    if "batch" in request.POST:
        return take_back_page(desk, request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return choose_file(desk, request, form)
    table, topic, source = (form.cleaned_data[name] for name in ("file", "topic", "source"))
    try:
        made = plan(table.rows, topic, source)
    except UnreadableError as error:
        form.add_error("file", str(error))
        return choose_file(desk, request, form)
    if made.errors:
        return preview(desk, request, made, "", 422, notes=table.notes)
    carried = signing.dumps([table.rows, topic and topic.slug, source], salt=TABLE, compress=True)
    if len(carried) > MOST_CARRIED:
        form.add_error("file", too_large(len(carried)))
        return choose_file(desk, request, form)
    return preview(desk, request, made, carried, notes=table.notes)


def too_large(size: int) -> str:
    """Say what to do with a file that is too large for the page, with the limit that holds."""
    has, most = (
        number_format(math.ceil(signs / 100_000) / 10, 1) for signs in (size, MOST_CARRIED)
    )
    parts = math.ceil(1.1 * size / MOST_CARRIED)  # parts are packed a little less well
    return (
        f"Die Datei ist für diese Seite zu groß: Zusammengepackt hat sie {has} MB, möglich sind "
        f"{most} MB. Teilen Sie sie in {parts} Dateien, oder lassen Sie sie von der Technik mit "
        "dem Befehl import_submissions einlesen."
    )


def choose_file(desk: Desk, request: HttpRequest, form: ImportForm) -> HttpResponse:
    page = {"form": form, "batches": newest_batches()}
    status = 422 if form.is_bound else 200
    return desk_page(desk, request, "import", "Beiträge einlesen", status=status, **page)


def preview(
    desk: Desk, request: HttpRequest, made: Plan, carried: str, status: int = 200, **page: Any
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
        stored = made.carry_out(member(request))
    except UnreadableError as error:
        return preview(desk, request, made, carried, 409, problem=str(error))
    messages.success(request, f"Eingelesen: {stored}. Schon da: {made.rows - stored}.")
    return redirect(f"{reverse('admin:survey_submission_changelist')}?arbeit=alle")


def take_back_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Ask whether an import is to be taken back, then do it."""
    here = redirect("admin:survey_submission_import")
    batch = batch_of(number(request.POST["batch"]))
    if not batch:
        messages.warning(request, "Von diesem Einlesen ist nichts mehr da, das zurückgeht.")
        return here
    if "sure" not in request.POST:
        return desk_page(desk, request, "take_back", "Einlesen zurücknehmen", batch=batch)
    try:
        taken = take_back(batch.event, member(request))
    except UnreadableError as error:
        page = {"batch": batch, "problem": str(error)}
        return desk_page(desk, request, "take_back", "Einlesen zurücknehmen", status=409, **page)
    messages.success(request, f"Zurückgenommen und gelöscht: {taken}.")
    return here
