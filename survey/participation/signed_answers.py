"""The answers on their way from the check page to the database.

The check page carries them, with the receipt code, as one signed and timestamped value: no
session, no cookie, and nobody can put another's code in. It has no end of validity, so a form
left open goes through; sent twice it is one submission, and once withdrawn it stays withdrawn.
All check pages of one form have the same code, so that who comes back to it after sending, and
writes something else, is told of the first submission.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing

from ruhrdialog.lib.codes import code_of, random_code

SALT = "survey.answers"
# What a script draws for each form that is opened, 128 bits; the page is the same for everybody.
FORM = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class SignedAnswers:
    """What was typed (field name to value, as the browser sent it) and the receipt code.

    `draft` is the secret of the link under which it was saved to go on later, if it was.
    """

    data: dict[str, Any]
    code: str = field(default_factory=random_code)
    draft: str = ""

    @classmethod
    def of_form(cls, data: dict[str, Any], form: str) -> "SignedAnswers":
        """Return what was typed into a form, whose number is empty where no script runs."""
        return cls(data, code_of(form)) if FORM.fullmatch(form) else cls(data)

    def as_another(self) -> "SignedAnswers":
        """Return them as a submission of its own, beside that which was sent under this code."""
        text = json.dumps([self.code, self.data], sort_keys=True)
        return replace(self, code=code_of(text))

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

    @staticmethod
    def is_signed_within(value: str, seconds: int) -> bool:
        """Tell whether `sign` gave this no longer ago, to the second."""
        try:
            signing.TimestampSigner(salt=SALT).unsign(value, max_age=seconds)
        except signing.BadSignature:
            return False
        return True

    @classmethod
    def read(cls, value: str) -> "SignedAnswers":
        """Return what `sign` was given. Raises django.core.signing.BadSignature."""
        return cls(*signing.loads(value, salt=SALT))
