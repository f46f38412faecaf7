"""Asking about personal data in own words: where they are written and where they are read.

Never a refusal. A page that stores at once asks first, and takes the words as they are when it has
asked.
"""

from typing import NamedTuple

from django.forms import Form
from django.http import HttpRequest

from ruhrdialog.lib.fields import OwnWordsField
from ruhrdialog.lib.posts import ASKED
from survey.submissions.personal_data import Found, found


class Hint(NamedTuple):
    """What a text seems to hold; `target` is the id of the text on its page."""

    label: str
    target: str
    found: list[Found]


def hints_on(texts: dict[tuple[str, str], str]) -> list[Hint]:
    """Return hints on those texts, by label and target, that seem to hold personal data."""
    every = (Hint(*place, found(text)) for place, text in texts.items())
    return [hint for hint in every if hint.found]


def hints(form: Form) -> list[Hint]:
    """Return hints on the own words of a valid form."""
    own = (form[name] for name, field in form.fields.items() if isinstance(field, OwnWordsField))
    return hints_on(
        {(str(field.label), field.auto_id): form.cleaned_data[field.name] for field in own}
    )


def to_ask_about(request: HttpRequest, form: Form) -> list[Hint]:
    """Return what is still to be asked before the own words of a valid form are stored."""
    return [] if ASKED in request.POST else hints(form)
