"""What staff do that somebody may have to clear up later: who, what, when."""

from typing import Any

from allauth.core import context
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class EventManager(models.Manager["Event"]):
    def write(
        self, what: str, by: User | None, detail: str = "", about: User | None = None
    ) -> "Event":
        """Write down what somebody did; `by` nobody it was the operator, or a stranger.

        The detail is for kinds and numbers: nothing that a citizen wrote, no word that was searched
        for, no address.
        """
        return self.create(what=what, by=by, about=about, detail=detail[:200])


class Event(models.Model):
    """One thing that somebody did, or tried to."""

    class What(models.TextChoices):
        LOGIN = "login", "Anmeldung"
        REFUSED = "refused", "Fehlgeschlagene Anmeldung"
        FACTOR = "factor", "Zweiter Faktor"
        PASSWORD = "password", "Passwort"
        RIGHTS = "rights", "Rechte"
        EXPORT = "export", "Export"
        IMPORT = "import", "Einlesen"
        ERASURE = "erasure", "Löschung"

    at = models.DateTimeField("Zeit", default=timezone.now, db_default=Now(), db_index=True)
    what = models.CharField("Was", max_length=10, choices=What)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wer",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wen es betrifft",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    detail = models.CharField("Einzelheiten", max_length=200, db_default="")

    objects = EventManager()

    class Meta:
        app_label = "ruhrdialog"
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        ordering = ["-at", "-pk"]
        permissions = [("view_login_event", "Kann Anmeldungen anderer sehen")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} am {self.at:%d.%m.%Y}"


# What tells when somebody works: for data protection, and for whom it is about.
LOGINS = (Event.What.LOGIN, Event.What.REFUSED, Event.What.FACTOR, Event.What.PASSWORD)


def who_asks() -> User | None:
    """Return who is logged in where the request is being answered; None for a command."""
    user: Any = getattr(context.request, "user", None)
    return user if isinstance(user, User) else None
