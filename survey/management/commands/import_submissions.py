"""`manage.py import_submissions FILE`: shows what a CSV or XLSX file holds; `--yes` imports it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forums.models import Forum
from survey.submissions.models import Submission
from survey.transfer.days import day_in
from survey.transfer.importing import Plan, plan
from survey.transfer.models import KnownHeader
from survey.transfer.reading import read_table
from survey.transfer.table import Table, UnknownColumnsError, UnreadableError

MOST_BYTES = 100_000_000
SHOWN = 20  # errors
TO_CHOOSE = (
    "Nennen Sie die Spalten bitte wie die bekannten, oder wählen Sie in der Verwaltung unter "
    "„Beiträge einlesen“, welche was ist: Das gilt danach auch hier."
)


class Command(BaseCommand):
    help = "Liest gesammelte Beiträge aus einer CSV- oder XLSX-Datei ein, alle oder keinen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV oder XLSX")
        parser.add_argument("--topic", help="Themenforum (Kurzname) für Zeilen ohne Thema")
        parser.add_argument(
            "--source",
            choices=Submission.Source.values,
            default=Submission.Source.PAPER,
            help="Quelle für Zeilen ohne Quelle (sonst: paper)",
        )
        parser.add_argument("--day", help="Tag für Zeilen ohne Tag (sonst: heute)")
        parser.add_argument("--yes", action="store_true", help="einlesen, nicht nur zeigen")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            table = read_table(content(file))
            made = plan(
                table.rows,
                forum(options["topic"]),
                options["source"],
                day(options["day"]),
                KnownHeader.objects.choice(table.rows[0][1]) if table.rows else None,
            )
            self.show(table, made)
            if made.errors:
                raise UnreadableError("Nichts wurde eingelesen. Bitte berichtigen Sie die Datei.")
            if options["yes"]:
                number = made.carry_out(file=file.name)
                self.stdout.write(f"Eingelesen: {number}")
            else:
                self.stdout.write("Nichts wurde eingelesen. Mit --yes geschieht es.")
        except UnknownColumnsError as error:
            raise CommandError(f"{error} {TO_CHOOSE}") from error
        except UnreadableError as error:
            raise CommandError(str(error)) from error

    def show(self, table: Table, made: Plan) -> None:
        for note in table.notes:
            self.stdout.write(note)
        self.stdout.write(f"Zeilen: {made.rows}")
        self.stdout.write(f"Neue Beiträge: {len(made.submissions)}")
        self.stdout.write(f"Schon da: {made.known}")
        if made.gone:
            self.stdout.write(f"Gelöscht, kommen nicht wieder: {made.gone}")
        self.stdout.write(f"Mehrfach in der Datei: {made.repeated}")
        for topic, number in made.own_topics.most_common():
            self.stdout.write(f"Kein Themenforum, wird eigenes Thema: {topic} ({number})")
        if made.ignored:
            self.stdout.write(f"Nicht gelesene Spalten: {', '.join(made.ignored)}")
        for error in made.errors[:SHOWN]:
            self.stdout.write(error)
        if len(made.errors) > SHOWN:
            self.stdout.write(f"… und {len(made.errors) - SHOWN} weitere Fehler")


def content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise UnreadableError("Die Datei ist größer als 100 MB.")
        return file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"Die Datei kann nicht gelesen werden: {error.strerror}.") from error


def day(text: str | None) -> date | None:
    try:
        return day_in(text) if text else None
    except ValidationError as error:
        raise UnreadableError(error.messages[0]) from error


def forum(slug: str | None) -> Forum | None:
    if slug is None:
        return None
    try:
        found: Forum = Forum.objects.get(slug=slug)
    except Forum.DoesNotExist:
        slugs = ", ".join(Forum.objects.values_list("slug", flat=True))
        raise UnreadableError(f"Kein Themenforum heißt {slug}. Es gibt: {slugs}.") from None
    return found
