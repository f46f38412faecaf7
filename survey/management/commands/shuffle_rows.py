"""`manage.py shuffle_rows`, what the worker does every night: see survey/upkeep/shuffling.py."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from survey.upkeep.shuffling import FormerCopiesError, shuffle_rows


class Command(BaseCommand):
    help = "Nimmt den Adressen, was sie mit Antworten verbinden könnte: Reihenfolge und Zeit."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = shuffle_rows()
        except FormerCopiesError as error:
            raise CommandError(
                f"Noch nicht fertig, eine ältere Transaktion ist offen ({error}). "
                "Bitte beenden Sie sie oder versuchen Sie es später noch einmal."
            ) from error
        self.stdout.write(f"Neu geschrieben: {number} Anmeldungen.")
