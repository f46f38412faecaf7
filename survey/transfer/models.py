"""Who took submissions along, and by what imported rows are known."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ruhrdialog.lib.own_key import OwnKey, one_row


class ExportRecord(models.Model):
    """Who took submissions along, and which."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV für Excel"
        XLSX = "xlsx", "XLSX"
        JSON_LINES = "jsonl", "JSON Lines"

    at = models.DateTimeField("Zeit", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Von", on_delete=models.PROTECT, related_name="+"
    )
    format = models.CharField("Format", max_length=5, choices=Format)
    filter = models.CharField("Filter", max_length=1000, blank=True)
    number = models.PositiveIntegerField("Anzahl")

    class Meta:
        verbose_name = "Export"
        verbose_name_plural = "Exporte"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Export vom {self.at:%d.%m.%Y}"


class ImportKey(OwnKey):
    """What the traces of imported rows are made with, so that no text can be tried on one.

    A key of its own, since traces outlive a SECRET_KEY.
    """

    class Meta:
        verbose_name = "Schlüssel der eingelesenen Zeilen"
        verbose_name_plural = "Schlüssel der eingelesenen Zeilen"
        constraints = [one_row("import_key_one_row")]
