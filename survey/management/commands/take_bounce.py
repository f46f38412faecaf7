"""`manage.py take_bounce RECIPIENT < MAIL`: a mail that came back, from the mail server's pipe."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from survey.news.bounces import MOST_BYTES
from survey.news.returning import take


class Command(BaseCommand):
    help = (
        "Nimmt eine E-Mail, die zurückkam, von der Standardeingabe. Endet mit 75, wenn der "
        "Mailserver sie behalten und später noch einmal bringen soll."
    )
    requires_system_checks = ()  # what is wrong elsewhere must not lose mails

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipient", nargs="?", default="", help="An wen sie kam")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BOUNCE_ADDRESS:
            raise CommandError("BOUNCE_ADDRESS ist nicht gesetzt.", returncode=os.EX_TEMPFAIL)
        raw = sys.stdin.buffer.read(MOST_BYTES)
        while sys.stdin.buffer.read(MOST_BYTES):
            pass  # a pipe that isn't read to its end is an error to the mail server
        try:
            outcome = take(raw, options["recipient"])
        except Exception as error:  # whatever it is: with another code the mail would be lost
            raise CommandError(
                f"Gerade nicht möglich: {type(error).__name__}.", returncode=os.EX_TEMPFAIL
            ) from None
        self.stdout.write(outcome)
