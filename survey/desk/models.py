"""What staff write for themselves: notes on a submission, ready texts."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from survey.submissions.limits import MAX_TEXT
from survey.submissions.search import vector


class Note(models.Model):
    """What staff write to each other about a submission; no citizen sees it."""

    submission = models.ForeignKey(
        "Submission", verbose_name="Beitrag", on_delete=models.CASCADE, related_name="notes"
    )
    text = models.CharField("Notiz", max_length=MAX_TEXT)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Von", on_delete=models.PROTECT, related_name="notes"
    )

    class Meta:
        verbose_name = "Notiz"
        verbose_name_plural = "Notizen"
        ordering = ["pk"]
        indexes = [GinIndex(vector("text"), name="note_search")]

    def __str__(self) -> str:
        return f"Notiz vom {self.day:%d.%m.%Y}"


class AnswerTemplateManager(models.Manager["AnswerTemplate"]):
    def text(self, key: int) -> str:
        """Return a ready text by its key, empty if there is none."""
        template = self.filter(pk=key).first()
        return template.text if template else ""


class AnswerTemplate(models.Model):
    """A ready text for an answer, a question or a reason."""

    title = models.CharField("Bezeichnung", max_length=80, unique=True)
    text = models.TextField("Text", max_length=MAX_TEXT)

    objects = AnswerTemplateManager()

    class Meta:
        verbose_name = "Textbaustein"
        verbose_name_plural = "Textbausteine"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class DeskKeysManager(models.Manager["DeskKeys"]):
    def of(self, user: User, usual: Mapping[str, str]) -> dict[str, str]:
        """Return the keys of somebody by what they do; without an own choice the usual ones."""
        own = self.filter(user=user).first()
        return own.changed(usual) if own else dict(usual)


class DeskKeys(models.Model):
    """The single keys of the desk as somebody wants them (WCAG 2.2, criterion 2.1.4)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="Wer", related_name="desk_keys"
    )
    are_on = models.BooleanField("Einzelne Tasten lösen etwas aus", default=True)
    chosen: "models.JSONField[Any, Any]" = models.JSONField("Tasten", default=dict)

    objects = DeskKeysManager()

    class Meta:
        verbose_name = "Eigene Tasten"
        verbose_name_plural = "Eigene Tasten"

    def __str__(self) -> str:
        return f"Tasten von {self.user}"

    def changed(self, usual: Mapping[str, str]) -> dict[str, str]:
        """Return the keys; an empty one is none."""
        if not self.are_on:
            return dict.fromkeys(usual, "")
        return {name: self.chosen.get(name, key) for name, key in usual.items()}
