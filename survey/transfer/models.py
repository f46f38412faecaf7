"""Who took submissions along, who brought some in, and by what imported rows are known."""

import hashlib
import json

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
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


class ImportRecord(models.Model):
    """Who brought submissions in, from which file: its key stands at each that it brought."""

    at = models.DateTimeField("Zeit", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Von",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    file = models.CharField("Datei", max_length=120)
    source = models.CharField("Wie es kam", max_length=20)
    number = models.PositiveIntegerField("Anzahl")

    class Meta:
        verbose_name = "Einlesen"
        verbose_name_plural = "Eingelesenes"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Einlesen vom {self.at:%d.%m.%Y}"


class KnownHeaderManager(models.Manager["KnownHeader"]):
    def choice(self, header: list[str]) -> list[str] | None:
        """Return what the columns of a header were chosen to be; None if nobody has."""
        known = self.filter(digest=digest(header)).first()
        return known.columns if known else None

    def remember(self, header: list[str], columns: list[str]) -> None:
        self.update_or_create(digest=digest(header), defaults={"columns": columns})


class KnownHeader(models.Model):
    """Which column is what in files of another program, as somebody chose it once."""

    digest = models.BinaryField("Prüfwert der Spaltennamen", max_length=32, primary_key=True)
    columns = ArrayField(models.CharField(max_length=10, blank=True), verbose_name="Spalten")

    objects = KnownHeaderManager()

    class Meta:
        verbose_name = "Bekannte Spalten"
        verbose_name_plural = "Bekannte Spalten"

    def __str__(self) -> str:
        return ", ".join(filter(None, self.columns))


def digest(header: list[str]) -> bytes:
    """Return what stands for the names of all columns (32 bytes)."""
    names = json.dumps([name.strip() for name in header])
    return hashlib.sha256(names.encode()).digest()


class ImportKey(OwnKey):
    """What the traces of imported rows are made with, so that no text can be tried on one.

    A key of its own, since traces outlive a SECRET_KEY.
    """

    class Meta:
        verbose_name = "Schlüssel der eingelesenen Zeilen"
        verbose_name_plural = "Schlüssel der eingelesenen Zeilen"
        constraints = [one_row("import_key_one_row")]
