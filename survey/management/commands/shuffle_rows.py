"""`manage.py shuffle_rows`, to be run every night: see survey/upkeep/shuffling.py."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from survey.upkeep.shuffling import shuffle_rows


class Command(BaseCommand):
    help = "Schreibt die Zeilen der letzten Tage in zufälliger Reihenfolge neu."

    def add_arguments(self, parser: CommandParser) -> None:
        # A week, so that nights on which the machine was off are made up for.
        parser.add_argument("--days", type=int, default=7, help="Wie viele Tage zurück (7).")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = shuffle_rows(timezone.localdate() - timedelta(days=options["days"]))
        self.stdout.write(
            f"Neu geschrieben: {counts['submissions']} Beiträge, "
            f"{counts['subscriptions']} Anmeldungen."
        )
