"""Storing what a citizen sent: once for each receipt code, and what is wrong comes out."""

import pytest
from django.db import IntegrityError

from ruhrdialog.lib.codes import random_code
from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
NEW_REFERENCE = "survey.submissions.models.new_reference"


@pytest.fixture
def always_taken(verkehr, monkeypatch):
    """Let every reference that is drawn be taken already; return how many were drawn."""
    taken = Submission.objects.receive(random_code(), forum=verkehr).reference
    drawn = []
    monkeypatch.setattr(Submission._meta.get_field("reference"), "_get_default", lambda: taken)
    monkeypatch.setattr(NEW_REFERENCE, lambda: drawn.append(taken) or taken)
    return drawn


def test_the_same_code_gives_the_row_that_is_there(verkehr, monkeypatch):
    code = random_code()
    first = Submission.objects.receive(code, forum=verkehr, reason="a")
    monkeypatch.setattr(NEW_REFERENCE, None)  # none is drawn
    again = Submission.objects.receive(code, forum=verkehr, reason="b")
    assert (again.pk, again.reason) == (first.pk, "a")
    assert Submission.objects.count() == 1


def test_a_withdrawn_one_stays_withdrawn(verkehr):
    code = random_code()
    Submission.objects.receive(code, forum=verkehr).withdraw()
    assert Submission.objects.receive(code, forum=verkehr) is None
    assert not Submission.objects.exists()


def test_one_that_is_withdrawn_at_the_same_moment_stays_withdrawn(verkehr, monkeypatch):
    code = random_code()
    first = Submission.objects.receive(code, forum=verkehr)
    rows = Submission.objects.filter

    def withdrawn_before(**conditions):
        monkeypatch.setattr(Submission.objects, "filter", rows)
        first.withdraw()
        return rows(**conditions)

    monkeypatch.setattr(Submission.objects, "filter", withdrawn_before)
    assert Submission.objects.receive(code, forum=verkehr) is None
    assert not Submission.objects.exists()


def test_without_a_free_reference_it_says_so(verkehr, always_taken):
    with pytest.raises(IntegrityError, match="No free reference"):
        Submission.objects.receive(random_code(), forum=verkehr)
    assert len(always_taken) == 3
    assert Submission.objects.count() == 1


def test_another_broken_rule_is_named_at_once(monkeypatch):
    monkeypatch.setattr(NEW_REFERENCE, None)  # none is drawn
    with pytest.raises(IntegrityError, match="submission_one_topic"):
        Submission.objects.receive(random_code(), reason="a")
