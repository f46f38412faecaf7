"""`manage.py apply_erased`: after a restore, do again what people had taken back since."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruhrdialog.lib.sealed import LostKeyError
from survey.upkeep.erased import FILE, apply_erased, read_erased


class Command(BaseCommand):
    help = (
        "Löscht nach einem Zurückspielen noch einmal, was seither zurückgezogen, gelöscht oder "
        "abgemeldet wurde, und schwärzt noch einmal, nach der Liste erased.json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", type=Path, help=f"statt {FILE} in BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["list"] or Path(settings.BACKUP_DIR or ".") / FILE
        try:
            counts = apply_erased(read_erased(file))
        except (OSError, ValueError):
            raise CommandError(f"Die Liste {file} fehlt oder ist nicht lesbar.") from None
        except LostKeyError:
            raise CommandError(
                "Kein Schlüssel, der gesetzt ist, liest die Liste: Nehmen Sie den von damals in "
                "SECRET_KEY_FALLBACKS auf. Nichts wurde geändert."
            ) from None
        self.stdout.write(f"Noch einmal gelöscht: {counts['submissions']} Beiträge")
        self.stdout.write(f"Noch einmal zurückgenommen: {counts['consents']} Einwilligungen")
        self.stdout.write(f"Noch einmal abgemeldet: {counts['addresses']} Adressen")
        self.stdout.write(f"Noch einmal endgültig geschwärzt: {counts['texts']} Texte")
        self.stdout.write(f"Noch einmal nicht öffentlich: {counts['publications']} Beiträge")
