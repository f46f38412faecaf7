"""Reading in a file of collected submissions: what it would bring, then doing it."""

import math
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.http import require_http_methods

from forums.models import Forum
from ruhrdialog.lib.normal_form import is_blank
from ruhrdialog.lib.staff import member
from survey.desk.pages import Desk, desk_page, number
from survey.desk.recording import source_field
from survey.transfer.batches import batch_of, newest_batches, take_back, touched
from survey.transfer.columns import COLUMNS, guessed
from survey.transfer.importing import EARLIEST, Plan, plan
from survey.transfer.models import KnownHeader
from survey.transfer.reading import read_table
from survey.transfer.table import Rows, Table, UnknownColumnsError, UnreadableError

TABLE = "survey.upload"  # the salt
MOST_BYTES = 10_000_000  # of a file on the page
MOST_CARRIED = 2_000_000  # signs of the preview's hidden field: a form may have 2.5 million bytes
SHOWN = 50  # errors, topics that are no Themenforum, and submissions that stay
SAMPLE = 3  # rows that show whether columns and umlauts were understood


@dataclass(frozen=True)
class Upload:
    """What a page carries, signed, to the next: nothing is stored before somebody says so."""

    rows: Rows
    notes: list[str]  # on the reading
    file: str  # its name
    topic: str  # slug; these three are for rows that name none
    source: str
    day: str
    chosen: list[str] | None = None  # what each column is, if its name doesn't say so

    @property
    def header(self) -> list[str]:
        return self.rows[0][1] if self.rows else []

    def plan(self) -> Plan:
        """Raises UnreadableError."""
        topic = Forum.objects.filter(slug=self.topic).first()
        day = date.fromisoformat(self.day)
        return plan(self.rows, topic, self.source, day, self.chosen)

    def signed(self) -> str:
        """Return it as the form of a page carries it."""
        values = [getattr(self, field.name) for field in fields(self)]
        return signing.dumps(values, salt=TABLE, compress=True)


def carried_in(request: HttpRequest) -> Upload:
    """Return what the page carried. Raises BadRequest if it was changed."""
    try:
        return Upload(*signing.loads(request.POST["table"], salt=TABLE))
    except signing.BadSignature as error:
        raise BadRequest("The table was changed.") from error


class ImportForm(forms.Form):
    """A file, and what counts for its rows that don't say so themselves."""

    file = forms.FileField(
        label="Datei (CSV oder XLSX)",
        help_text="Spalten: Thema, Begründung, Verbesserungsvorschlag, Weitere Themen, Tag, "
        "Quelle. Heißen sie anders, wie in Dateien aus LimeSurvey, EUSurvey oder Decidim, wählen "
        "Sie danach, welche was ist. Höchstens 10 MB, zusammengepackt 2 MB; 100.000 Zeilen, "
        "100 Spalten.",
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
    day = forms.DateField(
        label="Tag für Zeilen ohne Tag",
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"invalid": "Bitte nennen Sie den Tag so: 24.12.2018."},
    )

    def clean_file(self) -> Table:
        """Return what stands in the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("Die Datei ist größer als 10 MB.")
        try:
            return read_table(file.read())
        except UnreadableError as error:
            raise ValidationError(str(error)) from error

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or timezone.localdate()
        if not EARLIEST <= day <= timezone.localdate():
            raise ValidationError("Der Tag liegt nicht zwischen 2000 und heute.")
        return day

    def as_upload(self) -> Upload:
        said, file = self.cleaned_data, self.files["file"]
        table, topic = said["file"], said["topic"]
        header = table.rows[0][1] if table.rows else []
        return Upload(
            rows=table.rows,
            notes=table.notes,
            file=str(getattr(file, "name", "")),
            topic=topic.slug if topic else "",
            source=said["source"],
            day=str(said["day"]),
            chosen=KnownHeader.objects.choice(header),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what a file would bring, and with the page that shows it import it."""
    if not member(request).has_perm("survey.import_submission"):
        raise PermissionDenied
    if "batch" in request.POST:
        return take_back_page(desk, request)
    if "table" in request.POST:
        return go_on(desk, request, carried_in(request))
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return choose_file(desk, request, form)
    upload = form.as_upload()
    carried = upload.signed()
    try:
        if len(carried) > MOST_CARRIED:
            raise UnreadableError(too_large(len(carried)))
        return preview(desk, request, upload, carried, upload.plan())
    except UnknownColumnsError as error:
        return choose_columns(desk, request, upload, carried, str(error))
    except UnreadableError as error:
        form.add_error("file", str(error))
        return choose_file(desk, request, form)


