"""What the list says at its rows: what is overdue, what is one's own, who reads one just now."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import User
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ruhrdialog.lib.staff import name_of
from survey.desk.assignments import Assignment
from survey.desk.claims import Claim
from survey.desk.deadlines import days_by_forum, days_overdue
from survey.submissions.models import Submission


def mark(rows: Iterable[Submission], user: User) -> None:
    """Note at each row what is to be said of it, as `marks`."""
    listed = {row.pk: row for row in rows}
    claimed = Claim.objects.of_others(user)
    given = Assignment.objects.shown_to(user).filter(submission__in=listed)
    holders = {
        each.submission_id: each.person
        for each in given.select_related("person")
        if each.forum_id == listed[each.submission_id].assigned_forum_id
    }
    days = days_by_forum()
    for key, row in listed.items():
        persons = marks_of_persons(holders.get(key), claimed.get(key), user)
        vars(row)["marks"] = [*marks_of_time(days_overdue(row, days)), *persons]


def marks_of_time(days: int) -> Iterator[str]:
    if days:
        words = "1 Tag" if days == 1 else f"{days} Tage"
        yield format_html('<span class="badge badge-overdue icon">{} überfällig</span>', words)


def marks_of_persons(holder: User | None, reader: User | None, user: User) -> Iterator[str]:
    if holder == user:
        yield mark_safe('<span class="quiet icon icon-account">Ihnen gegeben</span>')
    elif holder:
        yield format_html(
            '<span class="quiet icon icon-account">Vertretung für <bdi>{}</bdi></span>',
            name_of(holder),
        )
    if reader:
        yield format_html(
            '<span class="quiet icon icon-visibility"><bdi>{}</bdi> liest</span>', name_of(reader)
        )
