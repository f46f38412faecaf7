"""The same text again and again: staff are asked to look; none is refused or hidden."""

from datetime import timedelta
from unicodedata import normalize

import pytest
from django.utils import timezone

from survey.alike.repeated import MANY, mark_repeated
from survey.alike.tasks import mark_repeated_texts
from survey.submissions.models import Submission
from survey.submissions.spam import SAME_TEXT
from survey.submissions.steps import MARK_READ, RELEASE

pytestmark = pytest.mark.django_db
TEXT = "Kauft bei Müller!"


@pytest.fixture
def many(submit):
    """Store the same text so many times."""

    def store(number=MANY, text=TEXT, **fields):
        return [submit(reason=text, **fields) for _ in range(number)]

    return store


def marked():
    return Submission.objects.filter(check_reason__contains=SAME_TEXT).count()


def test_what_comes_again_and_again_is_marked_once(many, submit):
    many()
    submit(reason="Zu voll")
    mark_repeated_texts(0)
    assert marked() == MANY
    assert set(Submission.objects.queue("to_check").values_list("reason", flat=True)) == {TEXT}
    many(1)
    assert mark_repeated() == 1
    assert mark_repeated() == 0


def test_it_is_the_same_in_another_form(many):
    many(MANY - 4)
    for text in (
        "kauft  bei müller",
        normalize("NFD", TEXT),
        "KAUFT BEI MÜLLER",
        "Kauft, bei Müller.",
    ):
        many(1, text)
    assert mark_repeated() == MANY


def test_the_reason_of_before_stays(many):
    many(text="https://a.example www.b.example http://c.example")
    mark_repeated()
    assert set(Submission.objects.values_list("check_reason", flat=True)) == {
        f"3 Links im Text; {SAME_TEXT}"
    }


def test_fewer_are_not_marked(many):
    many(MANY - 1)
    assert mark_repeated() == 0


def test_those_without_words_are_not_the_same(many):
    many(text="")
    assert mark_repeated() == 0


def test_the_days_before_do_not_count(many):
    many(MANY - 1)
    many(1, day=timezone.localdate() - timedelta(days=2))
    assert mark_repeated() == 0
    many(1, day=timezone.localdate() - timedelta(days=1))
    assert mark_repeated() == MANY


def test_what_staff_typed_from_paper_does_not_count(many):
    many(source=Submission.Source.PAPER)
    assert mark_repeated() == 0


def test_what_was_read_or_found_in_order_is_left_alone(many, reviewer):
    read, released, *_ = many()
    read.take(MARK_READ, reviewer)
    mark_repeated()
    released.refresh_from_db()
    released.take(RELEASE, reviewer)
    assert mark_repeated() == 0
    assert marked() == MANY - 2


def test_a_new_text_takes_the_mark_away(many):
    first, *_ = many()
    mark_repeated()
    first.change(reason="Zu voll")
    first.refresh_from_db()
    assert first.check_reason == ""
    assert marked() == MANY - 1
