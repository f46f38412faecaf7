"""Projects for everybody: all of them, each by itself, and the report of how far they were."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ruhrdialog.lib.pages import page_with_words, public_page
from survey.projects.models import Project
from survey.results.numbers import PublicNumbers
from survey.results.publications import Publication
from survey.results.timeline import by_field, by_state, lines

MOST_LINKS = 20  # published contributions on the page of a project


@public_page
def project_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    projects = list(Project.objects.released().with_states())
    years, rows = lines(projects, today)
    page = {
        "years": years,
        "lines": rows,
        "fields": by_field([(row.project.get_field_display(), row.state.state) for row in rows]),
        "reports": [date(year, 12, 31) for year, _ in years.marks if date(year, 12, 31) < today],
        "today": today,
        "has_samples": any(project.is_sample for project in projects),
    }
    return render(request, "results/projects.html", page)


@page_with_words  # its links name what may go
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Project.objects.released().with_states(), slug=slug)
    page = {
        "project": found,
        "states": [
            (state, found.reported_from(state) != state.since) for state in found.states.all()
        ],
        "publications": Publication.objects.visible().filter(
            submission__project_links__project=found
        )[:MOST_LINKS],
        "behind": PublicNumbers.objects.current().behind(f"project-{found.pk}"),
        "has_samples": found.is_sample,
    }
    return render(request, "results/project.html", page)


@public_page
def report(request: HttpRequest, day: str) -> HttpResponse:
    """Show how far the projects were at the end of a day."""
    try:
        meant = date.fromisoformat(day)
    except ValueError as error:
        raise Http404("No such day.") from error
    if meant > timezone.localdate() or meant.isoformat() != day:
        raise Http404("No such day.")
    rows = standing(meant)
    page: dict[str, Any] = {
        "day": meant,
        "rows": rows,
        "states": by_state([state.state for _, state, _ in rows]),
        "fields": by_field([(words["field"], state.state) for _, state, words in rows]),
        "has_samples": any(project.is_sample for project, _, _ in rows),
    }
    return render(request, "results/report.html", page)


def standing(day: date) -> list[tuple[Project, Any, dict[str, str]]]:
    """Return each project that there was, its state and its words on a day, by title."""
    projects = Project.objects.released().with_states()
    found = [(project, project.state_on(day), project.words_on(day)) for project in projects]
    rows = [row for row in found if row[1] is not None]
    return sorted(rows, key=lambda row: row[2]["title"])
