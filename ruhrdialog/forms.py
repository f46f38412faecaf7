from django import forms
from django.core.exceptions import ValidationError

from ruhrdialog.lib.fields import AddressField, OwnWordsField
from ruhrdialog.lib.wishes import Wish, wish_in
from ruhrdialog.models import MAX_MESSAGE


class BarrierForm(forms.Form):
    """The feedback form of the accessibility statement."""

    page = OwnWordsField(
        label="Auf welcher Seite?",
        limit=300,
        help_text="Zum Beispiel die Adresse oder die Überschrift. Freiwillig.",
    )
    message = OwnWordsField(
        label="Was hat Sie gehindert?",
        limit=MAX_MESSAGE,
        required_message="Bitte schreiben Sie, was Sie gehindert hat.",
        help_text="Höchstens 4.000 Zeichen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = AddressField(
        label="Ihre E-Mail-Adresse für unsere Antwort",
        help_text="Freiwillig. Wir benutzen sie nur, um Ihnen auf diese Nachricht zu antworten.",
    )

    def clean_email(self) -> str:
        if wish_in(self["email"].value() or "") is Wish.YES:
            raise ValidationError(
                "Damit wir Ihnen antworten können, schreiben Sie hier bitte Ihre E-Mail-Adresse, "
                "zum Beispiel name@example.org. Sonst lassen Sie das Feld leer."
            )
        return str(self.cleaned_data["email"])
