"""What citizens send: submissions without a name, the steps of the review, withdrawals."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from forums.models import Forum
from survey.receipt_codes import REFERENCE_LENGTH, grouped, random_code, receipt_hash

MAX_TOPIC = 120  # code points, as in the two below
MAX_TEXT = 4000


def new_reference() -> str:
    return random_code(REFERENCE_LENGTH)


class SubmissionManager(models.Manager):
    def receive(self, receipt_code: str, **answers: Any) -> "Submission | None":
        """Store a citizen's answers, once for each receipt code, and return the row.

        The same code again, at the same time or later, gives the row that is there. A submission
        that was withdrawn stays withdrawn: then None is returned.
        """
        hashed = receipt_hash(receipt_code)
        submission = Submission(receipt_hash=hashed, **answers)
        submission.assigned_forum = submission.forum
        if not submission.has_text():
            submission.state = Submission.State.COUNTED
        with transaction.atomic():
            # Two posts of one check page at the same moment: the unique column lets one through.
            # A reference that is taken already (one in 10^11) is drawn anew.
            for _ in range(3):
                try:
                    with transaction.atomic():
                        submission.save(force_insert=True)
                    break
                except IntegrityError:
                    if known := self.filter(receipt_hash=hashed).first():
                        return known
                    submission.reference = new_reference()
            else:
                raise IntegrityError("No free reference was found.")
            # Asked after the insert, which has waited for a withdrawal under way.
            if Withdrawal.objects.filter(receipt_hash=hashed).exists():
                submission.delete()
                return None
        return submission

    def for_receipt(self, receipt_code: str) -> "Submission | None":
        """Return the submission that a receipt code opens."""
        with_topic = self.select_related("forum", "assigned_forum")
        return with_topic.filter(receipt_hash=receipt_hash(receipt_code)).first()


class StateError(Exception):
    """A verb doesn't fit the state that the submission has by now."""


