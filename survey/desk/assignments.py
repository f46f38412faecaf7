"""To whom submissions are given: by a colleague, or by a rule.

An assignment holds for the Themenforum for which it was made: moved to another one a submission is
nobody's there. Nothing tells who made it, or when.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forums.models import Forum
from survey.desk.covers import Cover
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission, Tag
from survey.submissions.rights import reviewed_forums
from survey.submissions.steps import open_states

PORTION = 1000  # submissions that a rule gives in one statement


def may_review(user: User, forum: Forum | None) -> bool:
    """Tell whether somebody may work on the submissions of a Themenforum."""
    if not (forum and user.is_active and user.is_staff):
        return False
    forums = reviewed_forums(user)
    return forums is None or forum.pk in forums


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of_now(self) -> "AssignmentQuerySet":
        """Return, inside of a query of submissions, what holds for the Themenforum of each."""
        return self.filter(submission=OuterRef("pk"), forum=OuterRef("assigned_forum"))

    def shown_to(self, user: User) -> "AssignmentQuerySet":
        """Return what is somebody's own, or is looked after while a colleague is away."""
        return self.filter(Q(person=user) | Q(person__in=Cover.objects.looked_after_by(user)))

    def give(self, submission: Submission, person: User | None) -> bool:
        """Give an open submission to somebody, or (None) take it back; False if it was so already.

        What was taken back no rule gives again, so the row stays.
        """
        before = holder(submission)
        row = Assignment(submission=submission, forum=submission.assigned_forum, person=person)
        self.put([row])
        return before != person

    def put(self, rows: list["Assignment"]) -> None:
        columns = ["forum", "person"]
        self.bulk_create(
            rows, update_conflicts=True, unique_fields=["submission"], update_fields=columns
        )

    def done(self, now: datetime) -> Q:
        """Take what is of no use any more: nothing is to be done, and no step can be taken back."""
        lately = ReviewStep.objects.filter(
            submission=OuterRef("pk"), day__gte=timezone.localdate(now - timedelta(days=1))
        )
        kept = Submission.objects.filter(Q(state__in=open_states()) | Exists(lately))
        return Q(~Exists(kept.filter(pk=OuterRef("submission"))))

    def of_who_has_left(self) -> Q:
        """Take what is given to somebody who no longer works on that Themenforum."""
        found = Q(pk__in=[])
        for person in User.objects.filter(pk__in=self.values("person")):
            forums = reviewed_forums(person) if person.is_active and person.is_staff else []
            if forums is not None:
                found |= Q(person=person) & ~Q(forum__in=forums)
        return found


class Assignment(models.Model):
    """That a submission is somebody's to deal with; nobody else is kept from it."""

    # Without a constraint: it must never keep a citizen from withdrawing a submission.
    submission = models.OneToOneField(
        Submission,
        verbose_name="Beitrag",
        on_delete=models.CASCADE,
        db_constraint=False,
        primary_key=True,
        related_name="assignment",
    )
    forum = models.ForeignKey(
        Forum,
        verbose_name="Themenforum",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wem",
        on_delete=models.CASCADE,
        null=True,  # it was taken back
        related_name="+",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Vergebener Beitrag"
        verbose_name_plural = "Vergebene Beiträge"

    def __str__(self) -> str:
        return f"Vergabe von {self.submission_id}"


def holder(submission: Submission) -> User | None:
    """Return to whom a submission is given."""
    row: Assignment | None = getattr(submission, "assignment", None)
    return row.person if row and row.forum_id == submission.assigned_forum_id else None


def mine(user: User) -> Q:
    """Return what is open, and given to somebody or to who is looked after."""
    given = Exists(Assignment.objects.of_now().shown_to(user))
    return Q(given, state__in=open_states())


def given_to(user: User) -> Q:
    """Return the own ones of `mine`."""
    return Q(Exists(Assignment.objects.of_now().filter(person=user)), state__in=open_states())


def nobodys() -> Q:
    """Return what is open and given to nobody."""
    given = Exists(Assignment.objects.of_now().filter(person__isnull=False))
    return Q(~given, state__in=open_states())


class RuleQuerySet(models.QuerySet["AssignmentRule"]):
    def give(self) -> None:
        """Give what no one has, and nobody took back: by tag, then by Themenforum."""
        for rule in self.select_related("tag__forum", "forum", "person").order_by("tag"):
            if may_review(rule.person, rule.meant_forum):
                rule.give()


class AssignmentRule(models.Model):
    """Who gets the submissions of a Themenforum, or those with one of its tags."""

    forum = models.OneToOneField(
        Forum,
        verbose_name="Themenforum",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Für alle Beiträge eines Themenforums. Leer, wenn die Regel für ein Schlagwort "
        "gilt.",
    )
    tag = models.OneToOneField(
        Tag,
        verbose_name="Schlagwort",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Für alle Beiträge mit diesem Schlagwort; das geht dem Themenforum vor.",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wem",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Bekommt innerhalb von fünf Minuten alle offenen Beiträge, die noch niemandem "
        "vergeben sind, und die, die noch kommen.",
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = "Regel zum Vergeben"
        verbose_name_plural = "Regeln zum Vergeben"
        ordering = ["forum", "tag"]
        constraints = [
            models.CheckConstraint(
                name="assignment_rule_for_one",
                condition=Q(forum__isnull=True, tag__isnull=False)
                | Q(forum__isnull=False, tag__isnull=True),
                violation_error_message="Wählen Sie ein Themenforum oder ein Schlagwort, nicht "
                "beides.",
            )
        ]

    def __str__(self) -> str:
        """Name what is given, and not to whom: the log of the administration keeps it for long."""
        return f"Regel für {self.tag} ({self.tag.forum})" if self.tag else f"Regel für {self.forum}"

    @property
    def meant_forum(self) -> Forum | None:
        return self.tag.forum if self.tag else self.forum

    def give(self) -> None:
        """Give a portion after the other, however many there are."""
        taken = Exists(Assignment.objects.of_now())
        rows = Submission.objects.filter(~taken, state__in=open_states())
        rows = rows.filter(assigned_forum=self.meant_forum)
        rows = rows.filter(tags=self.tag) if self.tag else rows
        portion, forum = True, self.meant_forum
        while portion:
            keys = list(rows.order_by().values_list("pk", flat=True)[:PORTION])
            given: Any = ({"submission_id": key, "forum": forum} for key in keys)
            Assignment.objects.put([Assignment(person=self.person, **each) for each in given])
            portion = len(keys) == PORTION
