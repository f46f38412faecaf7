"""Who took submissions along."""

from django.conf import settings
from django.db import models
from django.utils import timezone


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
