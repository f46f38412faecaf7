"""Of which forums somebody reviews the submissions; the pages are asked in test_roles.py."""

import pytest

from forums.models import Forum
from survey.figures.counting import EVER
from survey.figures.models import Tally
from survey.submissions.models import Submission
from survey.submissions.rights import reviewed_forums
from survey.submissions.steps import REASSIGN

pytestmark = pytest.mark.django_db


def test_a_reviewer_works_on_the_forums_of_the_own_ministries(vera, verkehr):
    own = reviewed_forums(vera.user)
    assert verkehr.pk in own
    assert set(own) == set(verkehr.ministry.forums.values_list("pk", flat=True))


def test_leadership_works_on_all_and_on_what_has_no_forum(lea):
    assert reviewed_forums(lea.user) is None


def test_who_only_sees_or_edits_works_on_none(dana, rita, staff, verkehr):
    for client in (dana, rita):
        verkehr.ministry.members.add(client.user)
        assert reviewed_forums(client.user) == []
    assert reviewed_forums(staff("nina", "Prüfung").user) == []


def test_submissions_and_their_counts_are_of_the_same_forums(vera, jan, lea, dana, submit):
    submit(reason="a")
    submit(reason="b", forum=Forum.objects.get(slug="rechtsstaat"))
    submit(other_topic="Spielplätze")
    for client, number in ((vera, 1), (jan, 1), (lea, 3), (dana, 0)):
        tallies = Tally.objects.reviewed_by(client.user).by(Tally.Span.DAY, *EVER)
        counts = tallies.count_by("assigned_forum")
        assert counts == Submission.objects.reviewed_by(client.user).count_by("assigned_forum")
        assert counts.total() == number


def test_who_has_moved_one_away_sees_it_as_long_as_they_review(vera, submit, django_user_model):
    row = submit(reason="a")
    row.take(REASSIGN, vera.user, "a", Forum.objects.get(slug="rechtsstaat"))
    assert Submission.objects.visible_to(vera.user).get() == row
    assert Submission.objects.moved_away_by(vera.user).get() == row
    vera.user.groups.clear()
    former = django_user_model.objects.get(username="vera")
    assert not Submission.objects.visible_to(former).exists()
    assert not Submission.objects.moved_away_by(former).exists()


def test_the_forums_are_asked_for_once(vera, django_assert_num_queries):
    vera.user.has_perm("survey.review_submission")
    with django_assert_num_queries(1):
        reviewed_forums(vera.user)
        Submission.objects.reviewed_by(vera.user)
        Submission.objects.moved_away_by(vera.user)
        Tally.objects.reviewed_by(vera.user)
