"""What a text of the editors says, field by field, and how two of its versions differ.

Of a row with all that its form shows, the rows below it too; so a form can tell whether somebody
else has saved in the meantime, and an earlier version what going back to it would change.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

Key = tuple[str, ...]


class Said(NamedTuple):
    """What one field says, with the name of the field."""

    label: str
    text: str


class Difference(NamedTuple):
    """What two versions say differently, marked in both."""

    label: str
    former: SafeString
    later: SafeString


def what_it_says(form: Any, formsets: Iterable[Any] = ()) -> dict[Key, Said]:
    """Return what a form says, as it is filled or sent, and the forms of the rows below it."""
    says = said_in(form, (), "")
    for formset in formsets:
        name = formset.model._meta.verbose_name
        for place, below in enumerate(formset.forms, 1):
            is_row = below.instance.pk is not None or below.has_changed()
            if is_row and not ("DELETE" in below.fields and below["DELETE"].value()):
                key = (formset.prefix, str(below.instance.pk or f"neu {place}"))
                says |= said_in(below, key, f"{name} {place}: ")
    return says


def said_in(form: Any, key: Key, before: str) -> dict[Key, Said]:
    return {
        (*key, field.name): Said(f"{before}{field.label}", shown(field))
        for field in form.visible_fields()
        if field.name != "DELETE"
    }


def shown(field: BoundField) -> str:
    """Return what stands in a field, as people read it; line breaks are one sign each."""
    value = field.value()
    options: Any = getattr(field.field, "choices", None)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{here:%d.%m.%Y %H:%M:%S}"
    several = value if isinstance(value, list) else [value]
    values = [str(each) for each in several if each not in (None, "")]
    if options is not None:
        chosen = [label for key, label in options if str(key) in values]
        return ", ".join(str(label) for label in chosen)
    return " ".join(values).replace("\r\n", "\n")


def fingerprint(says: dict[Key, Said]) -> str:
    """Return what tells two versions apart."""
    texts = sorted(["/".join(key), said.text] for key, said in says.items())
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def differences(former: dict[Key, Said], later: dict[Key, Said]) -> list[Difference]:
    """Return in which fields two versions differ, in the order of the form."""
    found = []
    for key in {**later, **former}:
        one, other = former.get(key), later.get(key)
        texts = [said.text if said else "" for said in (one, other)]
        said = one or other
        if said and texts[0] != texts[1]:
            found.append(Difference(said.label, *marked(*texts)))
    return found


def marked(former: str, later: str) -> tuple[SafeString, SafeString]:
    """Mark in two texts what stands between their common beginning and their common end.

    By words, in one look at each: what shows every single change takes the square of the words.
    """
    one, other = former.split(" "), later.split(" ")
    begin = common(one, other)
    end = common(one[begin:][::-1], other[begin:][::-1])
    return in_marks(one, begin, end), in_marks(other, begin, end)


def common(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def in_marks(words: list[str], begin: int, end: int) -> SafeString:
    last = len(words) - end
    parts = [" ".join(part) for part in (words[:begin], words[begin:last], words[last:])]
    if not parts[1]:
        return format_html("{}", " ".join(words))
    before, after = " " if begin else "", " " if end else ""
    return format_html("{}{}<mark>{}</mark>{}{}", parts[0], before, parts[1], after, parts[2])
