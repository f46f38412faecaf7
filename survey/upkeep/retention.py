"""What is deleted when: the one table, which docs/privacy.md and the nightly job follow."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django.utils import timezone

from survey.ceilings.models import RateLimit, this_hour
from survey.news.models import UNCONFIRMED, Delivery, Subscription
from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission
from survey.submissions.steps import SPAM
from survey.transfer.models import ExportRecord

logger = logging.getLogger(__name__)


class Rule(NamedTuple):
    what: str
    after: str
    outdated: Callable[[datetime], QuerySet]  # the rows that have outlived their time by then


def submissions_long_after_the_end(now: datetime) -> QuerySet[Submission]:
    """Return all submissions when the survey ended two years ago; without an end none."""
    end = SurveyPeriod.objects.current().closes_at
    over = end is not None and end < now - timedelta(days=730)
    return Submission.objects.all() if over else Submission.objects.none()


def ended_deliveries(now: datetime) -> QuerySet[Delivery]:
    ended = Q(state__in=[Delivery.State.SENT, Delivery.State.REFUSED])
    return Delivery.objects.filter(ended, update__published_at__lt=now - timedelta(days=90))


def sorted_out(now: datetime) -> QuerySet[Submission]:
    return Submission.objects.filter(state=SPAM, day__lt=now.date() - timedelta(days=180))


RETENTION = (
    Rule(
        "E-Mail-Adressen ohne Bestätigung",
        "48 Stunden",
        lambda now: Subscription.objects.filter(
            confirmed_at=None, requested_at__lt=now - UNCONFIRMED
        ),
    ),
    Rule(
        "Zähler gegen Missbrauch",
        "2 Stunden",
        lambda now: RateLimit.objects.filter(hour__lt=this_hour()),
    ),
    Rule("Zustellungen von Neuigkeiten", "90 Tage", ended_deliveries),
    Rule("aussortierte Beiträge (Werbung, Missbrauch)", "180 Tage", sorted_out),
    Rule(
        "Beiträge mit allem, was dazugehört",
        "2 Jahre nach dem Ende der Befragung",
        submissions_long_after_the_end,
    ),
    Rule(
        "Verzeichnis der Exporte",
        "2 Jahre",
        lambda now: ExportRecord.objects.filter(at__lt=now - timedelta(days=730)),
    ),
    Rule(
        "Protokoll der Verwaltung",
        "2 Jahre",
        lambda now: LogEntry.objects.filter(action_time__lt=now - timedelta(days=730)),
    ),
)


def delete_outdated() -> dict[str, int]:
    """Delete what has outlived its time; return the number of rows for each rule.

    A second run finds nothing. The log says how many, never which.
    """
    counts = {}
    for rule in RETENTION:
        number, _ = rule.outdated(timezone.now()).delete()
        counts[rule.what] = number
        if number:
            logger.info("Deleted after %s: %s rows (%s)", rule.after, number, rule.what)
    return counts
