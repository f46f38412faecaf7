"""`manage.py create_staff NAME --role Leitung`: a member of staff, as the operator makes them."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Model

from forums.models import Ministry
from ruhrdialog.models import StartPassword


class Command(BaseCommand):
    help = "Legt eine Beschäftigte oder einen Beschäftigten an und zeigt einmal das Passwort."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Benutzername")
        parser.add_argument("--role", action="append", required=True, help="Rolle, auch mehrere")
        parser.add_argument(
            "--ministry", action="append", default=[], help="Ministerium (Adresse), auch mehrere"
        )
        parser.add_argument("--email", default="", help="dienstliche E-Mail-Adresse")

    def handle(self, *args: Any, **options: Any) -> None:
        groups = [find(Group, "name", role) for role in options["role"]]
        ministries = [find(Ministry, "slug", slug) for slug in options["ministry"]]
        users = get_user_model().objects
        if users.filter(username=options["name"]).exists():
            raise CommandError(f"Den Benutzernamen {options['name']} gibt es schon.")
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = users.create_user(options["name"], options["email"], password, is_staff=True)
            user.groups.set(groups)
            user.ministries.set(ministries)
            StartPassword.objects.begin(user)
        self.stdout.write(f"Benutzer {user.username}, Passwort (nur jetzt gezeigt): {password}")


def find(model: type[Model], field: str, value: str) -> Any:
    """Return the row with a name. Raises CommandError that says which there are."""
    try:
        return model._default_manager.get(**{field: value})
    except ObjectDoesNotExist:
        known = ", ".join(model._default_manager.values_list(field, flat=True))
        raise CommandError(f"{value} gibt es nicht. Es gibt: {known}.") from None
