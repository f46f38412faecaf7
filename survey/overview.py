"""The numbers of the overview: each a table, from which the page draws its chart too."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, Min, Q

from forums.models import Forum
from survey.models import ReviewStep, Submission
from survey.models.queues import SubmissionQuerySet

OWN_TOPIC = "Ein anderes Thema"


class Table(NamedTuple):
    """Numbers under a title; `drawn` names the column of which there is a chart, if any."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    drawn: int | None = None


def overview(submissions: SubmissionQuerySet) -> list[Table]:
    """Return all tables for some submissions (of a period, within the rights of who asks)."""
    forums = {forum.pk: forum for forum in Forum.objects.select_related("ministry")}
    return [
        by_day(submissions),
        by_topic(submissions, forums),
        by_ministry(submissions),
        progress(submissions, forums),
        time_to_answer(submissions, forums),
        together(submissions, forums),
        by_tag(submissions),
    ]


def with_share(rows: SubmissionQuerySet, *keys: str) -> Any:
    """Count by some columns: all, and those with a proposal."""
    with_proposal = Count("pk", filter=~Q(proposal=""))
    return rows.order_by().values(*keys).annotate(all=Count("pk"), proposals=with_proposal)


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def by_day(submissions: SubmissionQuerySet) -> Table:
    counts = submissions.order_by("day").values_list("day").annotate(Count("pk"))
    return Table("Beiträge je Tag", ("Tag", "Beiträge"), list(counts), drawn=1)


def by_topic(submissions: SubmissionQuerySet, forums: dict[int, Forum]) -> Table:
    counts = {row["forum"]: row for row in with_share(submissions, "forum")}
    names = [*((key, forum.title) for key, forum in forums.items()), (None, OWN_TOPIC)]
    rows = [
        (name, counts[key]["all"], percent(counts[key]["proposals"], counts[key]["all"]))
        for key, name in names
        if key in counts
    ]
    return Table("Beiträge je Thema", ("Thema", "Beiträge", "Mit Vorschlag"), rows, drawn=1)


def by_ministry(submissions: SubmissionQuerySet) -> Table:
    name = "assigned_forum__ministry__name"
    rows = [
        (row[name] or "Noch ohne", row["all"], percent(row["proposals"], row["all"]))
        for row in with_share(submissions, name).order_by(F(name).asc(nulls_last=True))
    ]
    head = ("Zuständiges Ministerium", "Beiträge", "Mit Vorschlag")
    return Table("Beiträge je Ministerium", head, rows, drawn=1)


def progress(submissions: SubmissionQuerySet, forums: dict[int, Forum]) -> Table:
    """Show how far the work is in each forum, and who waits longest there."""
    states = [state for state in Submission.State if state != Submission.State.COUNTED]
    counts = defaultdict(Counter)
    for key, state, number in (
        submissions.order_by().values_list("assigned_forum", "state").annotate(Count("pk"))
    ):
        counts[key][state] = number
    oldest = dict(
        submissions.queue("unread").order_by().values_list("assigned_forum").annotate(Min("day"))
    )
    rows = [
        (
            forums[key].title if key else "Ohne Themenforum",
            *(counts[key][state] for state in states),
            oldest.get(key),
        )
        for key in [None, *forums]
        if any(counts[key][state] for state in states)
    ]
    head = ("Themenforum", *(state.label for state in states), "Ältester ungelesener")
    return Table("Stand der Bearbeitung je Themenforum", head, rows, drawn=1)


def time_to_answer(submissions: SubmissionQuerySet, forums: dict[int, Forum]) -> Table:
    """Show the days from a submission to its answer: half of them took no longer."""
    answers = (
        ReviewStep.objects.filter(verb=ReviewStep.Verb.ANSWERED, submission__in=submissions)
        .order_by()
        .values_list("submission__assigned_forum", F("day") - F("submission__day"))
        .annotate(Count("pk"))
    )
    days = defaultdict(Counter)
    for key, took, number in answers:
        days[key][took.days] += number
    rows = [
        (forums[key].title if key else "Ohne Themenforum", days[key].total(), median(days[key]))
        for key in [None, *forums]
        if key in days
    ]
    head = ("Themenforum", "Antworten", "Tage bis zur Antwort (Median)")
    return Table("Zeit bis zur Antwort", head, rows, drawn=2)


def median(counts: Counter) -> int:
    """Return the value below or at which at least half of the counted ones lie."""
    seen = 0
    for value, number in sorted(counts.items()):
        seen += number
        if 2 * seen >= counts.total():
            return value
    raise ValueError("Nothing was counted.")


def together(submissions: SubmissionQuerySet, forums: dict[int, Forum]) -> Table:
    """Show how often each topic was chosen (a line) with another one besides (a column)."""
    query = submissions.order_by().values("forum_id", "further_interests").query
    sql, parameters = query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT forum_id, other, count(*) "  # noqa: S608 - a query of Django's
            f"FROM ({sql}) AS chosen, unnest(chosen.further_interests) AS other "
            "GROUP BY forum_id, other",
            parameters,
        )
        counts = {(chosen, other): number for chosen, other, number in cursor.fetchall()}
    names = [*((key, forum.title) for key, forum in forums.items()), (None, OWN_TOPIC)]
    rows = [
        (name, *(counts.get((key, other), 0) for other in forums))
        for key, name in names
        if any((key, other) in counts for other in forums)
    ]
    head = ("Gewählt ↓ und außerdem →", *(forum.title for forum in forums.values()))
    return Table("Themen, die zusammen genannt werden", head, rows)


def by_tag(submissions: SubmissionQuerySet) -> Table:
    counts = (
        submissions.filter(tags__isnull=False)
        .order_by()
        .values_list("tags__name", "tags__forum__title")
        .annotate(number=Count("pk"))
        .order_by("-number", "tags__name")
    )
    return Table("Schlagworte", ("Schlagwort", "Themenforum", "Beiträge"), list(counts), drawn=2)


def in_period(
    submissions: SubmissionQuerySet, since: date | None, until: date | None
) -> SubmissionQuerySet:
    """Keep what came from one day to another, both included."""
    if since:
        submissions = submissions.filter(day__gte=since)
    if until:
        submissions = submissions.filter(day__lte=until)
    return submissions
