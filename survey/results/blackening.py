"""Passages that nobody shall read: blacked out where a text is published, or for good.

In the place of a passage stands why it was taken out, between two full blocks (U+2588), in all that
shows the text: pages, feed and data. What was blacked out for good is known by a keyed hash, so
that it is found, and goes again, in a database that was restored.
"""

import hashlib
import hmac
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.db import models, transaction
from django.db.models import F
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from ruhrdialog.lib.own_key import OwnKey, one_row
from ruhrdialog.lib.sealed import LostKeyError
from survey.submissions.history import LostStep
from survey.submissions.models import Submission
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.signatures import signature

logger = logging.getLogger(__name__)
register = template.Library()
PERSONAL = "personenbezogene Angaben"
THIRD_PERSON = "Angaben zu einer dritten Person"
INSULT = "Beleidigung"
REASONS = {"personal": PERSONAL, "third_person": THIRD_PERSON, "insult": INSULT}
BLOCK = "\u2588"
MARKED = re.compile(f"{BLOCK} ({'|'.join(REASONS.values())}) {BLOCK}")


class BlackOutKey(OwnKey):
    """What the hashes of passages that were blacked out for good are made with."""

    class Meta:
        verbose_name = "Schlüssel der geschwärzten Stellen"
        verbose_name_plural = "Schlüssel der geschwärzten Stellen"
        constraints = [one_row("black_out_key_one_row")]


class BlackOut(models.Model):
    """That a passage was blacked out for good, without a word of it: a backup still has it."""

    submission = models.ForeignKey(
        Submission, verbose_name="Beitrag", on_delete=models.CASCADE, related_name="black_outs"
    )
    passage_hash = models.BinaryField("Prüfwert der Stelle", max_length=32)
    length = models.PositiveBigIntegerField("Länge der Stelle")
    day = models.DateField("Tag", default=localdate, editable=False)

    class Meta:
        verbose_name = "Endgültige Schwärzung"
        verbose_name_plural = "Endgültige Schwärzungen"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "passage_hash"],
                name="black_out_once",
                violation_error_message="Diese Stelle ist schon geschwärzt.",
            )
        ]

    def __str__(self) -> str:
        return f"Endgültige Schwärzung vom {self.day:%d.%m.%Y}"


def joined(text: str) -> tuple[str, list[int]]:
    """Return a text with one blank between words, and where each sign of it stood."""
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        if not sign.isspace():
            signs.append(sign)
            origins.append(place)
        elif not signs or signs[-1] != " ":
            signs.append(" ")
            origins.append(place)
    return "".join(signs), origins


def places(text: str, passage: str) -> list[tuple[int, int]]:
    """Return where a passage stands in a text, however its words are separated in either."""
    wanted = " ".join(passage.split())
    within, origins = joined(text)
    found = []
    start = within.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        found.append((origins[start], origins[end - 1] + 1))
        start = within.find(wanted, end)
    return found


def blackened(text: str, passages: Iterable[tuple[str, str]]) -> str:
    """Return a text in which the reason stands in the place of each passage.

    Of passages that lie in one another the longer one counts.
    """
    for passage, reason in sorted(passages, key=lambda pair: -len(pair[0])):
        for start, end in reversed(places(text, passage)):
            text = f"{text[:start]}{BLOCK} {reason} {BLOCK}{text[end:]}"
    return text


def is_blackened(black: str, text: str) -> bool:
    """Tell whether a text is another one, as it is or with passages blacked out."""
    first, *others = MARKED.split(black)[::2]
    if not others:
        return black == text
    if not text.startswith(first):
        return False
    place = len(first)
    for part in others[:-1]:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return text.endswith(others[-1]) and place <= len(text) - len(others[-1])


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
        for others, columns in kept_with(row):
            for other in others.all():
                found = changes(other, columns, passages)
                number += len(found)
                if found:
                    others.filter(pk=other.pk).update(**found)
        note(row, passage)
    return number


def note(row: Submission, passage: str) -> None:
    """Keep of a black-out what a restored database needs to do it again."""
    whole = " ".join(passage.split())
    try:
        hashed = BlackOutKey.objects.hashed(whole)
    except LostKeyError:
        logger.error("No key reads survey_blackoutkey: a black-out is lost if a backup is restored")
    else:
        row.black_outs.get_or_create(passage_hash=hashed, defaults={"length": len(whole)})


def kept_with(row: Submission) -> list[tuple[Any, tuple[str, ...]]]:
    """Return what is written about a contribution, and in which columns."""
    return [
        (row.steps, ("text", "note")),
        (row.notes, ("text",)),
        (row.answer_drafts, ("text",)),
        (LostStep.objects.filter(submission=row), ("text",)),
    ]


def every_text(row: Submission) -> Iterator[str]:
    """Return all in which a passage can be blacked out for good."""
    yield from row.own_words()
    for others, columns in kept_with(row):
        for values in others.values_list(*columns):
            yield from values


def passage_of(texts: Iterable[str], key: bytes, hashed: bytes, length: int) -> str:
    """Return the passage that has a keyed hash and a length, if it stands in one of some texts."""
    for text in texts:
        within, _ = joined(text)
        for start in range(len(within) - length + 1):
            passage = within[start : start + length]
            if hmac.digest(key, passage.encode(), hashlib.sha256) == hashed:
                return passage
    return ""


def changes(row: Any, names: Iterable[str], passages: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the texts of a row that change, cut to what their columns hold."""
    found = {}
    for name in names:
        before = getattr(row, name)
        after = blackened(before, passages)
        if after != before:
            found[name] = after[: row._meta.get_field(name).max_length]
    return found
