"""The weekly mail of who wants it: how the own work stands, in numbers and links."""

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.db.models import Min, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ruhrdialog.lib.logs import told
from survey.desk.assignments import given_to
from survey.desk.deadlines import overdue
from survey.submissions.models import Submission
from survey.submissions.rights import reviewers

logger = logging.getLogger(__name__)
WEEK = timedelta(days=7)


class WeeklyMailManager(models.Manager["WeeklyMail"]):
    def is_wanted_by(self, user: User) -> bool:
        return self.filter(user=user).exists()

    def want(self, user: User, *, wanted: bool) -> None:
        if wanted:
            self.get_or_create(user=user)
        else:
            self.filter(user=user).delete()

    def send(self) -> None:
        """Send to each who hasn't got it today; what fails is tried again by the next run."""
        today = timezone.localdate()
        due = self.filter(Q(sent_on=None) | Q(sent_on__lt=today), user__in=reviewers(None))
        for row in due.exclude(user__email="").select_related("user"):
            try:
                weekly_mail(row.user).send()
            except OSError as error:  # no answer, or a refusal: the mail server's errors are such
                logger.warning("A weekly mail to staff was not sent: %s", told(error))
            else:
                self.filter(pk=row.pk).update(sent_on=today)


class WeeklyMail(models.Model):
    """That a member of staff wants the mail; who doesn't has no row."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="Wer",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    sent_on = models.DateField("Zuletzt geschickt", null=True)

    objects = WeeklyMailManager()

    class Meta:
        verbose_name = "Wochenmail"
        verbose_name_plural = "Wochenmails"

    def __str__(self) -> str:
        return f"Wochenmail für {self.user}"


def weekly_mail(user: User) -> EmailMessage:
    return EmailMessage(
        "Ruhr-Konferenz: Ihre Arbeit im Dialog-Portal",
        render_to_string("emails/weekly.txt", numbers(user)),
        to=[user.email],
        connection=get_connection(patient=True),
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834
    )


def numbers(user: User) -> dict[str, Any]:
    """Return what the mail says: of this person's work alone, and where it can be seen."""
    today = timezone.localdate()
    seen, own = Submission.objects.visible_to(user), Submission.objects.reviewed_by(user)
    last_week = {"day__gte": today - WEEK, "day__lt": today}
    return {
        "new": seen.filter(**last_week).count(),
        "new_link": link(arbeit="alle", **last_week),
        "oldest": own.queue("unread").aggregate(day=Min("day"))["day"],
        "oldest_link": link(arbeit="ungelesen"),
        "overdue": own.filter(overdue()).count(),
        "overdue_link": link(arbeit="alle", frist="ueberschritten"),
        "given": own.filter(given_to(user)).count(),
        "given_link": link(arbeit="alle", vergeben="mir"),
        "account": settings.SITE_URL + reverse("admin:own_account"),
        "site_url": settings.SITE_URL,
    }


def link(**query: Any) -> str:
    page = reverse("admin:survey_submission_changelist")
    return f"{settings.SITE_URL}{page}?{urlencode(query)}"
