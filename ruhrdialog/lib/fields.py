"""Form fields for what people write."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.formats import number_format

MAX_ADDRESS = 254  # octets, RFC 5321 section 4.5.3.1.3 less the angle brackets


class OwnWordsField(forms.CharField):
    """Free text, kept as it was written: newlines normalised, nothing stripped.

    A browser counts a line break as one character and sends two (CRLF, HTML Living Standard
    4.10.22.4); the limit is in code points after normalising, as the browser's user sees it.
    """

    def __init__(self, *, limit: int, required_message: str = "", **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)
        self.limit = limit
        self.required_message = required_message
        self.widget.attrs |= {"dir": "auto", "data-limit": limit}

    def prepare_value(self, value: str | None) -> str | None:
        """Show a refused text without what no page may hold."""
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if value else value

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value and self.required_message:
            raise ValidationError(self.required_message)
        if "\0" in value:
            raise ValidationError(
                "Ihr Text enthält ein Zeichen, das wir nicht speichern können (Nullzeichen). "
                "Bitte löschen Sie es."
            )
        if len(value) > self.limit:
            length, limit, over = (
                number_format(number, force_grouping=True)
                for number in (len(value), self.limit, len(value) - self.limit)
            )
            raise ValidationError(
                f"Ihr Text hat {length} Zeichen, möglich sind {limit}. "
                f"Bitte kürzen Sie ihn um {over} Zeichen."
            )

    def run_validators(self, value: str) -> None:
        """Leave it at `validate`: Django's own message about NUL says less."""


class PublicAddressValidator(EmailValidator):
    """Refuse what can't be reached from outside: `a@localhost`, `a@[127.0.0.1]`."""

    literal_regex = re.compile(r"(?!)")


class AddressField(forms.CharField):
    """An optional e-mail address, given back in lower case."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_validators = [
        PublicAddressValidator(
            "Diese E-Mail-Adresse ist nicht vollständig. Sie braucht ein @ und dahinter einen "
            "Namen mit Punkt, wie er auch in Ihrem E-Mail-Programm steht.",
            allowlist=[],
        )
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: str | None) -> str:
        address = super().clean(value).lower()
        if len(address.encode()) > MAX_ADDRESS:
            raise ValidationError("Diese E-Mail-Adresse ist zu lang.")
        return address
