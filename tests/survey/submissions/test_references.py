"""References of many new submissions at once: free ones, each another."""

import pytest

from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
TAKEN, FIRST, SECOND = "TTTTTTTT", "BBBBBBBB", "CCCCCCCC"


def test_each_gets_a_free_one_of_its_own(submit, monkeypatch):
    taken = submit()
    Submission.objects.filter(pk=taken.pk).update(reference=TAKEN)
    drawn = iter([TAKEN, FIRST, FIRST, SECOND])
    monkeypatch.setattr("survey.submissions.models.new_reference", lambda: next(drawn))
    new = [Submission(reference=""), Submission(reference="")]
    Submission.objects.draw_references(new)
    assert {submission.reference for submission in new} == {FIRST, SECOND}
