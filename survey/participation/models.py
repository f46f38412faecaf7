"""When the survey is open, and what stands in its place before and after."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from ruhrdialog.lib.remembered import Remembered


class SurveyPeriodManager(models.Manager["SurveyPeriod"]):
    def current(self) -> "SurveyPeriod":
        """Return the one row, as last known if the database is away; without it it's open."""
        return last_known()


last_known = Remembered(lambda: SurveyPeriod.objects.first() or SurveyPeriod(), seconds=1)


def said(moment: datetime) -> str:
    """Return a moment as a sentence says it; at midnight the day is enough."""
    moment = timezone.localtime(moment)
    day = date_format(moment, "j.\xa0F\xa0Y")
    return day if moment.hour == moment.minute == 0 else f"{day}, {moment:%H:%M}\xa0Uhr"


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

    def next_change(self, now: datetime) -> datetime | None:
        """Return when the survey opens or closes next; None if it stays as it is."""
        changes = (self.opens_at, self.closes_at)
        return min((moment for moment in changes if moment and moment > now), default=None)

    @property
    def beginning(self) -> str:
        return said(self.opens_at) if self.opens_at else ""

    @property
    def end(self) -> str:
        """The last day, and the time if it ends before midnight."""
        if not self.closes_at:
            return ""
        ends_with_the_day = timezone.localtime(self.closes_at).time() == time.min
        return said(self.closes_at - timedelta(days=1) if ends_with_the_day else self.closes_at)

    @property
    def ends_today(self) -> bool:
        last = self.closes_at and timezone.localdate(self.closes_at - timedelta(minutes=1))
        return last == timezone.localdate()

    @property
    def is_open(self) -> bool:
        return self.phase() == self.Phase.OPEN

    @property
    def text(self) -> str:
        """What stands in the place of the survey."""
        return self.text_before if self.phase() == self.Phase.BEFORE else self.text_after
