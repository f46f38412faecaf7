"""Asking for news, and choosing what it is to be about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from forums.models import Forum, every_forum
from ruhrdialog.lib.consent import CONSENT
from ruhrdialog.lib.fields import AddressField, likely_address
from ruhrdialog.lib.posts import ASKED
from ruhrdialog.lib.wishes import Wish, wish_in
from survey.news.models import Subscription

NO_ADDRESS = {
    None: "Bitte nennen Sie uns Ihre E-Mail-Adresse.",
    Wish.YES: "Schön! Damit wir Ihnen schreiben können, tragen Sie hier bitte Ihre E-Mail-Adresse "
    "ein, zum Beispiel name@example.org.",
    Wish.NO: "Sie möchten keine E-Mails? Dann brauchen Sie hier nichts zu tun. Wir haben nichts "
    "gespeichert.",
}


class JoinForm(forms.Form):
    """The address alone, for who wants news without taking part."""

    email = AddressField(label="Ihre E-Mail-Adresse", help_text=CONSENT)
    about = forms.Field(required=False, widget=forms.HiddenInput)  # whatever it is, no error

    def forum(self) -> Forum | None:
        """Return the forum from whose page the form was opened."""
        slug = self["about"].value()
        return next((forum for forum in every_forum() if forum.slug == slug), None)

    def topics(self) -> list[int]:
        """Return what is chosen on the page that asks for consent, to begin with."""
        forum = self.forum()
        return [forum.pk] if forum else []

    def clean_email(self) -> str:
        if not self.cleaned_data["email"]:
            raise ValidationError(NO_ADDRESS[wish_in(self["email"].value() or "")])
        return str(self.cleaned_data["email"])

    def likely_email(self) -> str | None:
        """Return the address that was probably meant instead of the given one."""
        return likely_address(self["email"])

    def asks(self) -> bool:
        """Tell whether the address is to be asked about first: once, and then it is taken."""
        return ASKED not in self.data and self.likely_email() is not None


class TopicsForm(forms.Form):
    """Which forums a subscription is about; none means all."""

    topics = forms.MultipleChoiceField(
        label="Zu welchen Themen möchten Sie Neuigkeiten?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Wenn Sie nichts auswählen, schreiben wir Ihnen zu allen Themen.",
        error_messages={"invalid_choice": "Dieses Thema kennen wir nicht: %(value)s."},
    )

    def __init__(self, subscription: Subscription, data: QueryDict | None = None) -> None:
        self.forums = {forum.slug: forum for forum in Forum.objects.all()}
        chosen = [slug for slug, forum in self.forums.items() if forum.pk in subscription.topics]
        super().__init__(data, initial={"topics": chosen})
        fields: dict[str, Any] = self.fields
        fields["topics"].choices = [(slug, f.title) for slug, f in self.forums.items()]

    def topic_ids(self) -> list[int]:
        return [self.forums[slug].pk for slug in self.cleaned_data["topics"]]
