"""What staff fill in at the review desk: one small form a deed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.fields import LineField, OwnWordsField
from ruhrdialog.lib.staff import name_of
from survey.desk.assignments import AssignmentRule, holder, may_review
from survey.desk.covers import Cover
from survey.submissions.limits import MAX_TEXT
from survey.submissions.models import Submission
from survey.submissions.rights import reviewed_forums, reviewers
from survey.submissions.steps import Step, Words

OVER = "Dieser Zeitpunkt ist schon vorbei. Bitte wählen Sie einen späteren."


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


class PersonField(forms.ModelChoiceField[User]):
    """Whom of the staff: by the name that stands on their pages."""

    def label_from_instance(self, user: Any) -> str:
        return name_of(user)


class GiveForm(DeskForm):
    """To whom a submission is given; the page says among whom many are shared out."""

    person = PersonField(
        label="Wem?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Niemandem (zurücknehmen)",
        help_text="Steht dann unter „Meine“. Bearbeiten können weiterhin alle, die es dürfen.",
        error_messages={
            "invalid_choice": "Diese Person bearbeitet das Themenforum nicht (mehr). Bitte wählen "
            "Sie eine andere."
        },
    )

    def __init__(self, submission: Submission | None, *args: Any, **options: Any) -> None:
        super().__init__(submission, *args, **options)
        if submission and submission.assigned_forum:
            fields: dict[str, Any] = self.fields
            fields["person"].queryset = reviewers([submission.assigned_forum.pk])
            self.initial["person"] = holder(submission)


class RuleForm(forms.ModelForm[AssignmentRule]):
    """A rule, for somebody who works on what it gives."""

    person = PersonField(
        label="Wem?",
        queryset=reviewers(None),
        help_text=AssignmentRule._meta.get_field("person").help_text,
    )

    class Meta:
        model = AssignmentRule
        fields = ["forum", "tag", "person"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        person, tag = data.get("person"), data.get("tag")
        forum = tag.forum if tag else data.get("forum")
        if person and forum and not may_review(person, forum):
            self.add_error("person", f"{name_of(person)} bearbeitet {forum} nicht.")
        return data


class CoverForm(forms.ModelForm[Cover]):
    """Who looks after one's own submissions; Leitung also names somebody for who can't any more."""

    person = PersonField(label="Wer wird vertreten?", queryset=reviewers(None))
    colleague = PersonField(
        label="Wer vertritt?",
        queryset=User.objects.none(),
        empty_label="Bitte wählen",
        help_text="Sieht in dieser Zeit unter „Meine“ auch, was der vertretenen Person vergeben "
        "ist.",
        error_messages={"required": "Bitte wählen Sie, wer vertritt."},
    )

    class Meta:
        model = Cover
        fields = ["person", "colleague", "first_day", "last_day"]
        widgets = {
            name: forms.DateInput({"type": "date"}, "%Y-%m-%d")
            for name in ("first_day", "last_day")
        }
        error_messages = {
            name: {
                "required": "Bitte nennen Sie den Tag.",
                "invalid": "Bitte nennen Sie den Tag so: 24.12.2018.",
            }
            for name in ("first_day", "last_day")
        }

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        self.instance.person = user
        leads = user.has_perm("auth.change_user")
        fields["colleague"].queryset = reviewers(None if leads else reviewed_forums(user))
        if leads:
            self.initial["person"] = user.pk
        else:
            del fields["person"]

    def clean_colleague(self) -> User:
        """Keep what a constraint keeps, too, which isn't asked where the person is no field."""
        colleague: User = self.cleaned_data["colleague"]
        if colleague == self.cleaned_data.get("person", self.instance.person):
            raise ValidationError("Niemand vertritt sich selbst.")
        return colleague

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < timezone.localdate():
            raise ValidationError("Der letzte Tag ist schon vorbei.")
        return day


class PlanForm(forms.Form):
    """When answers are to be sent; `at` is the instant."""

    day = forms.DateField(
        label="Tag",
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={
            "required": "Bitte nennen Sie den Tag.",
            "invalid": "Bitte nennen Sie den Tag so: 24.12.2018.",
        },
    )
    hour = forms.TypedChoiceField(
        label="Uhrzeit",
        choices=[(hour, f"{hour} Uhr") for hour in range(24)],
        coerce=int,
        initial=9,
        error_messages={
            "required": "Bitte wählen Sie die Stunde.",
            "invalid_choice": "Bitte wählen Sie die Stunde aus der Liste.",
        },
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate() + timedelta(days=365):
            raise ValidationError("Bitte wählen Sie einen Tag innerhalb eines Jahres.")
        if day < timezone.localdate():
            raise ValidationError(OVER)
        return day

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if "day" in data and "hour" in data:
            data["at"] = timezone.make_aware(datetime.combine(data["day"], time(data["hour"])))
            if data["at"] <= timezone.now():
                self.add_error("day", OVER)
        return data


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
