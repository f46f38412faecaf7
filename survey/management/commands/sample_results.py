"""`manage.py sample_results`: made-up results of made-up submissions, marked on every page."""

from datetime import date
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forums.models import Forum
from survey.projects.models import Field, Project, State
from survey.results.links import link
from survey.results.numbers import PublicNumbers, renew_numbers
from survey.results.publications import Publication
from survey.results.sentences import Sentence, SentenceContribution
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission
from survey.submissions.samples import MARK
from survey.submissions.steps import ANSWER, ANSWERED, MARK_READ, READ, RECEIVED

REPLY_TEXT = "Musterantwort: Danke, wir nehmen das in die Planung auf."
PUBLISHED = 30
PROJECTS = [
    ("Ein Takt für das Ruhrgebiet", "verkehr", ["2019-07-01", "2019-11-05", "2020-06-01"]),
    ("Grüne Wege am Fluss", "natur-und-gruen", ["2019-07-01", "2019-11-05", "2022-06-01"]),
    ("Talentschulen", "bildungschancen", ["2019-07-01", "2019-11-05", "2021-08-01"]),
    ("Kulturnacht der Zechen", "kunst-und-kultur", ["2019-07-01", "2021-03-01"]),
    ("Gründen an der Hochschule", "start-ups", ["2019-07-01", "2019-11-05", "2020-02-01"]),
    ("Nachbarn helfen Nachbarn", "ehrenamt", ["2019-07-01", "2019-11-05"]),
    ("Wärme aus der Grube", "energie-und-klima", ["2019-07-01", "2020-09-01"]),
    ("Haus der Gesundheit", "gesundheit", ["2019-07-01", "2019-11-05", "2020-10-01"]),
]
WAYS = [
    [State.PROPOSED, State.DECIDED, State.RUNNING],
    [State.PROPOSED, State.DECIDED, State.DONE],
    [State.PROPOSED, State.DECIDED, State.PERMANENT],
    [State.PROPOSED, State.DROPPED],
    [State.PROPOSED, State.DECIDED, State.RUNNING],
    [State.PROPOSED, State.DECIDED],
    [State.PROPOSED, State.REVIEWED],
    [State.PROPOSED, State.DECIDED, State.RUNNING],
]
SENTENCES = [
    ("Viele wünschen sich eine feste Ansprechperson.", "Eine Stelle ist ausgeschrieben."),
    ("Anträge sind vielen zu lang.", ""),
]


class Command(BaseCommand):
    help = "Füllt die Ergebnisse mit gekennzeichneten Beispielen; vorher sample_submissions."

    def handle(self, *args: Any, **options: Any) -> None:
        if Submission.objects.exclude(reason__startswith=MARK).filter(reason__gt="").exists():
            raise CommandError("Es gibt echte Beiträge; dazwischen kommen keine Beispiele.")
        if not Submission.objects.filter(reason__startswith=MARK).exists():
            raise CommandError("Bitte zuerst Musterbeiträge anlegen: sample_submissions 500")
        if Project.objects.exists():
            raise CommandError("Es gibt schon Projekte; dazwischen kommen keine Beispiele.")
        with transaction.atomic():
            first, second = (reviewer(name) for name in ("beispiel-1", "beispiel-2"))
            read_most(first)
            projects = [make_project(*each) for each in zip(PROJECTS, WAYS, strict=True)]
            for forum in Forum.objects.filter(projects__in=projects):
                make_sentences(forum)
            publish_some(first, second)
            PublicNumbers.objects.update_or_create(pk=1, defaults={"show_topics": True})
            renew_numbers(is_closed=False)
        self.stdout.write("Beispiele sind angelegt: Projekte, Sätze, veröffentlichte Beiträge.")


def reviewer(name: str) -> User:
    """Return somebody who never logs in."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_active": False})
    return user


def read_most(by: User) -> None:
    """Let three of four be read, and some of these be answered."""
    waiting = Submission.objects.filter(state=RECEIVED).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    keys = keys[: len(keys) * 3 // 4]
    answered = keys[: len(keys) // 2]
    for step, state, some in ((MARK_READ, READ, keys), (ANSWER, ANSWERED, answered)):
        Submission.objects.filter(pk__in=some).update(state=state)
        text = REPLY_TEXT if step is ANSWER else ""
        steps = (
            ReviewStep(submission_id=key, verb=step.verb, state=state, by=by, text=text)
            for key in some
        )
        ReviewStep.objects.bulk_create(steps, batch_size=1000)


def make_project(about: tuple[str, str, list[str]], states: list[State]) -> Project:
    title, slug, days = about
    forum = Forum.objects.get(slug=slug)
    field = {
        "community": Field.COMMUNITY,
        "economy": Field.ECONOMY,
        "education": Field.EDUCATION,
        "environment": Field.ENERGY,
        "culture": Field.COMMUNITY,
    }[forum.group]
    project = Project.objects.create(
        title=f"Beispiel: {title}",
        slug=f"beispiel-{slug}",
        description="Erfunden, damit man sieht, wie die Seite eines Projekts aussehen wird.",
        field=Field.MOBILITY if slug == "verkehr" else field,
        ministry=forum.ministry,
        is_sample=True,
    )
    project.forums.add(forum)
    for state, day in zip(states, days, strict=True):
        reason = "die Städte es selbst tragen" if state == State.DROPPED else ""
        project.states.create(state=state, since=date.fromisoformat(day), reason=reason)
    project.milestones.create(title="Erster Abschnitt", planned_on=date(2021, 5, 1))
    project.release()
    link(project, Submission.objects.filter(forum=forum)[:25])
    return project


def make_sentences(forum: Forum) -> None:
    rows = Submission.objects.filter(forum=forum).exclude(reason="").order_by("pk").iterator()
    for position, (text, follows) in enumerate(SENTENCES):
        sentence = Sentence.objects.create(
            forum=forum,
            position=position,
            text=f"Beispiel: {text}",
            follows=follows,
            is_released=True,
            is_sample=True,
        )
        if follows:
            sentence.projects.set(forum.projects.all())
        links = (
            SentenceContribution(sentence=sentence, submission=row) for row in islice(rows, 20)
        )
        SentenceContribution.objects.bulk_create(links)


def publish_some(first: User, second: User) -> None:
    agreed = Submission.objects.filter(publication_consent=True, state=ANSWERED)
    for row in agreed.exclude(forum=None).order_by("pk")[:PUBLISHED]:
        Publication.objects.choose(row, first).publish(second)
