"""`manage.py check_mail ADDRESS`: what works with the mail server; ends with 1 if it doesn't."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruhrdialog.lib.smtp.connection import bare
from ruhrdialog.lib.smtp.steps import Step, steps


class Command(BaseCommand):
    help = "Sagt Schritt für Schritt, ob E-Mails hinausgehen, und sendet eine Testmail."
    requires_system_checks = ()  # it must answer when something is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "address", nargs="?", default="", help="wohin; ohne Adresse wird keine gesendet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        recipient = options["address"].strip()
        try:
            bare(recipient or "a@example.org")
        except ValueError:
            raise CommandError("Das ist keine E-Mail-Adresse.") from None
        is_well = True
        for step in steps(recipient):
            self.stdout.write(line(step))
            is_well &= step.worked
        if not is_well:
            sys.exit(1)


def line(step: Step) -> str:
    return f"{' ' if step.worked else '!'} {step.title:10}  {step.words}"
