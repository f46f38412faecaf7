"""What was done with a submission, step by step."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models import Forum
from survey.submissions.limits import MAX_TEXT


class ReviewStep(models.Model):
    """One change of a submission: which, when, by whom, with what words.

    The receipt shows the text to the citizen: a question, an answer, a reason, or the citizen's
    own reply. The note is for staff only.
    """

    class Verb(models.TextChoices):
        READ = "read", "Gelesen"
        HANDED_OVER = "handed_over", "Weitergegeben an das Themenforum"
        REASSIGNED = "reassigned", "Weitergegeben an ein anderes Themenforum"
        ASKED_BACK = "asked_back", "Rückfrage"
        REPLIED = "replied", "Antwort auf die Rückfrage"
        ANSWERED = "answered", "Beantwortet"
        NOT_PURSUED = "not_pursued", "Nicht weiterverfolgt"
        SORTED_OUT = "sorted_out", "Als Werbung oder Missbrauch aussortiert"
        REOPENED = "reopened", "Wieder aufgenommen"
        RELEASED = "released", "Geprüft: in Ordnung"

    submission = models.ForeignKey(
        "Submission", verbose_name="Beitrag", on_delete=models.CASCADE, related_name="steps"
    )
    verb = models.CharField("Schritt", max_length=20, choices=Verb)
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
        indexes = [models.Index(fields=["by", "verb"], name="review_step_by")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} am {self.day:%d.%m.%Y}"

    @property
    def for_citizen(self) -> str:
        """How the receipt calls this step."""
        if self.verb in (self.Verb.HANDED_OVER, self.Verb.REASSIGNED):
            return f"Weitergegeben an das Themenforum {self.forum}"
        if self.verb == self.Verb.REPLIED:
            return "Ihre Antwort"
        if self.verb == self.Verb.SORTED_OUT:
            return "Nicht weiterverfolgt"
        return self.get_verb_display()
