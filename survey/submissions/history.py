"""What was done with a submission, step by step."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models import Forum
from survey.submissions.limits import MAX_TEXT
from survey.submissions.search import vector
from survey.submissions.steps import STEPS, Step


class ReviewStep(models.Model):
    """One change of a submission: which, when, by whom, with what words.

    The receipt shows the text to the citizen: a question, an answer, a reason, or the citizen's
    own reply. The note is for staff only.
    """

    submission = models.ForeignKey(
        "Submission", verbose_name="Beitrag", on_delete=models.CASCADE, related_name="steps"
    )
    verb = models.CharField("Schritt", max_length=20)
    state = models.CharField("Stand danach", max_length=20)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    text = models.CharField("Text", max_length=MAX_TEXT, blank=True)
    note = models.CharField("Notiz", max_length=MAX_TEXT, blank=True)
    forum = models.ForeignKey(
        Forum,
        verbose_name="Themenforum",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_steps",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Von",
        on_delete=models.PROTECT,
        null=True,  # the citizen
        blank=True,
        related_name="review_steps",
    )

    class Meta:
        verbose_name = "Bearbeitungsschritt"
        verbose_name_plural = "Bearbeitungsschritte"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["by", "verb"], name="review_step_by"),
            GinIndex(vector("note"), name="review_step_search", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.label} am {self.day:%d.%m.%Y}"

    @property
    def step(self) -> Step:
        return STEPS[self.verb]

    @property
    def label(self) -> str:
        return self.step.label

    @property
    def for_citizen(self) -> str:
        """How the receipt calls this step."""
        return self.step.for_citizen.format(forum=self.forum)

    @property
    def said_to_citizen(self) -> str:
        """What the receipt says beside the step."""
        return self.text or self.step.says
