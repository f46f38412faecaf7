"""Passages that nobody shall read: blacked out where a text is published, or for good.

In the place of a passage stands why it was taken out, between two full blocks (U+2588), in all that
shows the text: pages, feed and data.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.db import transaction
from django.db.models import F
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from survey.submissions.history import LostStep
from survey.submissions.models import Submission
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.signatures import signature

register = template.Library()
PERSONAL = "personenbezogene Angaben"
THIRD_PERSON = "Angaben zu einer dritten Person"
INSULT = "Beleidigung"
REASONS = {"personal": PERSONAL, "third_person": THIRD_PERSON, "insult": INSULT}
BLOCK = "\u2588"
MARKED = re.compile(f"{BLOCK} ({'|'.join(REASONS.values())}) {BLOCK}")


def places(text: str, passage: str) -> list[tuple[int, int]]:
    """Return where a passage stands in a text, however its words are separated in either."""
    wanted = " ".join(passage.split())
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        if not sign.isspace():
            signs.append(sign)
            origins.append(place)
        elif not signs or signs[-1] != " ":
            signs.append(" ")
            origins.append(place)
    joined = "".join(signs)
    found = []
    start = joined.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        found.append((origins[start], origins[end - 1] + 1))
        start = joined.find(wanted, end)
    return found


def blackened(text: str, passages: Iterable[tuple[str, str]]) -> str:
    """Return a text in which the reason stands in the place of each passage.

    Of passages that lie in one another the longer one counts.
    """
    for passage, reason in sorted(passages, key=lambda pair: -len(pair[0])):
        for start, end in reversed(places(text, passage)):
            text = f"{text[:start]}{BLOCK} {reason} {BLOCK}{text[end:]}"
    return text


def missing(texts: Iterable[str], passages: Iterable[tuple[str, str]]) -> list[str]:
    """Return the passages that stand in none of some texts, so that a typing error is noticed."""
    every = list(texts)
    named = [passage for passage, _ in passages if passage.strip()]
    return [passage for passage in named if not any(places(text, passage) for text in every)]


@register.filter
def with_black(text: str) -> SafeString:
    """Return a published text as HTML, each blacked out passage told by its look and its words."""
    shown = MARKED.sub(r'<span class="blackened">geschwärzt: \1</span>', str(escape(text)))
    return mark_safe(shown)  # noqa: S308 - escaped before


def erase(submission: Submission, passage: str) -> int:
    """Black out a passage about a third person for good, wherever it stands (GDPR, Article 17).

    Return in how many texts it stood. Nobody can read it afterwards, in backups alone until they
    are thrown away.
    """
    passages = [(passage, THIRD_PERSON)]
    names = tuple(OWN_WORDS)
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        changed = changes(row, names, passages)
        number = len(changed)
        if changed:
            for name, text in changed.items():
                setattr(row, name, text)
            changed["signature"] = signature(row.own_words())
            Submission.objects.filter(pk=row.pk).update(version=F("version") + 1, **changed)
        kept: list[tuple[Any, tuple[str, ...]]] = [
            (row.steps, ("text", "note")),
            (row.notes, ("text",)),
            (row.answer_drafts, ("text",)),
            (LostStep.objects.filter(submission=row), ("text",)),
        ]
        for others, columns in kept:
            for other in others.all():
                found = changes(other, columns, passages)
                number += len(found)
                if found:
                    others.filter(pk=other.pk).update(**found)
    return number


def changes(row: Any, names: Iterable[str], passages: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the texts of a row that change, cut to what their columns hold."""
    found = {}
    for name in names:
        before = getattr(row, name)
        after = blackened(before, passages)
        if after != before:
            found[name] = after[: row._meta.get_field(name).max_length]
    return found
