"""Projects as tables that are charts: by field and state, and each over the years."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from survey.projects.models import Field, Project, ProjectState, State
from survey.results.rounding import share


class Dot(NamedTuple):
    place: float  # in per cent of the years shown
    kind: str  # reached, now, dropped


class Line(NamedTuple):
    """One project over the years."""

    project: Project
    state: ProjectState
    kind: str
    start: float
    end: float
    dots: list[Dot]


class Years(NamedTuple):
    """The years that a chart shows, and where each begins, in per cent."""

    first: date
    days: int
    marks: list[tuple[int, float]]

    def place(self, day: date) -> float:
        return round(100 * (day - self.first).days / self.days, 2)


def kind_of(state: ProjectState) -> str:
    if state.state == State.DROPPED:
        return "dropped"
    return "now" if state.is_current else "reached"


def years(projects: Sequence[Project], today: date) -> Years:
    days = [state.since for project in projects for state in project.states.all()] or [today]
    first = date(min(days).year, 1, 1)
    end = date(max(*days, today).year + 1, 1, 1)
    whole = (end - first).days
    marks = [
        (year, round(100 * (date(year, 1, 1) - first).days / whole, 2))
        for year in range(first.year, end.year + 1)
    ]
    return Years(first, whole, marks)


def lines(projects: Sequence[Project], today: date) -> tuple[Years, list[Line]]:
    """Return the years and a line for each project that has a state."""
    shown = years(projects, today)
    found = []
    for project in projects:
        states = list(project.states.all())
        if not states:
            continue
        last = states[-1]
        kind = kind_of(last)
        dots = [Dot(shown.place(state.since), "reached") for state in states[:-1]]
        # What goes on is drawn up to today, where its mark stands.
        end = shown.place(today if kind == "now" else last.since)
        if kind == "now":
            dots.append(Dot(shown.place(last.since), "reached"))
        dots.append(Dot(end, kind))
        found.append(Line(project, last, kind, dots[0].place, end, dots))
    return shown, found


class Bar(NamedTuple):
    name: str
    number: int
    length: int


def by_state(states: Sequence[str]) -> list[Bar]:
    """Count states; those that nobody has are left out."""
    counts = Counter(states)
    longest = max(counts.values(), default=1)
    return [
        Bar(str(state.label), counts[state.value], share(counts[state.value], longest))
        for state in State
        if counts[state.value]
    ]


def by_field(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, list[Bar]]]:
    """Count states in each field of action (its label), on one scale."""
    counts = Counter(pairs)
    longest = max(counts.values(), default=1)
    return [
        (
            str(field.label),
            [
                Bar(str(state.label), number, share(number, longest))
                for state in State
                if (number := counts[field.label, state.value])
            ],
        )
        for field in Field
    ]
