"""Who took submissions along, and by what imported rows are known."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ruhrdialog.lib.sealed import opened, sealed


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


class ImportKeyManager(models.Manager["ImportKey"]):
    def secret(self) -> bytes:
        """Return the key, which is drawn when it is first asked for. Raises LostKeyError."""
        new = {"encrypted": sealed(secrets.token_hex())}
        return bytes.fromhex(opened(self.get_or_create(pk=1, defaults=new)[0].encrypted))


class ImportKey(models.Model):
    """One row: what the traces of imported rows are made with, so that no text can be tried on one.

    A key of its own, since traces outlive a SECRET_KEY; encrypted, since a copy of the database
    has the traces, too.
    """

    encrypted = models.CharField("Verschlüsselter Schlüssel", max_length=300, editable=False)

    objects = ImportKeyManager()

    class Meta:
        verbose_name = "Schlüssel der eingelesenen Zeilen"
        verbose_name_plural = "Schlüssel der eingelesenen Zeilen"
        constraints = [
            models.CheckConstraint(
                name="import_key_one_row",
                condition=Q(pk=1),
                violation_error_message="Den Schlüssel gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return "Schlüssel der eingelesenen Zeilen"
