"""What is known of one address, for data protection: consents, and whether it is shut.

The address comes by POST alone, so that it stands in no address of a page and in no log.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.events import Event
from ruhrdialog.lib.fields import AddressField
from ruhrdialog.lib.sealed import LostKeyError
from ruhrdialog.lib.staff import member
from survey.news.models import Subscription
from survey.news.proofs import AddressKey, ConsentProof, NeverAgain, Wording

LOST = (
    "Frühere Anmeldungen sind nicht lesbar: Der Schlüssel des Portals wurde gewechselt. Bitte "
    "wenden Sie sich an die Technik; sie findet unter „SECRET_KEY“ in docs/operations.md, was zu "
    "tun ist."
)


class LookUpForm(forms.Form):
    """One address, as its owner writes it."""

    email = AddressField(label="E-Mail-Adresse")

    def clean_email(self) -> str:
        if not self.cleaned_data["email"]:
            raise ValidationError("Bitte geben Sie die Adresse an.")
        return str(self.cleaned_data["email"])


@require_http_methods(["GET", "HEAD", "POST"])
def proof_page(request: HttpRequest) -> HttpResponse:
    """Ask for an address; a POST shows what is known of it, gives it as a file, or opens it."""
    if not request.user.has_perm("survey.view_subscription"):
        raise PermissionDenied
    form = LookUpForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        try:
            found = known_of(form.cleaned_data["email"])
        except LostKeyError:
            form.add_error("email", LOST)
    if found and request.POST.get("verb") == "file":
        return as_file(request, found)
    if found and request.POST.get("verb") == "allow":
        allow(request, form.cleaned_data["email"])
        found = known_of(form.cleaned_data["email"])
    page = {
        **admin.site.each_context(request),
        "title": "Nachweis der Einwilligung",
        "opts": Subscription._meta,
        "form": form,
        "found": found,
    }
    status = 422 if form.errors else 200
    return render(request, "admin/survey/subscription/proof.html", page, status=status)


def known_of(address: str) -> dict[str, Any]:
    """Return the consents given at an address (normalised), with days, and since when it is shut.

    Raises LostKeyError.
    """
    hashed = AddressKey.objects.hashed(address)
    texts = dict(Wording.objects.values_list("version", "text"))
    consents = [
        consent(texts, row.wording_version, row.requested_on, row.confirmed_on, row.ended_on)
        for row in ConsentProof.objects.filter(address_hash=hashed)
    ]
    if row := Subscription.objects.filter(address=address).first():
        confirmed = row.confirmed_at and localdate(row.confirmed_at)
        consents.append(
            consent(texts, row.wording_version, localdate(row.requested_at), confirmed, None)
        )
    shut = NeverAgain.objects.filter(pk=hashed).first()
    return {"address": address, "consents": consents, "shut": shut and shut.day}


def consent(
    texts: dict[str, str], version: str, asked: date, confirmed: date | None, ended: date | None
) -> dict[str, Any]:
    return {
        "Fassung": version,
        "Wortlaut": texts.get(version),
        "Angefragt": asked,
        "Bestätigt": confirmed,
        "Beendet": ended,
    }


def as_file(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    Event.objects.write(Event.What.EXPORT, member(request), "Nachweis einer Einwilligung")
    data = {
        "E-Mail-Adresse": found["address"],
        "Einwilligungen": found["consents"],
        "Nie wieder schreiben seit": found["shut"],
    }
    return JsonResponse(
        data,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="nachweis.json"'},
    )


def allow(request: HttpRequest, address: str) -> None:
    """Let an address be written to again, since its owner has asked for it."""
    if not request.user.has_perm("survey.delete_subscription"):
        raise PermissionDenied
    if NeverAgain.objects.filter(pk=AddressKey.objects.hashed(address)).delete()[0]:
        Event.objects.write(Event.What.ERASURE, member(request), "Sperre einer Adresse")
        messages.success(request, "An diese Adresse darf das Portal wieder schreiben.")
