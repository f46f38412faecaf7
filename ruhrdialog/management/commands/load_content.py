"""`manage.py load_content`: the authority's texts, for a portal that has none yet."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from faq.models import Question
from forums.models import Forum, Ministry

# In this order: a forum names its ministry.
FIXTURES = {"ministries": Ministry, "forums": Forum, "faq": Question}


class Command(BaseCommand):
    help = "Lädt Ministerien, Themenforen und Fragen, jeweils nur in leere Tabellen."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, model in FIXTURES.items():
            # What staff edited survives every restart.
            if not model._default_manager.exists():
                call_command(
                    "loaddata", settings.BASE_DIR / "fixtures" / f"{name}.json", verbosity=0
                )
                self.stdout.write(f"Geladen: {model._meta.verbose_name_plural}")
        # The texts as they came are the first version to which one can return.
        call_command("createinitialrevisions", verbosity=0, comment="Text der Landesregierung")
