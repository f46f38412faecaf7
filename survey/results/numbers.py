"""The one stored set of published numbers: made once a day, read by all that shows a number.

Pages, charts, files and reports read it, and nothing else counts for the public (rounding.py says
why). What was sorted out as advertising or abuse is in none of them.
"""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from forums.models import Ministry
from ruhrdialog.lib.connection import UNAVAILABLE
from survey.figures.counting import EVER, counted, oldest_unread
from survey.figures.models import Tally
from survey.projects.models import Project
from survey.results.publications import PublicAddress
from survey.results.rounding import Counts, Promise, made_public
from survey.results.sentences import behind_sentences, in_no_sentence
from survey.submissions.history import HeldStep, ReviewStep
from survey.submissions.models import Submission
from survey.submissions.samples import MARK
from survey.submissions.steps import ANSWER, ANSWERED, COUNTED, NOT_PURSUE, SPAM, states_in


class PublicNumbersManager(models.Manager["PublicNumbers"]):
    def current(self) -> "PublicNumbers":
        """Return the one row; an empty set if there is none or the database is away."""
        with suppress(*UNAVAILABLE):
            return self.first() or PublicNumbers()
        return PublicNumbers()


class PublicNumbers(models.Model):
    """One row: the set of the day, and whether numbers by topic are shown before the close."""

    numbers = models.JSONField("Zahlen", default=dict, editable=False)
    show_topics = models.BooleanField(
        "Zahlen je Thema schon vor dem Ende der Befragung zeigen",
        default=False,
        help_text="Sonst erscheinen sie nach dem Ende, damit daraus keine Abstimmung wird. Was Sie "
        "hier ändern, gilt ab der nächsten Nacht.",
    )

    objects = PublicNumbersManager()

    class Meta:
        verbose_name = "Öffentliche Zahlen"
        verbose_name_plural = "Öffentliche Zahlen"
        constraints = [
            models.CheckConstraint(
                name="public_numbers_one_row",
                condition=Q(pk=1),
                violation_error_message="Die öffentlichen Zahlen gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return f"Zahlen vom {self.day:%d.%m.%Y}" if self.day else "Noch keine Zahlen"

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.numbers["day"]) if self.numbers else None

    @property
    def is_shown(self) -> bool:
        """Tell whether enough have come to say how many."""
        return bool(self.numbers.get("received"))

    @property
    def topics(self) -> dict[str, Any]:
        """What is published by topic; nothing before the close, unless Leitung wants it."""
        found: dict[str, Any] = self.numbers.get("topics", {})
        return found if self.is_shown and self.numbers["by_topic"] else {}

    @property
    def topics_day(self) -> date | None:
        """Return when was last counted by topic."""
        return date.fromisoformat(self.topics["day"]) if self.topics else None

    def behind(self, name: str) -> dict[str, Any] | None:
        """Return what was counted behind a project or a sentence; None if it wasn't yet."""
        return with_day(self.numbers.get("behind", {}).get(name))

    def left(self, forum: int) -> dict[str, Any] | None:
        """Return what was counted in no sentence of a forum; None if it wasn't, or isn't shown."""
        return with_day(self.numbers.get("left", {}).get(str(forum))) if self.topics else None

    @property
    def has_samples(self) -> bool:
        """Tell whether some of what was counted is made up, so that pages say so."""
        return bool(self.numbers.get("has_samples"))

    def renew(self, *, is_closed: bool, today: date | None = None) -> None:
        """Make the set of a day."""
        day = today or timezone.localdate()
        counts = count(day)
        has_samples = Submission.objects.filter(reason__startswith=MARK).exists()
        self.numbers = made_public(
            counts,
            self.numbers,
            day,
            by_topic=is_closed or self.show_topics,
            has_samples=has_samples,
        )
        PublicNumbers.objects.filter(pk=1).update(numbers=self.numbers)


def with_day(part: dict[str, Any] | None) -> dict[str, Any] | None:
    return part and part | {"day": date.fromisoformat(part["day"])}


def renew_numbers(*, is_closed: bool) -> None:
    row, _ = PublicNumbers.objects.get_or_create(pk=1)
    row.renew(is_closed=is_closed)
    PublicAddress.objects.date_gone(timezone.localdate())


def count(today: date) -> Counts:
    """Count everything that is published, exactly, as those who wrote see it by now."""
    kinds = counted(Tally.objects.in_period(*EVER), "forum", "state")
    oldest = [*oldest_unread([Tally.objects.by(Tally.Span.DAY, *EVER)]).values()]
    for forum, now, before, day in HeldStep.objects.first_of_each().values_list(
        "submission__forum", "submission__state", "state", "submission__day"
    ):
        kinds[forum, now] -= 1
        kinds[forum, before] += 1
        oldest += [day] if before in states_in("unread") else []
    by_state: Counter[str] = Counter()
    by_topic: Counter[int | None] = Counter()
    for (forum, state), number in kinds.items():
        by_state[state] += number
        by_topic[forum] += number if state != SPAM else 0
    received = by_state.total() - by_state[SPAM]
    texts = received - by_state[COUNTED]
    return Counts(
        received=received,
        texts=texts,
        read=texts - sum(by_state[state] for state in states_in("unread")),
        answered=by_state[ANSWERED],
        oldest_unread=min(oldest, default=None),
        by_topic=by_topic,
        together=named_together(),
        promises={
            ministry.pk: kept_promise(ministry, today)
            for ministry in Ministry.objects.filter(answer_days__isnull=False)
        },
        behind=behind_projects() | behind_sentences(),
        left=in_no_sentence(),
    )


def named_together() -> Counter[tuple[int, int]]:
    rows = Submission.objects.exclude(state=SPAM).filter(forum__isnull=False)
    pairs: Counter[tuple[int, int]] = Counter()
    for (one, other), number in rows.count_by("forum", "value", what="interest").items():
        pairs[min(one, other), max(one, other)] += number
    return pairs


def behind_projects() -> dict[str, int]:
    rows = Project.objects.released().annotate(number=Count("contributions"))
    return {f"project-{key}": number for key, number in rows.values_list("pk", "number")}


def kept_promise(ministry: Ministry, today: date) -> Promise:
    """Count whose answer was promised up to yesterday, and who had it in time."""
    days = ministry.answer_days or 0
    answers = ReviewStep.objects.visible().filter(
        submission=OuterRef("pk"),
        verb__in=[ANSWER.verb, NOT_PURSUE.verb],
        day__lte=OuterRef("day") + timedelta(days),
    )
    due = Submission.objects.filter(
        assigned_forum__ministry=ministry, day__lt=today - timedelta(days)
    ).exclude(state__in=[COUNTED, SPAM])
    return Promise(days, due.count(), due.filter(Exists(answers)).count())
