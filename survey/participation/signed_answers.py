"""The answers on their way from the check page to the database.

The check page carries them, with the receipt code, as one signed and timestamped value: no
session, no cookie, and nobody can put another's code in. It has no end of validity, so a form
left open goes through; sent twice it is one submission, and once withdrawn it stays withdrawn.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing

from ruhrdialog.lib.codes import random_code

SALT = "survey.answers"


@dataclass(frozen=True)
class SignedAnswers:
    """What was typed (field name to value, as the browser sent it) and the receipt code.

    `draft` is the secret of the link under which it was saved to go on later, if it was.
    """

    data: dict[str, Any]
    code: str = field(default_factory=random_code)
    draft: str = ""

    def sign(self) -> str:
        """Return all of it as the value of a hidden field.

        Without a draft as the code before 0.2.0 reads it, which may serve beside this one for a
        moment.
        """
        parts = [self.data, self.code, *([self.draft] if self.draft else [])]
        return signing.dumps(parts, salt=SALT, compress=True)

    def without_data(self) -> "SignedAnswers":
        """Return what a form carries along, in which the answers are open to change."""
        return replace(self, data={})

    @classmethod
    def read(cls, value: str) -> "SignedAnswers":
        """Return what `sign` was given. Raises django.core.signing.BadSignature."""
        return cls(*signing.loads(value, salt=SALT))