def go_on(desk: Desk, request: HttpRequest, upload: Upload) -> HttpResponse:
    """Do what the pressed button of one of the pages says that carry a file."""
    carried = request.POST["table"]
    if "choose" in request.POST:
        return choose_columns(desk, request, upload, carried)
    if "chosen" not in request.POST:
        return carry_out(desk, request, upload)
    names = (request.POST.get(f"column-{place}", "") for place in range(len(upload.header)))
    upload = replace(upload, chosen=[name if name in COLUMNS else "" for name in names])
    try:
        made = upload.plan()
    except UnreadableError as error:
        return choose_columns(desk, request, upload, carried, str(error))
    KnownHeader.objects.remember(upload.header, upload.chosen or [])
    return preview(desk, request, upload, upload.signed(), made)


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


def choose_columns(
    desk: Desk, request: HttpRequest, upload: Upload, carried: str, problem: str = ""
) -> HttpResponse:
    """Ask which column is which, with the first thing that stands in each."""
    chosen = upload.chosen or guessed(upload.header)
    columns = [
        {"name": name, "chosen": chosen[place], "sample": first_text(upload.rows, place)}
        for place, name in enumerate(upload.header)
    ]
    page = {
        "problem": problem,
        "columns": columns,
        "choices": [(name, labels[0]) for name, labels in COLUMNS.items()],
        "carried": carried,
    }
    status = 422 if problem else 200
    return desk_page(desk, request, "columns", "Welche Spalte ist was?", status=status, **page)


def first_text(rows: Rows, place: int) -> str:
    """Return the first text of a column."""
    texts = (row[place] for _, row in rows[1:] if place < len(row))
    return next((text for text in texts if not is_blank(text)), "")


def preview(
    desk: Desk,
    request: HttpRequest,
    upload: Upload,
    carried: str,
    made: Plan,
    status: int = 200,
    **page: Any,
) -> HttpResponse:
    """Show what will happen."""
    page |= {"made": made, "errors": made.errors[:SHOWN], "notes": upload.notes}
    page |= {"carried": carried, "chosen": upload.chosen is not None}
    page |= {"own_topics": made.own_topics.most_common(SHOWN), "first": made.submissions[:SAMPLE]}
    page |= {"more_errors": max(0, len(made.errors) - SHOWN)}
    page |= {"more_topics": max(0, len(made.own_topics) - SHOWN)}
    status = 422 if made.errors else status
    return desk_page(desk, request, "preview", "Das geschieht beim Einlesen", status=status, **page)


def carry_out(desk: Desk, request: HttpRequest, upload: Upload) -> HttpResponse:
    """Import the table that the preview carries; what was imported meanwhile is left out."""
    made = upload.plan()
    try:
        stored = made.carry_out(member(request), upload.file)
    except UnreadableError as error:
        return preview(desk, request, upload, request.POST["table"], made, 409, problem=str(error))
    said = f"Eingelesen: {stored}. Schon da: {made.rows - made.gone - stored}."
    if made.gone:
        said += f" Gelöscht und nicht wieder eingelesen: {made.gone}."
    messages.success(request, said)
    return redirect(f"{reverse('admin:survey_submission_changelist')}?arbeit=alle")


def take_back_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Ask whether an import is to be taken back, then do it."""
    here = redirect("admin:survey_submission_import")
    batch = batch_of(number(request.POST["batch"]))
    if not batch:
        messages.warning(request, "Von diesem Einlesen ist nichts mehr da, das zurückgeht.")
        return here
    if "sure" not in request.POST:
        page: dict[str, Any] = {"batch": batch, "stay": touched(batch.record)[:SHOWN]}
        return desk_page(desk, request, "take_back", "Einlesen zurücknehmen", **page)
    try:
        taken = take_back(batch.record, member(request))
    except UnreadableError as error:
        page = {"batch": batch, "problem": str(error)}
        return desk_page(desk, request, "take_back", "Einlesen zurücknehmen", status=409, **page)
    messages.success(request, f"Zurückgenommen und gelöscht: {taken}.")
    return here
