"""Which submission comes next, in order of waiting."""

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
