"""How staff log in: django-allauth with a second factor, and nobody can sign up."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from ruhrdialog.lib.sealed import Age, age_of, opened, sealed
from ruhrdialog.lib.senders import sender_network
from ruhrdialog.models import Event, StartPassword

# allauth's German says du.
SAID_POLITELY = {
    "enter_current_password": "Bitte geben Sie Ihr jetziges Passwort ein.",
    "too_many_login_attempts": "Zu viele gescheiterte Anmeldungen. Bitte versuchen Sie es später "
    "noch einmal.",
    "rate_limited": "Das waren zu viele Anfragen. Bitte warten Sie einen Augenblick.",
}


class SaysItPolitely:
    def add_error(self, field: str | None, error: Any) -> None:
        if field == "password2" and not isinstance(error, ValidationError):
            error = "Bitte geben Sie zweimal dasselbe Passwort ein."
        form: Any = super()
        form.add_error(field, error)


ChangePasswordForm = type("ChangePasswordForm", (SaysItPolitely, forms.ChangePasswordForm), {})


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | SAID_POLITELY

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Refuse a start password that wasn't used in time, to whoever knows it."""
        user = super().authenticate(request, **credentials)
        if user and StartPassword.objects.has_ended(user):
            Event.objects.write(Event.What.REFUSED, None, "Startpasswort abgelaufen", user)
            raise ValidationError(
                "Dieses Startpasswort gilt nicht mehr. Bitten Sie die Leitung um ein neues."
            )
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by name and network together.

        By name alone, as allauth does it, a stranger could lock out anybody whose name is known.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key} {sender_network(request)}"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps the secrets of authenticator apps encrypted: a copy of the database isn't enough."""

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)


SECRETS = ("secret", "seed", "migrated_codes")  # of an app, of recovery codes, of imported ones


def age_of_factor(data: dict[str, Any]) -> Age:
    """Return the age of the oldest secret of a factor; what has none, as a passkey, is present."""
    values = [data[name] for name in SECRETS if name in data]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return max((age_of(text) for text in texts), default=Age.PRESENT)
