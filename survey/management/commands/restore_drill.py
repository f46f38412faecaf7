"""`manage.py restore_drill FILE --into NAME`: whether a dump can be restored, tried beside."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from ruhrdialog.lib.codes import receipt_hash
from ruhrdialog.lib.pooler import refuse_pooler
from survey.submissions.models import Submission
from survey.upkeep.backup import BackupError, differences, fill, found_in, missing_keys, read_list

ALIAS = "drill"


class Command(BaseCommand):
    help = (
        "Spielt einen Auszug in eine zweite, leere Datenbank desselben Servers zurück, vergleicht "
        "jede Tabelle nach Zahl und Prüfsumme und liest einen Beleg. Die eigene bleibt unberührt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="ein Auszug von manage.py backup")
        parser.add_argument("--into", required=True, help="Name der zweiten Datenbank")
        parser.add_argument("--receipt", help="Code eines Belegs, der zu lesen sein muss")
        parser.add_argument(
            "--again", action="store_true", help="nur vergleichen: sie ist schon gefüllt"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        refuse_pooler()
        own = connections["default"].settings_dict
        if options["into"] == own["NAME"]:
            raise CommandError("Das ist die eigene Datenbank. Nennen Sie eine zweite, leere.")
        # In its place a process of its own never sees another one.
        connections.databases[ALIAS] = own | {"NAME": options["into"]}
        try:
            made = read_list(file)
            if not options["again"]:
                fill(ALIAS, file)
            said = differences(made["tables"], found_in(ALIAS))
            if said:
                raise BackupError(f"Nicht gleich: {'; '.join(said)}")
            self.stdout.write(f"Gleich: {len(made['tables'])} Tabellen, {rows(made)} Zeilen.")
            self.stdout.write(read_receipt(options["receipt"]))
            if missing := missing_keys(made):
                raise BackupError(f"Schlüssel von damals fehlen hier: {', '.join(missing)}.")
        except BackupError as error:
            raise CommandError(str(error)) from None
        finally:
            connections[ALIAS].close()
            del connections[ALIAS], connections.databases[ALIAS]


def rows(made: dict[str, Any]) -> int:
    return sum(number for number, _ in made["tables"].values())


def read_receipt(code: str | None) -> str:
    """Read what a receipt shows, of a code or of any submission; return what to say of it."""
    every = Submission.objects.using(ALIAS).select_related("forum", "assigned_forum__ministry")
    if code:
        submission = every.filter(receipt_hash=receipt_hash(code)).first()
        if submission is None:
            raise BackupError("Den Beleg gibt es in diesem Auszug nicht.")
    elif (submission := every.first()) is None:
        return "Noch kein Beitrag, also kein Beleg."
    steps = submission.steps_for_citizen()
    return f"Beleg gelesen: {submission.shown_reference}, {len(steps)} Schritte."
