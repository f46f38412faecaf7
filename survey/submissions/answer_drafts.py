"""Answers that aren't given yet: drafts, who approves them, and when they are sent."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from survey.submissions.history import Hold, Lost, ReviewStep
from survey.submissions.limits import MAX_TEXT
from survey.submissions.models import StateError, Submission
from survey.submissions.rights import leads, reviewed_forums
from survey.submissions.steps import (
    ANSWER,
    APPROVE,
    CORRECT,
    MARK_URGENT,
    REASSIGN,
    REPLY,
    RETURN,
    STEPS,
    Step,
)

ANSWERS = (ANSWER, CORRECT)  # what a ministry may want to be approved
OVERTAKE = (REASSIGN.verb, REPLY.verb)  # an approval
CALL_OFF = (REASSIGN.verb, MARK_URGENT.verb)  # what is planned; the citizen's steps erase the time


class ApprovalError(StateError):
    """An answer needs an approval, and hasn't got it."""


def needs_approval(submission: Submission, step: Step | None) -> bool:
    """Tell whether a step says what the ministry wants to be approved before."""
    forum = submission.assigned_forum
    return step in ANSWERS and bool(forum and forum.ministry.approves_answers)


def wants_approval() -> Q:
    """Return the condition that the ministry of a draft wants answers to be approved."""
    return Q(submission__assigned_forum__ministry__approves_answers=True)


def fits() -> Q:
    """Return the condition that the answer of a draft can be given now."""
    found = Q()
    for step in ANSWERS:
        found |= Q(verb=step.verb, submission__state__in=step.after)
    return found


def decided(step: Step) -> Exists:
    """Return the condition that a draft was approved or returned, and neither was taken back."""
    return Exists(ReviewStep.objects.filter(pk=OuterRef("decided"), verb=step.verb))


def approved() -> Q:
    """Return the condition that a draft may be sent as it is.

    In another ministry, and to who has replied since, it may not.
    """
    later = ReviewStep.objects.filter(
        submission=OuterRef("submission"), pk__gt=OuterRef("decided"), verb__in=OVERTAKE
    )
    return Q(decided(APPROVE), ~Exists(later))


class AnswerDraftQuerySet(models.QuerySet["AnswerDraft"]):
    def keep(
        self, submission: Submission, verb: str, text: str, by: User, *, handed_in: bool = False
    ) -> None:
        """Keep what is to be said, for all who work on a submission; it is then a new version.

        Whatever was decided and planned of what it said before doesn't hold any more. Raises
        StateError when somebody has changed the submission or a draft meanwhile.
        """
        with transaction.atomic():
            rows = Submission.objects.filter(pk=submission.pk, version=submission.version)
            if not rows.update(version=F("version") + 1):
                raise StateError
            last = submission.steps.aggregate(last=Max("pk"))["last"] or 0
            written = {"text": text, "by": by, "day": timezone.localdate(), "after": last}
            written |= {"handed_in": handed_in, "decided": 0, "send_at": None}
            self.update_or_create(submission=submission, verb=verb, defaults=written)

    def open(self) -> "AnswerDraftQuerySet":
        """Return those of which none was said since."""
        said = ReviewStep.objects.filter(
            submission=OuterRef("submission"), verb=OuterRef("verb"), pk__gt=OuterRef("after")
        )
        return self.filter(~Exists(said))

    def open_for(
        self, submission: Submission, steps: Iterable[ReviewStep]
    ) -> dict[str, "AnswerDraft"]:
        """Return the drafts by verb of which none was said since; until it is seen they stay."""
        drafts = self.filter(submission=submission).select_related("by")
        said = [(step.verb, step.pk) for step in steps]
        found = {
            draft.verb: draft
            for draft in drafts
            if not any(verb == draft.verb and key > draft.after for verb, key in said)
        }
        for draft in found.values():
            draft.look_at(steps)
        return found

    # Approval

    def waiting(self) -> "AnswerDraftQuerySet":
        """Return what was handed in, and nobody has decided yet."""
        undecided = ~approved() & ~decided(RETURN)
        return self.open().filter(wants_approval() & fits() & undecided, handed_in=True)

    def approved(self) -> "AnswerDraftQuerySet":
        return self.open().filter(approved())

    def reviewed_by(self, user: User) -> "AnswerDraftQuerySet":
        forums = reviewed_forums(user)
        return self if forums is None else self.filter(submission__assigned_forum__in=forums)

    def to_approve(self, user: User) -> "AnswerDraftQuerySet":
        """Return what somebody decides: Leitung, or whom the ministry has named; no own words."""
        rows = self.waiting().reviewed_by(user).exclude(by=user)
        named = rows.filter(submission__assigned_forum__ministry__approvers=user)
        return rows if leads(user) else named

    def returned_to(self, user: User) -> "AnswerDraftQuerySet":
        """Return what somebody is to write anew, with the remark."""
        note = ReviewStep.objects.filter(pk=OuterRef("decided")).values("note")
        rows = self.open().filter(fits() & decided(RETURN), by=user)
        return rows.annotate(remark=Subquery(note))

    # Sending

    def sendable(self) -> "AnswerDraftQuerySet":
        """Return the answers that can be given as they are."""
        return self.open().filter(fits() & (~wants_approval() | approved()))

    def planned(self) -> "AnswerDraftQuerySet":
        """Return what is sent by itself: not what was moved or became urgent since."""
        since = ReviewStep.objects.filter(
            submission=OuterRef("submission"), pk__gt=OuterRef("after"), verb__in=CALL_OFF
        )
        return self.filter(~Exists(since), send_at__isnull=False)

    def plan(self, at: datetime) -> int:
        """Have them sent at a time, as their submissions are now; return how many they are."""
        steps = ReviewStep.objects.filter(submission=OuterRef("submission")).order_by("-pk")
        return self.update(send_at=at, after=Coalesce(Subquery(steps.values("pk")[:1]), 0))

    def alike(self, keys: Iterable[int]) -> "AnswerDraftQuerySet":
        """Return all that say the same as some of them: a group of answers goes together."""
        same = self.filter(pk__in=keys, verb=OuterRef("verb"), text=OuterRef("text"))
        return self.filter(Exists(same))

    def send_due(self) -> None:
        """Send what was to be sent by now; of what can't be sent any more its author is told."""
        due = self.filter(send_at__lte=timezone.now()).order_by("send_at", "pk")
        for draft in due.select_related("submission"):
            with suppress(StateError):  # withdrawn meanwhile: its author is told
                draft.send_if_due()


