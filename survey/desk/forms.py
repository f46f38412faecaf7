"""What staff fill in at the review desk: one small form a deed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forums.models import Forum
from ruhrdialog.lib.fields import LineField, OwnWordsField
from survey.submissions.limits import MAX_TEXT
from survey.submissions.models import Submission
from survey.submissions.steps import Step, Words


class DeskForm(forms.Form):
    """A form on the version of a submission that the page has shown, or (None) on many."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, submission: Submission | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if submission is None:
            del self.fields["version"]
        else:
            self.initial = {"version": submission.version}


class StepForm(DeskForm):
    """What a step asks for, as its row says."""

    def __init__(
        self, step: Step, submission: Submission | None, *args: Any, **options: Any
    ) -> None:
        super().__init__(submission, *args, **options)
        self.assigned_forum = submission and submission.assigned_forum
        if step.moves:
            self.fields["forum"] = forms.ModelChoiceField(
                label="Themenforum",
                queryset=Forum.objects.all(),
                error_messages={"required": "Bitte wählen Sie ein Themenforum."},
            )
        if words := step.words:
            if step.moves and submission and not self.assigned_forum:
                # There is nobody to whom it would have to be explained.
                words = words._replace(label=f"{words.label} (freiwillig)", missing="")
            self.fields["text"] = words_field(words)
        if step.for_similar:
            self.fields["also"] = also_field()

    def clean_forum(self) -> Forum:
        if self.cleaned_data["forum"] == self.assigned_forum:
            raise ValidationError("Dort liegt der Beitrag schon.")
        forum: Forum = self.cleaned_data["forum"]
        return forum


def words_field(words: Words) -> OwnWordsField:
    return OwnWordsField(
        label=words.label,
        limit=MAX_TEXT,
        required_message=words.missing,
        help_text=words.help,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def also_field() -> forms.ModelMultipleChoiceField[Submission]:
    """Return the field of the checkboxes at the similar submissions; the page says of which."""
    gone = "Einer der ähnlichen Beiträge liegt nicht mehr bei Ihnen."
    return forms.ModelMultipleChoiceField(
        queryset=Submission.objects.none(),
        required=False,
        error_messages={"invalid_choice": gone, "invalid_pk_value": gone},
    )


class NoteForm(DeskForm):
    text = words_field(
        Words("Interne Notiz", "Bitte schreiben Sie eine Notiz.", "Nur für Beschäftigte.")
    )


class TagForm(DeskForm):
    text = LineField(
        label="Schlagwort",
        max_length=40,
        widget=forms.TextInput(attrs={"list": "schlagworte", "autocomplete": "off"}),
        error_messages={"required": "Bitte nennen Sie ein Schlagwort."},
    )
