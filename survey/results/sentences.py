"""What became of a forum's contributions, sentence by sentence."""

from typing import Any

from django.db import models
from django.db.models import Count, Q

from forums.models import Forum
from survey.projects.models import Project
from survey.submissions.models import Submission
from survey.submissions.steps import COUNTED, SPAM


class SentenceQuerySet(models.QuerySet["Sentence"]):
    def released(self) -> "SentenceQuerySet":
        """Return what the public may see."""
        return self.filter(is_released=True)


class Sentence(models.Model):
    """One sentence of the summary of what citizens said, and what follows from it."""

    forum = models.ForeignKey(
        Forum, verbose_name="Themenforum", on_delete=models.PROTECT, related_name="sentences"
    )
    position = models.PositiveBigIntegerField("Reihenfolge", default=0)
    text = models.CharField("Was gesagt wurde", max_length=500, help_text="Ein Satz.")
    follows = models.CharField(
        "Was daraus folgt", max_length=1000, blank=True, help_text="Leer: noch nichts."
    )
    projects: "models.ManyToManyField[Project, Any]" = models.ManyToManyField(
        Project, verbose_name="Projekte", related_name="sentences", blank=True
    )
    contributions: "models.ManyToManyField[Submission, Any]" = models.ManyToManyField(
        Submission, through="SentenceContribution", related_name="sentences"
    )
    is_released = models.BooleanField("Freigegeben", default=False, editable=False)
    is_sample = models.BooleanField("Beispiel", default=False, editable=False)

    objects = SentenceQuerySet.as_manager()

    class Meta:
        verbose_name = "Satz zu „Was daraus wurde“"
        verbose_name_plural = "Sätze zu „Was daraus wurde“"
        ordering = ["forum", "position", "pk"]
        permissions = [("release_sentence", "Kann Sätze freigeben")]

    def __str__(self) -> str:
        return self.text[:60]


class SentenceContribution(models.Model):
    """One contribution behind one sentence; it goes with the contribution."""

    sentence = models.ForeignKey(
        Sentence, verbose_name="Satz", on_delete=models.CASCADE, related_name="links"
    )
    submission = models.ForeignKey(
        Submission, verbose_name="Beitrag", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = "Beitrag zu einem Satz"
        verbose_name_plural = "Beiträge zu Sätzen"
        constraints = [
            models.UniqueConstraint(
                name="sentence_contribution_once",
                fields=["sentence", "submission"],
                violation_error_message="Dieser Beitrag steht schon bei dem Satz.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} zu {self.sentence}"


def behind_sentences() -> dict[str, int]:
    """Count what stands behind each released sentence, exactly."""
    rows = Sentence.objects.released().order_by().annotate(number=Count("links"))
    return {f"sentence-{key}": number for key, number in rows.values_list("pk", "number")}


def in_no_sentence() -> dict[int, int]:
    """Count by forum the contributions with a text that are behind no sentence of it, exactly.

    Only where there are sentences.
    """
    told = Sentence.objects.released().order_by().values_list("forum", flat=True)
    found = {}
    for forum in set(told):
        behind = Q(sentences__forum=forum, sentences__is_released=True)
        rows = Submission.objects.filter(forum=forum).exclude(state__in=[COUNTED, SPAM])
        inside = rows.filter(behind).distinct().count()
        found[forum] = rows.count() - inside
    return found
