"""Who looks after whose submissions, as during holidays: named for a time, then deleted."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CoverQuerySet(models.QuerySet["Cover"]):
    def current(self) -> "CoverQuerySet":
        today = timezone.localdate()
        return self.filter(first_day__lte=today, last_day__gte=today)

    def looked_after_by(self, user: User) -> models.QuerySet["Cover", Any]:
        """Return the keys of whose work somebody looks after today."""
        return self.current().filter(colleague=user).values("person")


class Cover(models.Model):
    """That a colleague looks after somebody's submissions, as during holidays."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wer vertreten wird",
        on_delete=models.CASCADE,
        related_name="+",
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wer vertritt",
        on_delete=models.CASCADE,
        related_name="+",
    )
    first_day = models.DateField("Vom")
    last_day = models.DateField("Bis einschließlich")

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = "Vertretung"
        verbose_name_plural = "Vertretungen"
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cover_by_another",
                condition=~Q(colleague=models.F("person")),
                violation_error_message="Niemand vertritt sich selbst.",
            ),
            models.CheckConstraint(
                name="cover_ends_after_its_begin",
                condition=Q(last_day__gte=models.F("first_day")),
                violation_error_message="Der letzte Tag liegt vor dem ersten.",
            ),
        ]

    def __str__(self) -> str:
        return f"Vertretung vom {self.first_day:%d.%m.%Y} bis {self.last_day:%d.%m.%Y}"