class AnswerDraft(models.Model):
    """An answer, question or reason that isn't said yet: whoever works on it goes on with it."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, verbose_name="Beitrag", related_name="answer_drafts"
    )
    verb = models.CharField("Schritt", max_length=20)
    text = models.CharField("Text", max_length=MAX_TEXT)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="Von", related_name="answer_drafts"
    )
    after = models.BigIntegerField("Letzter Schritt davor", default=0)
    handed_in = models.BooleanField("Zur Freigabe", default=False, db_default=False)
    # The key of the step that approved or returned it. No foreign key: it holds as long as that
    # step stands.
    decided = models.BigIntegerField("Entscheidung darüber", default=0, db_default=0)

    # When it is to be sent, as staff have chosen; empty as soon as it was.
    send_at = models.DateTimeField("Senden am", null=True)

    # As its submission's page shows it.
    is_approved = False
    returned: ReviewStep | None = None

    objects = AnswerDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "Entwurf einer Antwort"
        verbose_name_plural = "Entwürfe von Antworten"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "verb"],
                name="answer_draft_once",
                violation_error_message="Diesen Entwurf gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return f"Entwurf vom {self.day:%d.%m.%Y}"

    @property
    def step(self) -> Step:
        return STEPS[self.verb]

    @property
    def corrects(self) -> bool:
        return self.step == CORRECT

    def look_at(self, steps: Iterable[ReviewStep]) -> None:
        """Note what was decided of it, by all steps of the submission, as the queries do."""
        decision = next((step for step in steps if step.pk == self.decided), None)
        if decision and decision.verb == RETURN.verb:
            self.returned = decision
        if decision and decision.verb == APPROVE.verb:
            later = (step for step in steps if step.pk > self.decided)
            self.is_approved = not any(step.verb in OVERTAKE for step in later)
        if any(step.pk > self.after and step.verb in CALL_OFF for step in steps):
            self.send_at = None  # as `planned` says

    def decide(self, step: Step, by: User, remark: str = "", held: Hold | None = None) -> None:
        """Approve it or return it, as its submission was read with it.

        Raises StateError when somebody was quicker, and for who wrote it.
        """
        if by == self.by:
            raise StateError
        with transaction.atomic():
            taken = self.submission.take(step, by, remark, held=held)
            if not AnswerDraft.objects.filter(pk=self.pk).update(decided=taken.pk):
                raise StateError

    def send_if_due(self) -> None:
        """Give the answer, unless that was called off; where it can't be given tell its author."""
        own = AnswerDraft.objects.filter(pk=self.pk)
        with transaction.atomic():
            submission = self.submission.locked()
            due = own.filter(send_at__lte=timezone.now())
            draft = due.planned().sendable().select_related("by").first()
            if not due.update(send_at=None):
                return
            if draft:
                submission.take(draft.step, draft.by, draft.text)
            else:
                submission.tell_authors([Lost(self.by, self.verb, self.text)])
