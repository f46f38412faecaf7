"""`manage.py sample_submissions N`: sample data for an empty desk, so that it looks alive."""

import random
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.submissions.models import Submission
from survey.submissions.samples import MARK

DAYS = 60  # over which they are spread

REASONS = [
    "{topic} betrifft meine Familie jeden Tag.",
    "Darüber wird {place} viel geredet, aber es geschieht wenig.",
    "Ich habe es {place} selbst erlebt und finde, das geht besser.",
    "Ohne Fortschritte hier ziehen die Jungen weg.",
    "Früher war das {place} einfacher. Warum heute nicht?",
    "Meine Kinder fragen mich danach, und ich weiß keine Antwort.",
]
PROPOSALS = [
    "Eine feste Ansprechperson {place} würde vieles leichter machen.",
    "Bitte legen Sie die Angebote der Städte zusammen, statt jedes für sich zu planen.",
    "Ein Testlauf für ein Jahr {place}, danach wird gezählt und entschieden.",
    "Die Anträge müssen kürzer werden: eine Seite genügt.",
    "Öffnen Sie die Räume {place} auch am Abend und am Wochenende.",
    "Fragen Sie die Leute vor Ort, bevor gebaut wird, und sagen Sie danach, was daraus wurde.",
    "Mehr Hinweise in einfacher Sprache und in den Sprachen, die {place} gesprochen werden.",
]
PLACES = [
    "in meinem Stadtteil",
    "am Bahnhof",
    "in der Innenstadt",
    "in unserer Schule",
    "bei uns im Verein",
    "an der Stadtgrenze",
]
OTHER_TOPICS = ["Spielplätze", "Lärm in der Nacht", "Öffentliche Toiletten", "Bücherei"]


class Command(BaseCommand):
    help = "Füllt den leeren Arbeitsplatz mit gekennzeichneten Musterbeiträgen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="wie viele")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["number"] < 1:
            raise CommandError("Die Anzahl muss mindestens 1 sein.")
        if Submission.objects.exclude(reason__startswith=MARK).filter(reason__gt="").exists():
            raise CommandError("Es gibt schon echte Beiträge; dazwischen kommen keine Muster.")
        forums = list(Forum.objects.all())
        with transaction.atomic():
            Submission.objects.bulk_create(
                (sample(forums) for _ in range(options["number"])), batch_size=1000
            )
        self.stdout.write(f"{options['number']} Musterbeiträge sind angelegt.")


def sample(forums: list[Forum]) -> Submission:
    """Make one up; one in twelve has a topic of its own, one in ten no proposal."""
    choose = random.SystemRandom().choice
    forum = None if choose(range(12)) == 0 else choose(forums)
    words = {"topic": forum.title if forum else "Das", "place": choose(PLACES)}
    proposal = "" if choose(range(10)) == 0 else MARK + choose(PROPOSALS).format(**words)
    return Submission.made_of(
        receipt_hash=receipt_hash(random_code()),
        day=timezone.localdate() - timedelta(days=choose(range(DAYS))),
        forum=forum,
        other_topic="" if forum else choose(OTHER_TOPICS),
        reason=MARK + choose(REASONS).format(**words),
        proposal=proposal,
        further_interests=[
            other.pk for other in forums if other != forum and choose(range(15)) == 0
        ],
        publication_consent=choose([True, False]),
    )
