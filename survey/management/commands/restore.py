"""`manage.py restore FILE`: read a dump into the empty database of DATABASE_URL."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ruhrdialog.lib.pooler import refuse_pooler
from survey.upkeep.backup import BackupError, differences, fill, found_in, missing_keys, read_list
from survey.upkeep.erased import FILE
from survey.upkeep.kinds import LONGEST_BACKUP


class Command(BaseCommand):
    help = (
        "Spielt einen Auszug in eine leere Datenbank zurück, vergleicht ihn mit seiner Liste und "
        "löscht noch einmal, was seither gelöscht wurde."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="ein Auszug von manage.py backup")
        parser.add_argument("--list", type=Path, help=f"statt {FILE} neben dem Auszug")
        parser.add_argument(
            "--without-list", action="store_true", help="die Liste ist verloren: es geht ohne sie"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        refuse_pooler()
        erased = options["list"] or file.with_name(FILE)
        if not options["without_list"] and not erased.exists():
            raise CommandError(
                f"Die Liste {erased} fehlt. Ohne sie käme zurück, was Menschen seither gelöscht "
                "haben. Ist sie verloren: --without-list"
            )
        try:
            made = read_list(file)
            if timezone.now() - datetime.fromisoformat(made["made"]) > LONGEST_BACKUP:
                raise BackupError("Der Auszug ist älter als 90 Tage, so weit reicht keine Liste.")
            if missing := missing_keys(made):
                raise BackupError(f"Schlüssel von damals fehlen hier: {', '.join(missing)}.")
            fill("default", file)
            said = differences(made["tables"], found_in("default"))
        except BackupError as error:
            raise CommandError(str(error)) from None
        if said:
            raise CommandError(f"Zurückgespielt, aber nicht gleich: {'; '.join(said)}")
        self.stdout.write(f"Zurückgespielt: {len(made['tables'])} Tabellen, alle gleich.")
        call_command("migrate", verbosity=0)
        if not options["without_list"]:
            call_command("apply_erased", list=erased, stdout=self.stdout)
