"""What was done with a submission, step by step, and what of it the citizen doesn't see yet."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forums.models import Forum
from survey.submissions.limits import MAX_TEXT
from survey.submissions.search import vector
from survey.submissions.steps import STEPS, Step

WAY_BACK = timedelta(minutes=10)  # in which a step can be taken back
TAKEN_BACK, FELL_AWAY = "taken_back", "fell_away"  # verbs of what is a step no more
GONE = {TAKEN_BACK: "zurückgenommen", FELL_AWAY: "entfallen"}


class Hold(NamedTuple):
    """For how long a step is held back from the citizen, and with which others it was taken."""

    until: datetime
    bulk: UUID | None = None


def hold(*, bulk: bool = False) -> Hold:
    """Return how a step of the desk is held; the steps of one action for many share it."""
    return Hold(timezone.now() + WAY_BACK, uuid4() if bulk else None)


class ReviewStepQuerySet(models.QuerySet["ReviewStep"]):
    def standing(self) -> "ReviewStepQuerySet":
        """Return what is done, without what was taken back or fell away."""
        return self.exclude(verb__in=GONE)

    def visible(self) -> "ReviewStepQuerySet":
        """Return what the citizen may see: whatever is shown or counted outside begins here.

        What is held hides also what was done after it.
        """
        held = HeldStep.objects.running().filter(
            submission=OuterRef("submission"), step__lte=OuterRef("pk")
        )
        return self.standing().exclude(Exists(held))


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
    # Of what was taken back: which step it was. Its verb says that it is none any more, so that
    # nothing which asks for a verb, the triggers of the tallies among them, finds it.
    was = models.CharField("Schritt, der er war", max_length=20, blank=True, db_default="")
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
    corrected_on: date | None = None  # of an answer as the receipt shows it

    objects = ReviewStepQuerySet.as_manager()

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
        return STEPS[self.was or self.verb]

    @property
    def label(self) -> str:
        gone = GONE.get(self.verb)
        return f"{self.step.label} ({gone})" if gone else self.step.label

    @property
    def for_citizen(self) -> str:
        """How the receipt calls this step."""
        return self.step.for_citizen.format(forum=self.forum)

    @property
    def said_to_citizen(self) -> str:
        """What the receipt says beside the step."""
        return self.text or self.step.says


class HeldStepQuerySet(models.QuerySet["HeldStep"]):
    def running(self) -> "HeldStepQuerySet":
        return self.filter(until__gt=timezone.now())

    def ended(self) -> "HeldStepQuerySet":
        return self.filter(until__lte=timezone.now())

    def taken_by(self, user: User) -> "HeldStepQuerySet":
        return self.running().filter(step__by=user)

    def first_of_each(self) -> "HeldStepQuerySet":
        """Return what tells how each citizen sees a submission: the first that is held of each."""
        held = self.running()
        return held.order_by("submission_id", "step_id").distinct("submission_id")

    def with_earlier(self) -> "HeldStepQuerySet":
        """Return also what is held of the same submissions from before."""
        later = self.filter(submission=OuterRef("submission"), step__gte=OuterRef("step"))
        return HeldStep.objects.filter(Exists(later))


class HeldStep(models.Model):
    """A step that the citizen doesn't see yet and its author can take back, with what was before.

    An unlogged table: times link what was done to who was there, so they stand in no write-ahead
    log and no backup. What it held, the citizen sees after a crash of Postgres.
    """

    step = models.OneToOneField(
        ReviewStep, models.CASCADE, verbose_name="Schritt", primary_key=True, related_name="held"
    )
    submission = models.ForeignKey(
        "Submission", models.CASCADE, verbose_name="Beitrag", related_name="held"
    )
    until = models.DateTimeField("Bis wann")
    bulk = models.UUIDField("Schritt für viele", null=True)
    # The submission before.
    state = models.CharField("Stand davor", max_length=20)
    assigned_forum = models.ForeignKey(
        Forum,
        models.PROTECT,
        verbose_name="Zuständiges Themenforum davor",
        null=True,
        related_name="+",
        db_index=False,
    )
    check_reason = models.CharField("Bitte prüfen davor", max_length=120, blank=True)

    objects = HeldStepQuerySet.as_manager()

    class Meta:
        verbose_name = "Zurückgehaltener Schritt"
        verbose_name_plural = "Zurückgehaltene Schritte"
        ordering = ["step_id"]

    def __str__(self) -> str:
        return f"{self.step}, bis {timezone.localtime(self.until):%H:%M}"

    @property
    def is_running(self) -> bool:
        return self.until > timezone.now()

    @property
    def before(self) -> dict[str, Any]:
        """What the step has changed of the submission, as it was."""
        change = {"state": self.state, "assigned_forum": self.assigned_forum}
        if self.step.step.clears or self.step.step.restores:
            change["check_reason"] = self.check_reason
        return change


class Lost(NamedTuple):
    """Of a step that fell away: whose it was, which, and with what words."""

    by: User
    verb: str
    text: str = ""


class LostStep(models.Model):
    """What a member of staff is told: a step fell away, since the citizen was quicker.

    Of a submission that was withdrawn nothing is kept, not even which it was.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="Von", related_name="lost_steps"
    )
    submission = models.ForeignKey(
        "Submission", models.CASCADE, verbose_name="Beitrag", null=True, related_name="+"
    )
    verb = models.CharField("Schritt", max_length=20)
    text = models.CharField("Text", max_length=MAX_TEXT, blank=True)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = "Entfallener Schritt"
        verbose_name_plural = "Entfallene Schritte"
        ordering = ["pk"]

    def __str__(self) -> str:
        about = f"{self.submission} wurde inzwischen geändert, beantwortet oder weitergegeben"
        if self.submission is None:
            about = "Ein Beitrag wurde inzwischen zurückgezogen"
        return f"{about}: Ihr Schritt „{STEPS[self.verb].label}“ ist entfallen."
