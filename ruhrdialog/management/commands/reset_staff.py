"""`manage.py reset_staff NAME`: a new start password, and the second factor is set up anew."""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruhrdialog.resetting import reset_access


class Command(BaseCommand):
    help = "Setzt Passwort und zweiten Faktor zurück und zeigt einmal das Startpasswort."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Benutzername")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Den Benutzernamen {options['name']} gibt es nicht.")
        password = secrets.token_urlsafe(12)
        reset_access(user, password, None)
        self.stdout.write(f"Benutzer {user.username}, Passwort (nur jetzt gezeigt): {password}")
