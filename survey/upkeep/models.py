"""When the upkeep did what: so that somebody notices when it no longer does."""

from datetime import datetime
from enum import StrEnum

from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone


class MarkManager(models.Manager["Mark"]):
    def ended_now(self, name: "Mark.Name") -> None:
        """Write down that it ended just now."""
        self.update_or_create(pk=name, defaults={"at": timezone.now()})

    def ended_last(self, name: "Mark.Name") -> datetime | None:
        """Return when it ended last; what never did counts from the last migration of this app."""
        if mark := self.filter(pk=name).first():
            return mark.at
        applied = MigrationRecorder(connection).migration_qs.filter(app="survey")
        at: datetime | None = applied.aggregate(at=models.Max("applied"))["at"]
        return at


class Mark(models.Model):
    """A moment of the machinery; none of them is about a person."""

    class Name(StrEnum):
        NIGHT = "night"  # its end
        RETENTION = "retention"  # its end
        BACKUP = "backup"  # when the newest dump in BACKUP_DIR was made; no row if there is none
        MAILBOX_AWAY = "mailbox_away"  # of returned mails: since when; no row while it can be read
        SIGNATURES = "signatures"  # since when all are of words in normal form

    name = models.CharField("Was", max_length=30, primary_key=True)  # of Name
    at = models.DateTimeField("Wann")

    objects = MarkManager()

    class Meta:
        verbose_name = "Stand der Pflege"
        verbose_name_plural = "Stand der Pflege"

    def __str__(self) -> str:
        return self.name
