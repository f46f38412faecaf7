"""Form fields for what people write."""

from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.formats import number_format

from ruhrdialog.lib.addresses import bare, likely_meant, normalised
from ruhrdialog.lib.normal_form import is_blank
from ruhrdialog.lib.signs import UNSTORABLE, held, one_line
from ruhrdialog.lib.wishes import wish_in


class OwnWordsField(forms.CharField):
    """Free text, kept as it was written: newlines normalised, nothing stripped.

    What has no sign that anybody can see is no text.

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
        return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value) if value else value

    def to_python(self, value: str | None) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return "" if is_blank(text) else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value and self.required_message:
            raise ValidationError(self.required_message)
        refuse_unstorable(value)
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


def refuse_unstorable(text: str) -> None:
    """Raise ValidationError for a text with a sign that no database can hold."""
    if sign := UNSTORABLE.search(text):
        name = "Nullzeichen" if sign[0] == "\0" else "halbes Zeichen"
        raise ValidationError(
            f"Ihr Text enthält ein Zeichen, das wir nicht speichern können ({name}). "
            "Bitte löschen Sie es."
        )


class EditedField(forms.CharField):
    """What staff write for all to see: only signs that every format holds."""

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value) or ""
        refuse_unstorable(text)
        return "" if is_blank(text) else held(text)


class LineField(EditedField):
    """The same in one line: a title, a name."""

    def to_python(self, value: str | None) -> str:
        return one_line(super().to_python(value))


class AddressField(forms.CharField):
    """An optional e-mail address, given back in the form in which it is stored.

    What stands around it, as a name and angle brackets, is taken off. "Ja" and "nein danke" are no
    mistake and no address: the form looks at the wish itself.
    """

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: str | None) -> str:
        typed = super().clean(value)
        address = "" if wish_in(typed) else bare(typed)
        return normalised(address) if address else ""


def likely_address(field: BoundField) -> str | None:
    """Return the address that was probably meant by what stands in a field for one."""
    with suppress(ValidationError):
        return likely_meant(field.field.clean(field.value()))
    return None
