"""The stored numbers as pages and forums show them: tables, of which each is its own chart."""

from typing import Any, NamedTuple

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.safestring import mark_safe

from forums.models import Forum, Group, Ministry, every_forum
from survey.projects.models import Project
from survey.results.numbers import PublicNumbers
from survey.results.publications import Publication
from survey.results.rounding import share

register = template.Library()
OWN_WORDS = "Ein anderes Thema"
FEW = "weniger als\xa010"


class Row(NamedTuple):
    name: str
    address: str
    number: int
    length: int  # of its bar, in per cent of the longest
    beside: str = ""  # of two names the other one


@register.filter
def tens(number: int) -> str:
    """Return a rounded number in words: behind 0 stand none to nine."""
    return str(intcomma(number)) if number else FEW


@register.simple_tag
def bar(length: int) -> str:
    """Return the bar of a number that stands beside it; its length is an attribute, in per cent."""
    return mark_safe(  # noqa: S308 - a number
        '<svg class="bar" aria-hidden="true" focusable="false">'
        f'<rect width="{int(length)}%" height="100%" rx="2"></rect></svg>'
    )


@register.simple_tag
def results_of(forum: Forum) -> dict[str, Any]:
    """Return what is published about one forum: its number, and what was named beside it."""
    row = PublicNumbers.objects.current()
    topics, sentences = row.topics, sentences_of(forum)
    made_up = any(each.is_sample for each in sentences)
    return {
        "numbers": row,
        "has_samples": made_up or row.has_samples,
        "number": topics["numbers"].get(str(forum.pk), 0) if topics else None,
        "together": together(topics, forum.pk),
        "sentences": [(each, row.behind(f"sentence-{each.pk}")) for each in sentences],
        "left": row.left(forum.pk),
    }


def sentences_of(forum: Forum) -> list[Any]:
    """Return the released sentences, each with the released projects that follow from it."""
    released = Project.objects.released().prefetch_related("states")
    with_projects = Prefetch("projects", released, to_attr="shown_projects")
    published = Publication.objects.visible().filter(submission__sentences=OuterRef("pk"))
    rows = forum.sentences.released().annotate(has_published=Exists(published))
    return list(rows.prefetch_related(with_projects))


def figures(row: PublicNumbers) -> list[tuple[str, str]]:
    """Return the four figures of the portal as a whole, each with its words."""
    if not row.is_shown:
        return []
    numbers = row.numbers
    whole = numbers["texts"]
    weeks = numbers["weeks"]
    waits = "keiner" if weeks is None else weeks_in_words(weeks)
    return [
        (tens(numbers["received"]), "Beiträge sind angekommen"),
        (in_a_hundred(numbers["read"], whole), "der Beiträge mit Text sind gelesen"),
        (in_a_hundred(numbers["answered"], whole), "der Beiträge mit Text sind beantwortet"),
        (waits, "wartet" if weeks is None else "wartet der älteste ungelesene Beitrag"),
    ]


def weeks_in_words(weeks: int) -> str:
    if not weeks:
        return "Unter 1\xa0Woche"
    return f"{weeks}\xa0Woche" if weeks == 1 else f"{weeks}\xa0Wochen"


def in_a_hundred(part: int, whole: int) -> str:
    """Return the share of two rounded numbers; of a few no share is made."""
    if not part:
        return FEW.capitalize()
    return f"{share(part, whole) or 'Unter 1'}\xa0%"


def promises(row: PublicNumbers) -> list[dict[str, Any]]:
    """Return what the ministries promise, and the share that was kept, once it is known."""
    kept = row.numbers.get("promises", {})
    return [
        {"ministry": ministry, "days": ministry.answer_days, **kept.get(str(ministry.pk), {})}
        for ministry in Ministry.objects.filter(answer_days__isnull=False)
    ]


def by_group(topics: dict[str, Any]) -> list[tuple[str, str, list[Row]]]:
    """Return the numbers by topic under their groups, in the order of the portal."""
    if not topics:
        return []
    numbers = topics["numbers"]
    longest = max(numbers.values(), default=0) or 1

    def row(name: str, address: str, key: int) -> Row:
        number = numbers.get(str(key), 0)
        return Row(name, address, number, share(number, longest))

    groups = [
        (
            str(group.value),
            str(group.label),
            [
                row(forum.title, forum.slug, forum.pk)
                for forum in every_forum()
                if forum.group == group
            ],
        )
        for group in Group
    ]
    return [*groups, ("", OWN_WORDS, [row("Mit eigenen Worten genannt", "", 0)])]


def together(topics: dict[str, Any], forum: int | None = None) -> list[Row]:
    """Return which two topics were named by one submission, those named most often first."""
    titles = {each.pk: each for each in every_forum()}
    pairs = [
        (one, other, number)
        for one, other, number in topics.get("together", [])
        if forum in (None, one, other) and one in titles and other in titles
    ]
    longest = max((number for *_, number in pairs), default=0) or 1
    rows = []
    for one, other, number in pairs:
        first, second = (other, one) if other == forum else (one, other)
        length = share(number, longest)
        row = Row(titles[first].title, titles[first].slug, number, length, titles[second].title)
        rows.append(row)
    return rows
