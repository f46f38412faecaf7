"""The numbers of the overview: each a table, from which the page draws its chart too.

What was sorted out is counted in none of them but the work's, which names it.
"""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple

from forums.models import Forum
from survey.figures.counting import Countable, Counts, counted, oldest_unread
from survey.figures.models import Tally
from survey.submissions.models import Submission, Tag
from survey.submissions.steps import COUNTED, SPAM, states

OWN_TOPIC = "Ein anderes Thema"


class Table(NamedTuple):
    """Numbers under a title.

    `drawn` names the column of which there is a chart, if any; of a matrix all are drawn.
    """

    title: str
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    drawn: int | None = None
    matrix: bool = False


class Overview(NamedTuple):
    number: int  # of submissions, without what was sorted out
    sorted_out: int
    tables: list[Table]


def overview(sources: list[Countable], days: list[Countable], apart: Counts) -> Overview:
    """Return all tables for some sources, and the same by day (see survey/figures/counting.py)."""
    forums = {forum.pk: forum for forum in Forum.objects.select_related("ministry")}
    # By all that four tables need, which is quicker than counting four times.
    work = counted(sources, "forum", "assigned_forum", "state", "with_proposal")
    kinds = Counter({key: number for key, number in work.items() if key[2] != SPAM})
    tables = [
        by_day(counted(days, "day", "state"), apart),
        by_source(kinds.total(), apart),
        by_topic(kinds, forums),
        by_ministry(kinds, forums),
        progress(work, oldest_unread(days), forums),
        time_to_answer(sources, forums),
        together(sources, forums),
        by_tag(sources),
    ]
    return Overview(kinds.total(), work.total() - kinds.total(), tables)


def by_day(counts: Counts, apart: Counts) -> Table:
    """Show each day on which any came, and how many of them not by the portal."""
    numbers: Counter[date] = Counter()
    others: Counter[date] = Counter()
    for (day, state), number in counts.items():
        numbers[day] += number if state != SPAM else 0
    for (day, source, *_), number in apart.items():
        others[day] += number if source != Submission.Source.PORTAL else 0
    rows = [(day, number, others[day]) for day, number in sorted(numbers.items()) if number]
    return Table("Beiträge je Tag", ("Tag", "Beiträge", "Davon nicht über das Portal"), rows, 1)


def by_source(whole: int, apart: Counts) -> Table:
    """Show the ways by which they came, and how many of each were read in or are of a campaign."""
    numbers: Counter[str] = Counter()
    read_in: Counter[str] = Counter()
    campaigns: Counter[str] = Counter()
    for (_, source, is_read_in, in_campaign), number in apart.items():
        numbers[source] += number
        read_in[source] += number if is_read_in else 0
        campaigns[source] += number if in_campaign else 0
    portal = Submission.Source.PORTAL
    numbers[portal] = whole - sum(number for key, number in numbers.items() if key != portal)
    rows = [
        (source.label, numbers[source], read_in[source], campaigns[source])
        for source in Submission.Source
        if numbers[source]
    ]
    head = ("Weg", "Beiträge", "Davon aus einer Datei eingelesen", "Davon in Kampagnen")
    return Table("Woher die Beiträge kommen", head, rows, drawn=1)


def by_topic(kinds: Counts, forums: dict[int, Forum]) -> Table:
    counts: Counts = Counter()
    for (forum, _, _, with_proposal), number in kinds.items():
        counts[forum, with_proposal] += number
    names = [*((key, forum.title) for key, forum in forums.items()), (None, OWN_TOPIC)]
    head = ("Thema", "Beiträge", "Mit Vorschlag")
    return Table("Beiträge je Thema", head, with_share(counts, names), drawn=1)


def by_ministry(kinds: Counts, forums: dict[int, Forum]) -> Table:
    counts: Counts = Counter()
    for (_, key, _, with_proposal), number in kinds.items():
        counts[forums[key].ministry.name if key else None, with_proposal] += number
    ministries = sorted({forum.ministry.name for forum in forums.values()})
    names = [*((name, name) for name in ministries), (None, "Noch ohne")]
    head = ("Zuständiges Ministerium", "Beiträge", "Mit Vorschlag")
    return Table("Beiträge je Ministerium", head, with_share(counts, names), drawn=1)


def with_share(counts: Counts, names: list[tuple[Any, str]]) -> list[tuple[str, int, str]]:
    """Return for each name that has any its number, and how many of a hundred have a proposal."""
    whole = {key: counts[key, True] + counts[key, False] for key, _ in names}
    return [
        (name, whole[key], f"{100 * counts[key, True] / whole[key]:.0f} %")
        for key, name in names
        if whole[key]
    ]


def progress(kinds: Counts, oldest: dict[int | None, date], forums: dict[int, Forum]) -> Table:
    """Show how far the work is in each forum, and who waits longest there."""
    worked_on = [state for state in states() if state != COUNTED]
    counts: Counts = Counter()
    for (_, key, state, _), number in kinds.items():
        counts[key, state] += number
    rows = [
        (
            forums[key].title if key else "Ohne Themenforum",
            *(counts[key, state] for state in worked_on),
            oldest.get(key),
        )
        for key in [None, *forums]
        if any(counts[key, state] for state in worked_on)
    ]
    head = ("Themenforum", *(state.label for state in worked_on), "Ältester ungelesener")
    return Table("Stand der Bearbeitung je Themenforum", head, rows, drawn=1)


def time_to_answer(sources: list[Countable], forums: dict[int, Forum]) -> Table:
    """Show the days from a submission to its answer: half of them took no longer.

    How many are answered the table of the work says: one may have several answers.
    """
    days: dict[int | None, Counter[int]] = defaultdict(Counter)
    answers = counted(sources, "assigned_forum", "value", what=Tally.What.ANSWER)
    for (key, took), number in answers.items():
        days[key][took] += number
    rows = [
        (forums[key].title if key else "Ohne Themenforum", median(days[key]))
        for key in [None, *forums]
        if key in days
    ]
    head = ("Themenforum", "Tage bis zur Antwort (Median)")
    return Table("Zeit bis zur Antwort", head, rows, drawn=1)


def median(counts: Counter[int]) -> int:
    """Return the value below or at which at least half of the counted ones lie."""
    seen = 0
    for value, number in sorted(counts.items()):
        seen += number
        if 2 * seen >= counts.total():
            return value
    raise ValueError("Nothing was counted.")


def together(sources: list[Countable], forums: dict[int, Forum]) -> Table:
    """Show how often each topic was chosen (a line) with another one besides (a column)."""
    counts = counted(sources, "forum", "value", what=Tally.What.INTEREST)
    names = [*((key, forum.title) for key, forum in forums.items()), (None, OWN_TOPIC)]
    rows = [
        (name, *(counts[key, other] for other in forums))
        for key, name in names
        if any(counts[key, other] for other in forums)
    ]
    head = ("Gewählt (Zeile) und außerdem (Spalte)", *(forum.title for forum in forums.values()))
    return Table("Themen, die zusammen genannt werden", head, rows, matrix=True)


def by_tag(sources: list[Countable]) -> Table:
    counts = counted(sources, "value", what=Tally.What.TAG)
    tags = Tag.objects.select_related("forum").filter(pk__in=[key for (key,) in counts])
    rows = [(tag.name, tag.forum.title, counts[tag.pk,]) for tag in tags]
    rows.sort(key=lambda row: (-row[2], row[0]))
    return Table("Schlagworte", ("Schlagwort", "Themenforum", "Beiträge"), rows, drawn=2)
