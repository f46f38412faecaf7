"""Which submission comes next, in order of waiting, and where one stands in it."""

from datetime import date

import pytest

from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
# Who waits longest comes first; within a day the random reference gives the order.
WAITING = [(1, "C"), (1, "D"), (2, "B"), (2, "F"), (3, "B"), (3, "C")]


@pytest.fixture
def rows(submit):
    """Submissions in their order, stored in another one."""
    stored = {}
    for day, letter in sorted(WAITING, key=lambda each: (each[1], each[0])):
        row = submit(reason="Zu voll")
        row.day, row.reference = date(2026, 3, day), letter * 7 + "BCD"[day - 1]
        row.save(update_fields=["day", "reference"])
        stored[day, letter] = row
    return [stored[each] for each in WAITING]


@pytest.mark.parametrize("forward", [True, False])
def test_each_has_its_neighbour_and_the_last_has_none(rows, forward):
    order = rows if forward else rows[::-1]
    found = [Submission.objects.neighbour(row, forward=forward) for row in order]
    assert found == [*order[1:], None]


@pytest.mark.parametrize("most", [6, 7, 100])
def test_each_has_its_place_among_all(rows, most):
    found = [Submission.objects.place(row, most) for row in rows]
    assert found == [(before, 6, True, False) for before in range(6)]


def test_what_is_not_among_them_has_the_place_that_it_would_have(rows):
    others = Submission.objects.exclude(pk__in=[rows[0].pk, rows[3].pk])
    assert others.place(rows[3], 100) == (2, 4, False, False)
    assert Submission.objects.none().place(rows[3], 100) == (0, 0, False, False)


def test_of_very_many_no_more_are_counted_than_asked_for(rows):
    assert Submission.objects.place(rows[1], 2) == (1, 2, True, True)
    assert Submission.objects.place(rows[5], 2) == (3, 2, True, True)  # more than 2
    others = Submission.objects.exclude(pk=rows[1].pk)
    assert others.place(rows[1], 2) == (1, 2, False, True)
