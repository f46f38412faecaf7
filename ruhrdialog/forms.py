from django import forms

from ruhrdialog.lib.fields import AddressField, OwnWordsField
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