class Submission(models.Model):
    """What a citizen sent. It holds no name, no address of any kind and no time of day."""

    class State(models.TextChoices):
        RECEIVED = "received", "Eingegangen"
        COUNTED = "counted", "Gezählt"
        READ = "read", "Gelesen"
        FORWARDED = "forwarded", "Weitergegeben"
        ASKED_BACK = "asked_back", "Rückfrage"
        ANSWERED = "answered", "Beantwortet"
        NOT_PURSUED = "not_pursued", "Nicht weiterverfolgt"

    # Random, so that the order of arrival can't be read off the key.
    id = models.UUIDField("Schlüssel", primary_key=True, default=uuid.uuid4, editable=False)
    receipt_hash = models.BinaryField("Prüfwert des Belegs", max_length=32, editable=False)
    reference = models.CharField(
        "Beitragsnummer", max_length=REFERENCE_LENGTH, default=new_reference, editable=False
    )
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    forum = models.ForeignKey(
        Forum,
        verbose_name="Thema",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    other_topic = models.CharField("Anderes Thema", max_length=MAX_TOPIC, blank=True)
    reason = models.CharField("Begründung", max_length=MAX_TEXT, blank=True)
    proposal = models.CharField("Verbesserungsvorschlag", max_length=MAX_TEXT, blank=True)
    further_interests = ArrayField(
        models.BigIntegerField(), verbose_name="Weitere Themen", default=list, blank=True
    )
    publication_consent = models.BooleanField("Darf veröffentlicht werden", default=False)
    assigned_forum = models.ForeignKey(
        Forum,
        verbose_name="Zuständiges Themenforum",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_submissions",
    )
    state = models.CharField("Stand", max_length=20, choices=State, default=State.RECEIVED)

    objects = SubmissionManager()

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        # No time of arrival is stored: within a day the random reference gives the order.
        ordering = ["-day", "reference"]
        indexes = [
            models.Index(fields=["-day", "reference"], name="submission_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="submission_receipt_once",
                fields=["receipt_hash"],
                violation_error_message="Diesen Beitrag gibt es schon.",
            ),
            models.UniqueConstraint(
                name="submission_reference_once",
                fields=["reference"],
                violation_error_message="Diese Beitragsnummer ist vergeben.",
            ),
            models.CheckConstraint(
                name="submission_one_topic",
                condition=Q(forum__isnull=False, other_topic="")
                | (Q(forum__isnull=True) & ~Q(other_topic="")),
                violation_error_message="Ein Beitrag hat genau ein Thema.",
            ),
            models.CheckConstraint(
                name="submission_further_interests_are_others",
                # F("forum"): with F("forum_id") full_clean skips the check.
                condition=Q(forum__isnull=True) | ~Q(further_interests__contains=[F("forum")]),
                violation_error_message="Das gewählte Thema kann nicht zugleich ein weiteres sein.",
            ),
            models.CheckConstraint(
                name="submission_state_known",
                condition=Q(
                    state__in=[
                        "received",
                        "counted",
                        "read",
                        "forwarded",
                        "asked_back",
                        "answered",
                        "not_pursued",
                    ]
                ),
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
        ]

    def __str__(self) -> str:
        return f"Beitrag {self.shown_reference}"

    @property
    def shown_reference(self) -> str:
        return grouped(self.reference)

    @property
    def topic(self) -> str:
        return self.forum.title if self.forum else self.other_topic

    def has_text(self) -> bool:
        """Tell whether there is something to read: own words of the citizen."""
        return any(text.strip() for text in (self.other_topic, self.reason, self.proposal))

    def further_forums(self) -> list[Forum]:
        """Return the forums of the further interests, in the portal's order."""
        return list(Forum.objects.filter(pk__in=self.further_interests))

    @property
    def is_untouched(self) -> bool:
        """Tell whether nobody has dealt with the submission, so that its text may change."""
        return self.state in (self.State.RECEIVED, self.State.COUNTED) and not self.steps.exists()

    def change(self, **texts: str) -> None:
        """Replace own words (`other_topic`, `reason`, `proposal`) by the citizen's new ones.

        Raises StateError when somebody has begun to deal with them.
        """
        with transaction.atomic():
            current = Submission.objects.select_for_update().get(pk=self.pk)
            if not current.is_untouched:
                raise StateError
            for name, text in texts.items():
                setattr(current, name, text)
            has_text = current.has_text()
            current.state = self.State.RECEIVED if has_text else self.State.COUNTED
            current.save(update_fields=[*texts, "state"])

    def mark_read(self, by: AbstractBaseUser) -> None:
        self._step(self.State.READ, after={self.State.RECEIVED}, by=by)

    def ask_back(self, question: str, by: AbstractBaseUser) -> None:
        """Ask the citizen a question, which the receipt shows with a field for the reply."""
        unanswered = {self.State.RECEIVED, self.State.READ, self.State.FORWARDED}
        self._step(self.State.ASKED_BACK, after=unanswered, text=question, by=by)

    def reply(self, text: str) -> None:
        """Take the citizen's reply; the submission is then unread again."""
        self._step(self.State.RECEIVED, after={self.State.ASKED_BACK}, text=text)

    def answer(self, text: str, by: AbstractBaseUser) -> None:
        """Answer the citizen; the receipt shows it."""
        open_states = {
            *(self.State.RECEIVED, self.State.READ),
            *(self.State.FORWARDED, self.State.ASKED_BACK),
        }
        self._step(self.State.ANSWERED, after=open_states, text=text, by=by)

    def _step(
        self,
        state: State,
        *,
        after: set[State],
        text: str = "",
        by: AbstractBaseUser | None = None,
    ) -> None:
        """Go to a state from one of those in `after`, and remember it.

        Of two who come at the same moment one wins. Raises StateError for the other.
        """
        with transaction.atomic():
            rows = Submission.objects.filter(pk=self.pk, state__in=after)
            if not rows.update(state=state):
                raise StateError
            self.state = state
            self.steps.create(state=state, text=text, by=by)

    def withdraw(self) -> None:
        """Delete the submission and its history; only the hash of its receipt stays.

        By the hash the receipt's link can say what happened, and an old check page can't bring
        the submission back.
        """
        with transaction.atomic():
            Withdrawal.objects.get_or_create(receipt_hash=bytes(self.receipt_hash))
            self.delete()


class ReviewStep(models.Model):
    """One change of a submission's state: which, when, by whom, with what words.

    The receipt shows the text to the citizen: a question, an answer, or the citizen's own reply.
    """

    submission = models.ForeignKey(
        Submission, verbose_name="Beitrag", on_delete=models.CASCADE, related_name="steps"
    )
    state = models.CharField("Stand", max_length=20, choices=Submission.State)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    text = models.CharField("Text", max_length=MAX_TEXT, blank=True)
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

    def __str__(self) -> str:
        return f"{self.get_state_display()} am {self.day:%d.%m.%Y}"

    @property
    def is_reply(self) -> bool:
        return self.state == Submission.State.RECEIVED


class Withdrawal(models.Model):
    """The trace of a withdrawn submission: that it existed, and the day it was deleted."""

    receipt_hash = models.BinaryField("Prüfwert des Belegs", max_length=32, primary_key=True)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = "Rücknahme"
        verbose_name_plural = "Rücknahmen"

    def __str__(self) -> str:
        return f"Rücknahme vom {self.day:%d.%m.%Y}"
