"""The single keys of the desk: everybody can change them or switch them off (WCAG 2.1.4)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.staff import member
from survey.desk.deeds import deeds
from survey.desk.models import DeskKeys
from survey.desk.pages import Desk, desk_page

WAYS = {
    "next": ("Nächster", "n"),
    "previous": ("Voriger", "p"),
    "list": ("Zurück zur Liste", "l"),
    "keys": ("Tasten zeigen", "?"),
    "take_back": ("Letzten Schritt zurücknehmen", "z"),
    "send": ("Letzten Schritt jetzt senden", "j"),
}


def labelled_keys() -> dict[str, tuple[str, str]]:
    """Return all that has a key: what it is called, and the key that it has unless changed."""
    return {deed.name: (deed.label, deed.key) for deed in deeds().values()} | WAYS


def keys_of(user: User) -> dict[str, str]:
    return DeskKeys.objects.of(user, {name: key for name, (_, key) in labelled_keys().items()})


class KeysForm(forms.Form):
    """A field for each key, and whether any does something."""

    are_on = forms.BooleanField(label="Einzelne Tasten lösen etwas aus", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, _) in labelled_keys().items():
            widget = forms.TextInput({"size": 2, "autocomplete": "off", "autocapitalize": "off"})
            too_long = f"{label}: Das ist mehr als ein Zeichen."
            self.fields[f"taste_{name}"] = forms.CharField(
                label=label,
                max_length=1,
                required=False,
                widget=widget,
                error_messages={"max_length": too_long},
            )

    def chosen(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"taste_{name}", "") for name in labelled_keys()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        used = [key for key in self.chosen().values() if key]
        twice = sorted({key for key in used if used.count(key) > 1})
        if twice:
            raise ValidationError(f"Zweimal vergeben: {', '.join(twice)}.")
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the keys to change; a POST stores them, or forgets what was changed."""
    user = member(request)
    if not user.has_perm("survey.review_submission"):
        raise PermissionDenied
    if "wie-vorher" in request.POST:
        DeskKeys.objects.filter(user=user).delete()
        messages.success(request, "Die Tasten sind wieder wie am Anfang.")
        return redirect("admin:survey_submission_keys")
    form = KeysForm(request.POST if request.method == "POST" else None, initial=now(user))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return desk_page(desk, request, "keys", "Tasten", status=status, form=form)
    DeskKeys.objects.update_or_create(
        user=user, defaults={"are_on": form.cleaned_data["are_on"], "chosen": form.chosen()}
    )
    messages.success(request, "Die Tasten sind gespeichert.")
    return redirect("admin:survey_submission_keys")


def now(user: User) -> dict[str, Any]:
    """Return the keys of somebody as the form shows them."""
    own = DeskKeys.objects.filter(user=user).first() or DeskKeys(user=user)
    usual = {name: key for name, (_, key) in labelled_keys().items()}
    keys = {f"taste_{name}": own.chosen.get(name, key) for name, key in usual.items()}
    return {"are_on": own.are_on, **keys}
