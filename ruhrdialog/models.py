"""What belongs to the portal as a whole."""

from django.db import models
from django.utils import timezone

MAX_MESSAGE = 4000  # code points


class BarrierReport(models.Model):
    """A barrier that somebody met on the portal (feedback mechanism of Directive (EU) 2016/2102,
    Article 7(1)(b))."""

    page = models.CharField("Seite", max_length=300, blank=True)
    message = models.CharField("Nachricht", max_length=MAX_MESSAGE)
    email = models.EmailField("E-Mail-Adresse für die Antwort", blank=True)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    done = models.BooleanField("Erledigt", default=False)

    class Meta:
        verbose_name = "Gemeldete Barriere"
        verbose_name_plural = "Gemeldete Barrieren"
        ordering = ["done", "-day", "-pk"]

    def __str__(self) -> str:
        return f"Gemeldete Barriere vom {self.day:%d.%m.%Y}"
