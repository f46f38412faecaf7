"""What staff do with a submission: the steps, notes among themselves, tags, ready answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models import Forum
from survey.models.limits import MAX_TEXT


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


class Note(models.Model):
    """What staff write to each other about a submission; no citizen sees it."""

    submission = models.ForeignKey(
        "Submission", verbose_name="Beitrag", on_delete=models.CASCADE, related_name="notes"
    )
    text = models.CharField("Notiz", max_length=MAX_TEXT)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Von", on_delete=models.PROTECT, related_name="notes"
    )

    class Meta:
        verbose_name = "Notiz"
        verbose_name_plural = "Notizen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Notiz vom {self.day:%d.%m.%Y}"


class Tag(models.Model):
    """A word by which a forum sorts its submissions."""

    forum = models.ForeignKey(
        Forum, verbose_name="Themenforum", on_delete=models.CASCADE, related_name="tags"
    )
    name = models.CharField("Schlagwort", max_length=40)

    class Meta:
        verbose_name = "Schlagwort"
        verbose_name_plural = "Schlagworte"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"),
                "forum",
                name="tag_once_in_a_forum",
                violation_error_message="Dieses Schlagwort gibt es in dem Themenforum schon.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AnswerTemplate(models.Model):
    """A ready text for an answer, a question or a reason."""

    title = models.CharField("Bezeichnung", max_length=80, unique=True)
    text = models.TextField("Text", max_length=MAX_TEXT)

    class Meta:
        verbose_name = "Textbaustein"
        verbose_name_plural = "Textbausteine"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ExportRecord(models.Model):
    """Who took submissions along, and which."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV für Excel"
        XLSX = "xlsx", "XLSX"
        JSON_LINES = "jsonl", "JSON Lines"

    at = models.DateTimeField("Zeit", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Von", on_delete=models.PROTECT, related_name="+"
    )
    format = models.CharField("Format", max_length=5, choices=Format)
    filter = models.CharField("Filter", max_length=1000, blank=True)
    number = models.PositiveIntegerField("Anzahl")

    class Meta:
        verbose_name = "Export"
        verbose_name_plural = "Exporte"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Export vom {self.at:%d.%m.%Y}"
