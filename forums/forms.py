from django import forms
from django.core.validators import MaxLengthValidator

from forums.models import Forum, ForumQuerySet, Ministry


class FilterForm(forms.Form):
    """The filter above the list of the forums."""

    ministerium = forms.ModelChoiceField(
        Ministry.objects.all(),
        to_field_name="slug",
        required=False,
        label="Ministerium",
        empty_label="Alle Ministerien",
        error_messages={
            "invalid_choice": "Dieses Ministerium kennen wir nicht. Bitte wählen Sie eines aus "
            "der Liste."
        },
    )
    suche = forms.CharField(
        required=False,
        label="Wort",
        help_text="Zum Beispiel Schule, Bahn oder Energie",
        # Not as `max_length`: the browser would cut off what is pasted and say nothing.
        validators=[
            MaxLengthValidator(100, "Bitte suchen Sie mit höchstens %(limit_value)d Zeichen.")
        ],
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )

    def forums(self) -> ForumQuerySet:
        """Return the forums that pass the filter; all of them when the input is wrong."""
        forums = Forum.objects.select_related("ministry")
        if self.is_valid():
            forums = forums.containing(self.cleaned_data["suche"])
            if ministry := self.cleaned_data["ministerium"]:
                forums = forums.filter(ministry=ministry)
        return forums
