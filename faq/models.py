"""The questions and answers about the Ruhr-Konferenz."""

from django.db import models
from django.urls import reverse


class Question(models.Model):
    """A question with its answer, written in Markdown."""

    slug = models.SlugField(
        "Adresse", max_length=80, unique=True, help_text="Bleibt, wie sie ist: Links zeigen darauf."
    )
    question = models.CharField("Frage", max_length=200)
    answer = models.TextField(
        "Antwort",
        blank=True,
        help_text="Markdown: Leerzeile für Absätze, „1.“ für Listen, [Text](Adresse) für Links.",
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")
    featured = models.BooleanField("Auf der Startseite", default=False)
    own = models.BooleanField(
        "Von der Redaktion dieses Portals",
        default=False,
        db_default=False,
        help_text="Steht im Teil „Mitmachen“, getrennt von den Antworten der Landesregierung.",
    )
    shows_forums = models.BooleanField("Zeigt die Themenforen", default=False)

    class Meta:
        verbose_name = "Frage"
        verbose_name_plural = "Fragen"
        ordering = ["own", "position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="question_answered",
                condition=~models.Q(answer="") | models.Q(shows_forums=True),
                violation_error_message="Die Antwort fehlt.",
            )
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("faq:question", args=[self.slug])
