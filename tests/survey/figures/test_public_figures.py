"""How many have taken part, as the start page says it."""

import pytest
from django.core.cache import cache

from survey.figures.public import count, public_figures
from survey.submissions.steps import MARK_READ

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    cache.clear()


def test_numbers_are_rounded_down_to_tens(client, submit, reviewer):
    for number in range(58):
        submission = submit(reason="Grund")
        if number < 19:
            submission.take(MARK_READ, reviewer)
    assert public_figures() == {"received": 50, "read": 10}
    text = client.get("/").content.decode()
    assert "Rund 50 Beiträge sind schon da." in text
    assert "Rund 10 sind gelesen." in text


def test_of_a_few_nothing_is_said(client, submit):
    for _ in range(49):
        submit(reason="Grund")
    assert public_figures() == {}
    assert "Rund" not in client.get("/").content.decode()


def test_what_has_no_text_counts_as_come_and_not_as_read(submit):
    for _ in range(50):
        submit()
    assert count() == {"received": 50, "read": 0}


def test_it_is_counted_once_a_day(submit, time_machine):
    time_machine.move_to("2027-03-01T12:00:00Z")
    for _ in range(50):
        submit(reason="Grund")
    assert public_figures()["received"] == 50
    for _ in range(10):
        submit(reason="Grund")
    assert public_figures()["received"] == 50
    time_machine.shift(24 * 60 * 60)
    assert public_figures()["received"] == 60
