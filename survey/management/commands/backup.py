"""`manage.py backup`: a dump of the database, with what is needed to judge it beside it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruhrdialog.lib.pooler import refuse_pooler
from survey.upkeep.backup import BackupError, back_up
from survey.upkeep.erased import OlderError


class Command(BaseCommand):
    help = (
        "Schreibt einen Auszug der Datenbank, ohne Zähler und Sitzungen, und löscht alte Auszüge. "
        "Daneben liegt, was man für ihn braucht; die Schlüssel selbst stehen nirgends darin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="statt BACKUP_DIR")

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        refuse_pooler()
        folder = folder or (Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None)
        if folder is None:
            raise CommandError("Wohin? Setzen Sie BACKUP_DIR, oder nennen Sie --folder.")
        try:
            dump, warnings = back_up(folder)
        except OSError as error:
            raise CommandError(f"Kann nicht geschrieben werden: {error.strerror}.") from None
        except BackupError as error:
            raise CommandError(str(error)) from None
        except OlderError:
            raise CommandError(OLDER) from None
        for warning in warnings:
            self.stderr.write(warning)
        self.stdout.write(str(dump))


OLDER = (
    "Der Auszug ist angelegt, aber die Datenbank ist älter als die Liste dessen, was gelöscht "
    "wurde (erased.json). Nach einem Zurückspielen: python manage.py apply_erased"
)
