"""What belongs to the portal as a whole."""

from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

MAX_MESSAGE = 4000  # code points
REPORT_LOCK = 1207  # the number of PostgreSQL's advisory lock


class BarrierReportManager(models.Manager["BarrierReport"]):
    def report(self, *, check_reason: str = "", **words: Any) -> None:
        """Store a report, once a day: a double click, a reload, a scanner make one row.

        One at a time, since there are few: two equal ones at the same moment are one, too.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPORT_LOCK])
            self.get_or_create(
                day=timezone.localdate(), **words, defaults={"check_reason": check_reason}
            )


class BarrierReport(models.Model):
    """A barrier that somebody met on the portal (feedback mechanism of Directive (EU) 2016/2102,
    Article 7(1)(b))."""

    page = models.CharField("Seite", max_length=300, blank=True)
    message = models.CharField("Nachricht", max_length=MAX_MESSAGE)
    email = models.EmailField("E-Mail-Adresse für die Antwort", blank=True)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    done = models.BooleanField("Erledigt", default=False)
    check_reason = models.CharField(
        "Bitte prüfen", max_length=120, blank=True, default="", db_default="", editable=False
    )

    objects = BarrierReportManager()

    class Meta:
        verbose_name = "Gemeldete Barriere"
        verbose_name_plural = "Gemeldete Barrieren"
        ordering = ["done", "-day", "-pk"]

    def __str__(self) -> str:
        return f"Gemeldete Barriere vom {self.day:%d.%m.%Y}"
