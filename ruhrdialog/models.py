"""What belongs to the portal as a whole."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from ruhrdialog.lib.events import Event

__all__ = ["MAX_MESSAGE", "AccessReset", "BarrierReport", "Event", "StartPassword"]

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


class StartPasswordManager(models.Manager["StartPassword"]):
    def begin(self, user: User) -> None:
        """Write down that somebody has a start password from now on."""
        self.update_or_create(user=user, defaults={"since": timezone.now()})

    def has_ended(self, user: User) -> bool:
        """Tell whether somebody's start password was not used in time."""
        return self.filter(user=user, since__lte=timezone.now() - StartPassword.VALID).exists()


class StartPassword(models.Model):
    """A password that somebody else has chosen: after the login with it the own one comes first."""

    VALID = timedelta(days=7)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="Wer",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    # Empty: from a release that wrote none down; such a one doesn't end by itself.
    since = models.DateTimeField("Seit", null=True)

    objects = StartPasswordManager()

    class Meta:
        verbose_name = "Startpasswort"
        verbose_name_plural = "Startpasswörter"

    def __str__(self) -> str:
        return f"Startpasswort von {self.user}"


class AccessResetManager(models.Manager["AccessReset"]):
    def open_for(self, user: User) -> "AccessReset | None":
        """Return what was asked for less than a day ago, by somebody who still may."""
        since = timezone.now() - AccessReset.VALID
        return self.filter(user=user, asked_at__gt=since, asked_by__is_active=True).first()

    def ask(self, user: User, by: User) -> None:
        """Ask for somebody's access to be reset; what others have asked for stays."""
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            if self.open_for(user) is None:
                now = timezone.now()
                self.update_or_create(user=user, defaults={"asked_by": by, "asked_at": now})
                Event.objects.write(Event.What.PASSWORD, by, "Zurücksetzen beantragt", user)


class AccessReset(models.Model):
    """That a colleague gets in anew, with a start password and a new second factor.

    Who alone could do it would be able to become that colleague: one asks, another confirms.
    """

    VALID = timedelta(days=1)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="Wessen Zugang",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Beantragt von",
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField("Beantragt", default=timezone.now, db_default=Now())

    objects = AccessResetManager()

    class Meta:
        verbose_name = "Antrag auf Zurücksetzen"
        verbose_name_plural = "Anträge auf Zurücksetzen"
        constraints = [
            models.CheckConstraint(
                name="reset_asked_for_by_another",
                condition=~models.Q(asked_by=models.F("user")),
                violation_error_message="Den eigenen Zugang setzt man nicht selbst zurück.",
            )
        ]

    def __str__(self) -> str:
        return f"Zurücksetzen von {self.user}"
