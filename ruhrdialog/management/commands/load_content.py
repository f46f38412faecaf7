"""`manage.py load_content`: the authority's texts and the portal's own, where there are none."""

import json
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from faq.models import Question
from forums.models import Forum, Ministry

# In this order: a forum names its ministry.
FIXTURES = {
    "ministries": Ministry.objects.all(),
    "forums": Forum.objects.all(),
    "faq": Question.objects.filter(own=False),
    "faq_own": Question.objects.filter(own=True),
}
OWN_WORDS = ("about", "keywords")  # came later than the forums


class Command(BaseCommand):
    help = "Lädt Ministerien, Themenforen und Fragen, jeweils nur, wo es noch keine gibt."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, rows in FIXTURES.items():
            # What staff edited survives every restart.
            if not rows.all().exists():
                call_command("loaddata", fixture(name), verbosity=0)
                self.stdout.write(f"Geladen: {rows.model._meta.verbose_name_plural}")
        for name in OWN_WORDS:
            if not Forum.objects.exclude(**{name: ""}).exists():
                self.add_words(name)
        # The texts as they came are the first version to which one can return.
        call_command("createinitialrevisions", verbosity=0, comment="Text der Landesregierung")

    def add_words(self, name: str) -> None:
        """Give forums that an earlier release has loaded what they had no column for."""
        for row in json.loads(fixture("forums").read_text()):
            if row["model"] == "forums.forum":
                fields = row["fields"]
                Forum.objects.filter(slug=fields["slug"]).update(**{name: fields[name]})
        self.stdout.write(f"Ergänzt: Themenforen ({name})")


def fixture(name: str) -> Any:
    return settings.BASE_DIR / "fixtures" / f"{name}.json"
