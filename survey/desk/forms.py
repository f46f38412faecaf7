"""What staff fill in at the review desk: one small form a step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forums.models import Forum
from ruhrdialog.lib.fields import OwnWordsField
from survey.submissions.limits import MAX_TEXT
from survey.submissions.models import Submission


def text_field(label: str, missing: str, help_text: str = "") -> OwnWordsField:
    return OwnWordsField(
        label=label,
        limit=MAX_TEXT,
        required_message=missing,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class StepForm(forms.Form):
    """A step on the version of a submission that the page has shown, or (None) on many."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, submission: Submission | None, *args: Any, **options: Any) -> None:
        initial = {"version": submission.version} if submission else {}
        super().__init__(*args, initial=initial, **options)
        if submission is None:
            del self.fields["version"]


class AnswerForm(StepForm):
    text = text_field(
        "Antwort",
        "Bitte schreiben Sie eine Antwort.",
        "Steht auf dem Beleg der Bürgerin oder des Bürgers.",
    )
    # The checkboxes stand at the similar submissions; who may answer which says the desk.
    also = forms.ModelMultipleChoiceField(
        queryset=Submission.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": "Einer der ähnlichen Beiträge liegt nicht mehr bei Ihnen.",
            "invalid_pk_value": "Einer der ähnlichen Beiträge liegt nicht mehr bei Ihnen.",
        },
    )


class QuestionForm(StepForm):
    text = text_field(
        "Rückfrage",
        "Bitte schreiben Sie eine Frage.",
        "Auf dem Beleg, mit einem Feld zum Antworten.",
    )


class NotPursueForm(StepForm):
    text = text_field(
        "Warum wird der Beitrag nicht weiterverfolgt?",
        "Bitte nennen Sie den Grund.",
        "Steht auf dem Beleg.",
    )


class ReassignForm(StepForm):
    forum = forms.ModelChoiceField(
        label="Themenforum",
        queryset=Forum.objects.all(),
        error_messages={"required": "Bitte wählen Sie ein Themenforum."},
    )
    text = text_field(
        "Notiz für das Themenforum", "Bitte schreiben Sie, warum.", "Nur für Beschäftigte."
    )

    def __init__(self, submission: Submission | None, *args: Any, **options: Any) -> None:
        super().__init__(submission, *args, **options)
        self.assigned_forum = submission and submission.assigned_forum

    def clean_forum(self) -> Forum:
        if self.cleaned_data["forum"] == self.assigned_forum:
            raise ValidationError("Dort liegt der Beitrag schon.")
        return self.cleaned_data["forum"]


class NoteForm(StepForm):
    text = text_field("Interne Notiz", "Bitte schreiben Sie eine Notiz.", "Nur für Beschäftigte.")


class TagForm(StepForm):
    text = forms.CharField(
        label="Schlagwort",
        max_length=40,
        widget=forms.TextInput(attrs={"list": "schlagworte", "autocomplete": "off"}),
        error_messages={"required": "Bitte nennen Sie ein Schlagwort."},
    )
