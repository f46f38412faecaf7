"""Recording for others: what came on paper or by phone, one by one."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.codes import random_code
from survey.desk.pages import Desk, desk_page
from survey.participation.forms import OTHER, SurveyForm
from survey.participation.hints import to_ask_about
from survey.participation.sharing import kept_by
from survey.submissions.models import Submission

CODE = signing.Signer(salt="survey.recording")
KEPT = ("source", "day")  # from one to the next

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
        fields: dict[str, Any] = self.fields
        del fields["email"], fields["betreff"]
        choices = fields["forum"].choices
        fields["forum"].widget = forms.Select()
        fields["forum"].choices = [("", "Bitte wählen"), *choices]
        fields["other_topic"].help_text += f". Nur bei „{dict(choices)[OTHER]}“"

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError("Der Tag liegt in der Zukunft.")
        return day

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        self.refuse_unused_topic()  # on paper both may stand; nothing of it is lost unseen
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
def record_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the answers of somebody who has no access, and show the receipt to print, this once."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        form = RecordForm(initial=kept(request))
        return desk_page(desk, request, "record", "Beitrag erfassen", form=form)
    form = RecordForm(request.POST)
    code = form.receipt_code()
    if not form.is_valid():
        return desk_page(desk, request, "record", "Beitrag erfassen", status=422, form=form)
    if hints := to_ask_about(request, form):
        return desk_page(desk, request, "record", "Beitrag erfassen", form=form, hints=hints)
    submission = Submission.objects.receive(code, **form.submission_fields())
    return recorded_page(request, desk, form, submission, code)


def kept(request: HttpRequest) -> dict[str, Any]:
    """Return how and when the last one came, of a pile of letters that are recorded one by one."""
    last = RecordForm({name: request.GET.get(name, "") for name in KEPT})
    last.is_valid()
    return {name: last.cleaned_data[name] for name in KEPT if name in last.cleaned_data}


def recorded_page(
    request: HttpRequest, desk: Desk, form: RecordForm, submission: Submission | None, code: str
) -> HttpResponse:
    """Show the slip for the person, as an answer that no address leads to again."""
    return desk_page(
        desk,
        request,
        "recorded",
        "Beitrag gespeichert",
        submission=submission,
        portal=settings.SITE_URL,
        again=urlencode({name: form.cleaned_data[name] for name in KEPT}),
        **kept_by(code),
    )
