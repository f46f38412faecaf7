"""Rules for the passwords of staff, beside Django's own (NIST SP 800-63B, section 3.1.1.2)."""

from typing import Any

from django.core.exceptions import ValidationError

# Words of this place, which a guesser tries first.
WORDS = ("ruhr", "konferenz", "dialog", "ministerium", "nrw", "westfalen", "passwort", "verwaltung")


class ContextWordsValidator:
    """Refuse what is little more than words of this place: they count as one sign each."""

    def __init__(self, min_length: int = 12) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "*")
        if len(rest) < min(self.min_length, len(password)):
            raise ValidationError(
                "Das Passwort besteht zu sehr aus Wörtern, die hier jeder kennt. Nehmen Sie "
                "andere, zum Beispiel vier, die nichts miteinander zu tun haben."
            )

    def get_help_text(self) -> str:
        return "Nicht vor allem aus Wörtern wie „Ruhr“, „Konferenz“ oder „Ministerium“."
