"""Campaigns: the same text, sent by many."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class Campaign(models.Model):
    """Submissions of nearly the same text, found by survey/alike/campaigns.py; each one stays."""

    signature = ArrayField(models.IntegerField(), verbose_name="Textmuster", editable=False)
    share = models.PositiveSmallIntegerField("Gleiche Wörter in Prozent", editable=False)
    day = models.DateField("Erkannt am", default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = "Kampagne"
        verbose_name_plural = "Kampagnen"
        ordering = ["pk"]
        indexes = [GinIndex(fields=["signature"], name="campaign_signature")]

    def __str__(self) -> str:
        return f"Kampagne {self.pk}"

    @property
    def reason(self) -> str:
        """Why these submissions stand together."""
        if self.share == 100:
            return "Alle haben dieselben Wörter."
        return f"Mindestens {self.share} % der Wörter sind dieselben."
