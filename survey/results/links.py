"""Which contributions fed which project."""

from collections.abc import Iterable

from django.contrib.auth.models import User
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


def read_references(typed: str, user: User) -> tuple[list[Submission], list[str]]:
    """Return the submissions that some text names by reference, a line or comma each, and the rest.

    What is no reference, of nobody, or not to be seen or published by the user, is returned as it
    was typed.
    """
    found, unknown = [], []
    visible = Submission.objects.visible_to(user).to_take_along(user)
    for part in typed.replace(",", "\n").replace(";", "\n").splitlines():
        if not part.strip():
            continue
        reference = normalised(part)
        known = REFERENCE.fullmatch(reference)
        row = visible.filter(reference=reference).first() if known else None
        if row:
            found.append(row)
        else:
            unknown.append(part.strip())
    return found, unknown


def link(project: Project, submissions: Iterable[Submission]) -> None:
    """Say of contributions that they fed a project; once said is enough."""
    rows = [ProjectContribution(project=project, submission=each) for each in submissions]
    ProjectContribution.objects.bulk_create(rows, ignore_conflicts=True)


def projects_of(submission: Submission) -> list[Project]:
    """Return the public projects that a contribution fed."""
    released = Project.objects.released().filter(contributions__submission=submission)
    return list(released.order_by("title"))
