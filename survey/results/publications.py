"""Contributions that are published: with the citizen's consent, after a second look, as staff have
blacked them out.

What is shown is a copy, so that no page, search or feed ever touches what was blacked out; it goes
with the contribution. Its address stays, without any words, and says that something has gone.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.pages import forget_pages
from survey.results.blackening import blackened, is_blackened
from survey.submissions.history import ReviewStep
from survey.submissions.limits import MAX_TOPIC
from survey.submissions.models import StateError, Submission
from survey.submissions.steps import ANSWER, SPAM

LENGTH = 12  # of the random address
OWN_TOPIC = "Ein anderes Thema"


class PublicAddressQuerySet(models.QuerySet["PublicAddress"]):
    def gone(self) -> "PublicAddressQuerySet":
        """Return those behind which nothing is any more, what has gone last before all."""
        rows = self.exclude(publication__in=Publication.objects.visible())
        return rows.order_by(F("gone_on").desc(nulls_first=True), "code")

    def date_gone(self, today: date) -> int:
        """Note of what has gone since when; a withdrawal leaves nobody to note it at once."""
        return self.gone().filter(gone_on=None).update(gone_on=today)


class PublicAddress(models.Model):
    """Where something is published, or was: a random code and two days."""

    code = models.CharField("Adresse", max_length=LENGTH, primary_key=True)
    published_on = models.DateField("Veröffentlicht am")
    gone_on = models.DateField("Nicht mehr öffentlich seit", null=True, blank=True)

    objects = PublicAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "Öffentliche Adresse"
        verbose_name_plural = "Öffentliche Adressen"

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("survey:publication", args=[self.code])


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible(self) -> "PublicationQuerySet":
        """Return what the public may see: every list, page, search and feed begins here."""
        agreed = Q(submission__publication_consent=True) & ~Q(submission__state=SPAM)
        rows = self.filter(agreed, submission__urgent=False, address__isnull=False)
        return rows.select_related("submission__forum", "address").order_by(
            "-address__published_on", "address"
        )

    def choose(
        self, submission: Submission, by: User, passages: Iterable[tuple[str, str]] = ()
    ) -> "Publication":
        """Propose a contribution, with passages blacked out; a former proposal is replaced.

        Raises StateError without consent, without a text, before somebody has read it (it may still
        change), and if it is published already.
        """
        every = list(passages)
        with transaction.atomic():
            row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
            if not is_publishable(row):
                raise StateError
            former = self.filter(submission=row)
            if former.filter(address__isnull=False).exists():
                raise StateError
            former.delete()
            return self.create(
                submission=row,
                topic=row.forum.title if row.forum else blackened(row.other_topic, every),
                reason=blackened(row.reason, every),
                proposal=blackened(row.proposal, every),
                answer=blackened(answer_to(row), every),
                chosen_by=by,
            )


def is_publishable(row: Submission) -> bool:
    # What is urgent Leitung has to settle first.
    agreed = row.publication_consent and not row.urgent and row.has_text() and row.state != SPAM
    # From a step on that the citizen sees its text doesn't change any more.
    return agreed and row.steps.visible().exists()


def answer_to(row: Submission) -> str:
    """Return the forum's answer as the citizen sees it by now."""
    step = answer_step(row)
    return step.text if step else ""


def answer_step(row: Submission) -> ReviewStep | None:
    answers = [step for step in row.steps_for_citizen() if step.verb == ANSWER.verb]
    return answers[-1] if answers else None


class Publication(models.Model):
    """A contribution as it is shown; without an address it waits for the second look."""

    submission = models.OneToOneField(
        Submission, verbose_name="Beitrag", on_delete=models.CASCADE, related_name="publication"
    )
    address = models.OneToOneField(
        PublicAddress,
        verbose_name="Adresse",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publication",
    )
    topic = models.CharField("Thema", max_length=2 * MAX_TOPIC)
    reason = models.TextField("Begründung", blank=True)
    proposal = models.TextField("Verbesserungsvorschlag", blank=True)
    answer = models.TextField("Antwort des Themenforums", blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Ausgewählt von",
        on_delete=models.PROTECT,
        related_name="+",
    )
    chosen_on = models.DateField("Ausgewählt am", default=timezone.localdate, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Veröffentlicht von",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "Veröffentlichter Beitrag"
        verbose_name_plural = "Veröffentlichte Beiträge"
        ordering = ["-chosen_on", "pk"]
        permissions = [("publish_publication", "Kann Beiträge veröffentlichen")]
        constraints = [
            models.CheckConstraint(
                name="publication_seen_by_two",
                condition=Q(address=None, published_by=None)
                | (
                    Q(address__isnull=False, published_by__isnull=False)
                    & ~Q(published_by=F("chosen_by"))
                ),
                violation_error_message="Wer einen Beitrag auswählt, kann ihn nicht selbst "
                "veröffentlichen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}, ausgewählt am {self.chosen_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return self.address.get_absolute_url() if self.address else ""

    @property
    def headline(self) -> str:
        """What a link to it may say: none of the citizen's words."""
        forum = self.submission.forum
        return f"Ein Beitrag zum Thema {forum.title}" if forum else "Ein Beitrag zu einem Thema"

    def publish(self, by: User) -> None:
        """Publish it after the second look, which is another person's than the first.

        Raises StateError for the same person, without consent, and if it is done already.
        """
        with transaction.atomic():
            submission = Submission.objects.select_for_update(of=("self",)).get(
                pk=self.submission_id
            )
            if by == self.chosen_by or not is_publishable(submission):
                raise StateError
            address = PublicAddress.objects.create(
                code=random_code(LENGTH), published_on=timezone.localdate()
            )
            waiting = Publication.objects.filter(pk=self.pk, address=None)
            if not waiting.update(address=address, published_by=by):
                raise StateError
        self.address, self.published_by = address, by

    def newer_answer(self) -> ReviewStep | None:
        """Return the forum's answer if it came, or was changed, after this was chosen."""
        step = answer_step(self.submission)
        return step if step and not is_blackened(self.answer, step.text) else None

    def put_answer(self, by: User, text: str) -> None:
        """Show the newer answer beside it, once somebody else than who wrote it has looked at it.

        Raises StateError for who wrote it, and if the answer isn't the text that was looked at.
        """
        with transaction.atomic():
            row = Publication.objects.visible().select_for_update(of=("self",)).filter(pk=self.pk)
            publication = row.first()
            step = publication and publication.newer_answer()
            if not step or step.by == by or step.text.split() != text.split():
                raise StateError
            Publication.objects.filter(pk=self.pk).update(answer=step.text)
        forget_pages()

    def end(self) -> None:
        """Take it off all pages for good; its words are deleted, its address says so."""
        with transaction.atomic():
            self.delete()
            if self.address_id:
                addresses = PublicAddress.objects.filter(pk=self.address_id)
                addresses.update(gone_on=timezone.localdate())
        forget_pages()


def end_publication(submission: Submission) -> None:
    """End the publication of a contribution, if there is one: the consent was taken back."""
    for publication in Publication.objects.filter(submission=submission):
        publication.end()


def publication_of(submission: Submission) -> Any:
    """Return the visible publication of a contribution, None if there is none."""
    return Publication.objects.visible().filter(submission=submission).first()
