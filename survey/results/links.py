"""Which contributions fed which project."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models

from ruhrdialog.lib.codes import REFERENCE, normalised
from survey.projects.models import Project
from survey.submissions.models import Submission


class ProjectContribution(models.Model):
    """One contribution behind one project; it goes with the contribution."""

    submission = models.ForeignKey(
        Submission, verbose_name="Beitrag", on_delete=models.CASCADE, related_name="project_links"
    )
    project = models.ForeignKey(
        Project, verbose_name="Projekt", on_delete=models.CASCADE, related_name="contributions"
    )

    class Meta:
        verbose_name = "Beitrag zu einem Projekt"
        verbose_name_plural = "Beiträge zu Projekten"
        constraints = [
            models.UniqueConstraint(
                name="project_contribution_once",
                fields=["project", "submission"],
                violation_error_message="Dieser Beitrag steht schon bei dem Projekt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} zu {self.project}"


def typed_references(typed: str) -> dict[str, str]:
    """Return the references in some text, a line or comma each, by what was typed."""
    parts = typed.replace(",", "\n").replace(";", "\n").splitlines()
    return {part.strip(): normalised(part) for part in parts if part.strip()}


def referenced(typed: str, user: User) -> list[Submission]:
    """Return the submissions that some text names by reference, a line or comma each.

    Raises ValidationError, with the parts as they were typed, for what is no reference, of nobody,
    or not to be seen or published by the user.
    """
    references = typed_references(typed)
    wanted = [each for each in references.values() if REFERENCE.fullmatch(each)]
    visible = Submission.objects.visible_to(user).to_take_along(user)
    rows = {row.reference: row for row in visible.filter(reference__in=wanted)}
    if unknown := [part for part, each in references.items() if each not in rows]:
        raise ValidationError(f"Zu diesen Nummern finden wir keinen Beitrag: {', '.join(unknown)}")
    return list(rows.values())


def link(project: Project, submissions: Iterable[Submission]) -> None:
    """Say of contributions that they fed a project; once said is enough."""
    rows = [ProjectContribution(project=project, submission=each) for each in submissions]
    ProjectContribution.objects.bulk_create(rows, ignore_conflicts=True)


def projects_of(submission: Submission) -> list[Project]:
    """Return the public projects that a contribution fed."""
    released = Project.objects.released().filter(contributions__submission=submission)
    return list(released.order_by("title"))
