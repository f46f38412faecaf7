"""When the survey is open, and what stands in its place before and after."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ruhrdialog.lib.remembered import Remembered


class SurveyPeriodManager(models.Manager["SurveyPeriod"]):
    def current(self) -> "SurveyPeriod":
        """Return the one row, as last known if the database is away; without it it's open."""
        return last_known()


last_known = Remembered(lambda: SurveyPeriod.objects.first() or SurveyPeriod())


class SurveyPeriod(models.Model):
    """One row. An end that isn't set is open."""

    class Phase(models.TextChoices):
        BEFORE = "before", "noch nicht eröffnet"
        OPEN = "open", "geöffnet"
        AFTER = "after", "beendet"

    opens_at = models.DateTimeField(
        "Beginn", null=True, blank=True, help_text="Leer: von Anfang an geöffnet."
    )
    closes_at = models.DateTimeField(
        "Ende",
        null=True,
        blank=True,
        help_text="Die erste Minute, in der nichts mehr angenommen wird. Leer: ohne Ende.",
    )
    text_before = models.TextField(
        "Text davor", help_text="Markdown.", default="Die Befragung beginnt bald."
    )
    text_after = models.TextField(
        "Text danach",
        help_text="Markdown.",
        default="Die Befragung ist beendet. Vielen Dank an alle, die mitgemacht haben!",
    )

    objects = SurveyPeriodManager()

    class Meta:
        verbose_name = "Zeitraum der Befragung"
        verbose_name_plural = "Zeitraum der Befragung"
        constraints = [
            models.CheckConstraint(
                name="survey_period_one_row",
                condition=Q(pk=1),
                violation_error_message="Den Zeitraum gibt es schon.",
            ),
            models.CheckConstraint(
                name="survey_period_begins_before_it_ends",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                violation_error_message="Das Ende muss nach dem Beginn liegen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Die Befragung ist {self.phase().label}"

    def phase(self, now: datetime | None = None) -> Phase:
        now = now or timezone.now()
        if self.opens_at and now < self.opens_at:
            return self.Phase.BEFORE
        if self.closes_at and now >= self.closes_at:
            return self.Phase.AFTER
        return self.Phase.OPEN

    @property
    def is_open(self) -> bool:
        return self.phase() == self.Phase.OPEN

    @property
    def text(self) -> str:
        """What stands in the place of the survey."""
        return self.text_before if self.phase() == self.Phase.BEFORE else self.text_after
