"""Submissions go no earlier than three months after Leitung was told of it.

Until then they can be offered to the Landesarchiv (ArchivG NRW, section 4). What was told is
written down as events: one as soon as the desk shows it, from which the three months count, and one
about each person who got the mail. A mail that couldn't be sent is tried again by the next run and
holds nothing up: nobody's mailbox may keep what must be deleted.
"""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ruhrdialog.lib.events import Event
from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission
from survey.upkeep.kinds import YEAR

logger = logging.getLogger(__name__)

KEPT = 2 * YEAR  # after the end of the survey
NOTICE = timedelta(days=92)  # no three months are longer
LEADING = "Leitung"  # the role


def end_of_retention() -> datetime | None:
    """Return when the time of the submissions is over; None while the survey has no end."""
    closes_at = SurveyPeriod.objects.current().closes_at
    return closes_at + KEPT if closes_at else None


def announcements() -> QuerySet[Event]:
    """Return what was told of the day on which the time is over as of now.

    Who moves the end of the survey to another day makes it a deletion of which nobody knows yet.
    """
    events = Event.objects.filter(what=Event.What.ERASURE, by=None)
    end = end_of_retention()
    return events.filter(detail=words(end)) if end else events.none()


def words(end: datetime) -> str:
    return f"Angekündigt: Beiträge, Frist bis {timezone.localtime(end):%d.%m.%Y}"


def day_of_deletion() -> date | None:
    """Return when all submissions go; None when it isn't announced, or when they are gone."""
    end, first = end_of_retention(), announcements().order_by("at").first()
    if end is None or first is None or not Submission.objects.exists():
        return None
    return timezone.localdate(max(end, first.at + NOTICE))


def is_shown_to(user: User) -> bool:
    return user.is_superuser or user.groups.filter(name=LEADING).exists()


def announce_deletion() -> None:
    """Tell Leitung, each once, that all submissions will go, from three months before on."""
    end = end_of_retention()
    if end is None or timezone.now() < end - NOTICE or not Submission.objects.exists():
        return
    if not announcements().exists():
        Event.objects.write(Event.What.ERASURE, None, words(end))
    told = announcements().filter(about__isnull=False).values("about")
    leaders = User.objects.filter(is_active=True, is_staff=True, groups__name=LEADING)
    for leader in leaders.exclude(email="").exclude(pk__in=told):
        try:
            announcement(leader.email).send()
        except OSError:  # no answer, or a refusal: the mail server's errors are such, too
            logger.warning("Leitung was not told by mail that submissions go.", exc_info=True)
        else:
            Event.objects.write(Event.What.ERASURE, None, words(end), leader)


def announcement(address: str) -> EmailMessage:
    page = {
        "day": day_of_deletion(),
        "number": Submission.objects.count(),
        "address": settings.SITE_URL + reverse("admin:index"),
        "site_url": settings.SITE_URL,
    }
    return EmailMessage(
        f"Ruhr-Konferenz: Alle Beiträge werden am {page['day']:%d.%m.%Y} gelöscht",
        render_to_string("emails/deletion.txt", page),
        to=[address],
        connection=get_connection(patient=True),
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834
    )
