"""`manage.py reencrypt_factors`: what is encrypted, by the present key; `--check` only counts."""

from collections import Counter
from itertools import chain
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ruhrdialog.accounts import SECRETS, age_of_factor
from ruhrdialog.lib.own_key import OwnKey
from ruhrdialog.lib.sealed import Age, age_of, renewed
from survey.news.proofs import AddressKey
from survey.results.blackening import BlackOutKey
from survey.transfer.models import ImportKey

OWN_KEYS: tuple[type[OwnKey], ...] = (ImportKey, AddressKey, BlackOutKey)


class Command(BaseCommand):
    help = (
        "Verschlüsselt die zweiten Faktoren, und woran eingelesene Zeilen, abgemeldete Adressen "
        "und geschwärzte Stellen erkannt werden, mit dem jetzigen SECRET_KEY neu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="nur zählen, nichts ändern")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write anew what a former key wrote. Raises CommandError for what no key can read."""
        ages: Counter[Age] = Counter()
        lost = set()
        with transaction.atomic():
            for row in Authenticator.objects.select_for_update(of=["self"]).select_related("user"):
                age = age_of_factor(row.data)
                ages[age] += 1
                if age == Age.LOST:
                    lost.add(row.user.get_username())
                elif age == Age.FORMER and not options["check"]:
                    row.data |= {name: anew(row.data[name]) for name in SECRETS if name in row.data}
                    row.save(update_fields=["data"])
            for key in chain(*(model.objects.select_for_update() for model in OWN_KEYS)):
                age = age_of(key.encrypted)
                ages[age] += 1
                if age == Age.LOST:
                    lost.add(str(key))
                elif age == Age.FORMER and not options["check"]:
                    key.encrypted = renewed(key.encrypted)
                    key.save(update_fields=["encrypted"])
        left = "Noch mit" if options["check"] else "Neu verschlüsselt, bisher mit"
        self.stdout.write(f"Mit dem jetzigen Schlüssel: {ages[Age.PRESENT]}")
        self.stdout.write(f"{left} einem früheren: {ages[Age.FORMER]}")
        if lost:
            raise CommandError(
                f"Mit keinem Schlüssel lesbar: {ages[Age.LOST]} ({', '.join(sorted(lost))}). "
                "Nehmen Sie den früheren in SECRET_KEY_FALLBACKS auf, oder setzen Sie den Zugang "
                "zurück: reset_staff NAME."
            )


def anew(value: Any) -> Any:
    return [renewed(text) for text in value] if isinstance(value, list) else renewed(value)
