from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from forums.finding import find
from forums.models import Forum, Ministry, Moderator, findable

LONGEST = 100  # signs of what is looked for
FEW = 3  # people of one name


class WordField(forms.CharField):
    """A word by which somebody looks for a topic."""

    def __init__(self, **options: Any) -> None:
        # Not as `max_length`: the browser would cut off what is pasted and say nothing.
        longest = MaxLengthValidator(
            LONGEST, "Bitte suchen Sie mit höchstens %(limit_value)d Zeichen."
        )
        widget = forms.TextInput(attrs={"type": "search", "dir": "auto"})
        super().__init__(required=False, validators=[longest], widget=widget, **options)


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
    suche = WordField(label="Wort", help_text="Zum Beispiel Bus, Miete oder Kita")

    def forums(self) -> list[Forum]:
        """Return the forums that pass the filter; all of them when the input is wrong."""
        if not self.is_valid():
            return findable()
        word, ministry = self.cleaned_data["suche"], self.cleaned_data["ministerium"]
        forums = find(word, findable()) if word else findable()
        return [forum for forum in forums if ministry in (None, forum.ministry)]

    def moderators(self) -> list[Moderator]:
        """Return those who have what was typed as a word of their name; they are shown apart."""
        words = set(self.cleaned_data["suche"].lower().split()) if self.is_valid() else set()
        if not words:
            return []
        everybody = Moderator.objects.select_related("forum")
        named = [one for one in everybody if words <= set(one.name.lower().split())]
        return named if len(named) <= FEW else []  # of "Minister" nobody is meant
