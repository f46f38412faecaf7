"""Who has a submission open just now: colleagues see it, and are led past it.

A claim is soft: nobody is kept from working, and who saves first decides, as without it. It ends
with the page, and by itself after five minutes; nothing of it stays.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from survey.submissions.models import Submission

LASTS = timedelta(minutes=5)


class ClaimManager(models.Manager["Claim"]):
    def claim(self, submission: Submission, user: User) -> None:
        """Claim a submission for the next minutes, or go on with it; who was first keeps it.

        What is over is deleted with the same statement.
        """
        now = timezone.now()
        self.filter(Q(until__lte=now) | Q(submission=submission.pk, by=user)).delete()
        claim = Claim(submission=submission, by=user, until=now + LASTS)
        self.bulk_create([claim], ignore_conflicts=True)

    def release(self, submission: Submission, user: User) -> None:
        self.filter(submission=submission.pk, by=user).delete()

    def of_others(self, user: User) -> dict[UUID, User]:
        """Return who else has which submission open, by its key."""
        claims = self.filter(until__gt=timezone.now()).exclude(by=user).select_related("by")
        return {claim.submission_id: claim.by for claim in claims}


class Claim(models.Model):
    """That somebody has a submission open. The table is unlogged (PostgreSQL): nothing of it comes
    into the write-ahead log or backups."""

    # Without a constraint: nobody who withdraws a submission has to wait for who reads it.
    submission = models.OneToOneField(
        Submission,
        verbose_name="Beitrag",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Wer", on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField("Bis")

    objects = ClaimManager()

    class Meta:
        verbose_name = "Geöffneter Beitrag"
        verbose_name_plural = "Geöffnete Beiträge"

    def __str__(self) -> str:
        return f"Offen bis {self.until:%H:%M} Uhr"
