"""Recording for others: what came on paper or by phone, one by one or from a file."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forums.models import Forum
from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.posts import see_other
from survey.participation.forms import OTHER, SurveyForm
from survey.submissions.models import Submission
from survey.transfer.importing import Plan, Table, UnreadableError, plan, read_table

CODE = signing.Signer(salt="survey.recording")
TABLE = "survey.importing"  # the salt
MOST_BYTES = 10_000_000  # of a file on the page
MOST_CARRIED = 2_000_000  # signs of the preview's hidden field: a form may have 2.5 million bytes
SHOWN = 50  # errors
SAMPLE = 3  # rows that show whether columns and umlauts were understood

FOREIGN_SOURCES = [
    (source.value, source.label) for source in Submission.Source if source != "portal"
]


def source_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Wie kam es?",
        choices=[("", "Bitte wählen"), *FOREIGN_SOURCES],
        error_messages={"required": "Bitte wählen Sie, wie der Beitrag kam."},
    )


class RecordForm(SurveyForm):
    """The questions of the survey, answered by staff for somebody; the code makes it one."""

    field_order = ("source", "day", *SurveyForm.field_order)

    source = source_field()
    day = forms.DateField(
        label="Wann kam es?",
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={
            "required": "Bitte nennen Sie den Tag.",
            "invalid": "Bitte nennen Sie den Tag so: 24.12.2018.",
        },
    )
    code = forms.CharField(widget=forms.HiddenInput, initial=lambda: CODE.sign(random_code()))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["email"]
        choices = self.fields["forum"].choices
        self.fields["forum"].widget = forms.Select()
        self.fields["forum"].choices = [("", "Bitte wählen"), *choices]
        self.fields["other_topic"].help_text += f". Nur bei „{dict(choices)[OTHER]}“"

    def clean_day(self) -> date:
        if self.cleaned_data["day"] > timezone.localdate():
            raise ValidationError("Der Tag liegt in der Zukunft.")
        return self.cleaned_data["day"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.unused_topic:  # on paper both may stand; nothing of it is lost unseen
            self.add_error(
                "other_topic",
                "Es ist schon ein Thema gewählt. Bitte leeren Sie dieses Feld oder wählen Sie "
                "„Ein anderes Thema“.",
            )
        return answers

    def submission_fields(self) -> dict[str, Any]:
        own = {name: self.cleaned_data[name] for name in ("source", "day")}
        return super().submission_fields() | own

    def receipt_code(self) -> str:
        """Return the code that the form was given. Raises BadRequest if it was changed."""
        try:
            return CODE.unsign(self.data.get("code", ""))
        except signing.BadSignature as error:
            raise BadRequest("The receipt code was changed.") from error


@require_http_methods(["GET", "HEAD", "POST"])
def record_page(request: HttpRequest, desk: ModelAdmin) -> HttpResponse:
    """Take the answers of somebody who has no access, and lead to the receipt to print."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return desk_page(desk, request, "record", "Beitrag erfassen", form=RecordForm())
    form = RecordForm(request.POST)
    code = form.receipt_code()
    if not form.is_valid():
        return desk_page(desk, request, "record", "Beitrag erfassen", 422, form=form)
    Submission.objects.receive(code, **form.submission_fields())
    return see_other("survey:receipt", code)


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
def import_page(request: HttpRequest, desk: ModelAdmin) -> HttpResponse:
    """Show what a file would bring, and with the page that shows it import it.

    The page carries the table signed, as a check page carries its answers: nothing is stored
    before somebody says so.
    """
    if not request.user.has_perm("survey.import_submission"):
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


def choose_file(desk: ModelAdmin, request: HttpRequest, form: ImportForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return desk_page(desk, request, "import", "Beiträge einlesen", status, form=form)


def preview(
    desk: ModelAdmin, request: HttpRequest, made: Plan, carried: str, status: int, **page: Any
) -> HttpResponse:
    page |= {"made": made, "errors": made.errors[:SHOWN], "carried": carried}
    page |= {"own_topics": made.own_topics.most_common(), "first": made.submissions[:SAMPLE]}
    page |= {"more_errors": max(0, len(made.errors) - SHOWN)}
    return desk_page(desk, request, "preview", "Das geschieht beim Einlesen", status, **page)


def carry_out(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
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
    messages.success(request, f"Eingelesen: {number}. Schon da: {made.rows - number}.")
    return redirect(f"{reverse('admin:survey_submission_changelist')}?arbeit=alle")


def desk_page(
    desk: ModelAdmin,
    request: HttpRequest,
    template: str,
    title: str,
    status: int = 200,
    **page: Any,
) -> HttpResponse:
    page |= desk.admin_site.each_context(request) | {"title": title, "media": desk.media}
    return render(request, f"admin/survey/submission/{template}.html", page, status=status)
