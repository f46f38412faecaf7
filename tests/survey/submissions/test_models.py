"""What must never happen is a named constraint: the database refuses it, past every form."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from forums.models import Forum
from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.alike.models import Campaign
from survey.news.models import Subscription
from survey.submissions.models import Submission
from survey.submissions.signatures import signature

pytestmark = pytest.mark.django_db


def submission(**fields):
    return Submission(receipt_hash=receipt_hash(random_code()), **fields)


def assert_refused(row, constraint, message):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(ValidationError, match=message):
        row.full_clean()


def test_a_submission_has_a_topic():
    assert_refused(submission(), "submission_one_topic", "genau ein Thema")


def test_it_has_no_second_topic(verkehr):
    both = submission(forum=verkehr, other_topic="Spielplätze")
    assert_refused(both, "submission_one_topic", "genau ein Thema")


def test_the_chosen_topic_is_no_further_interest(verkehr):
    row = submission(forum=verkehr, further_interests=[1, verkehr.pk])
    assert_refused(row, "submission_further_interests_are_others", "nicht zugleich ein weiteres")


def test_one_receipt_is_one_row(verkehr):
    first = submission(forum=verkehr)
    first.save()
    second = Submission(forum=verkehr, receipt_hash=first.receipt_hash)
    assert_refused(second, "submission_receipt_once", "gibt es schon")


def test_a_reference_is_given_once(verkehr):
    first = submission(forum=verkehr)
    first.save()
    second = submission(forum=verkehr, reference=first.reference)
    assert_refused(second, "submission_reference_once", "vergeben")


def test_a_state_is_one_of_the_known(verkehr):
    row = submission(forum=verkehr, state="lost")
    with pytest.raises(IntegrityError, match="submission_state_known"), transaction.atomic():
        row.save()


def test_a_taken_reference_is_drawn_anew(verkehr, monkeypatch):
    taken = Submission.objects.receive(random_code(), forum=verkehr).reference
    references = iter([taken, "BCDFGHJK"])
    field = Submission._meta.get_field("reference")
    monkeypatch.setattr(field, "_get_default", lambda: next(references))
    monkeypatch.setattr("survey.submissions.models.new_reference", lambda: next(references))
    assert Submission.objects.receive(random_code(), forum=verkehr).reference == "BCDFGHJK"


def test_with_a_new_text_all_that_follows_from_it_is_stored(submit):
    row = submit(reason="Kurz")
    row.campaign = Campaign.objects.create(signature=[1], share=100)
    row.save(update_fields=["campaign"])
    text = "Im Park fehlen Bänke: https://a.example www.b.example http://c.example"
    row.change(reason=text, proposal="")
    stored = Submission.objects.get(pk=row.pk)
    assert (stored.reason, stored.check_reason) == (text, "3 Links im Text")
    assert stored.signature == signature(("", text, "")) != []
    assert stored.campaign is None
    assert stored.version == 1


def test_what_a_receipt_opens_comes_with_its_forums(verkehr, django_assert_num_queries):
    code = random_code()
    Submission.objects.receive(code, forum=verkehr)
    with django_assert_num_queries(1):
        row = Submission.objects.for_receipt(code)
        assert (row.topic, row.assigned_forum) == ("Verkehr", verkehr)


def test_a_forum_with_submissions_cannot_be_deleted(submit):
    submit()
    with pytest.raises(ProtectedError):
        Forum.objects.get(slug="verkehr").delete()


def test_an_address_is_stored_once_and_in_lower_case():
    Subscription.objects.request("name@example.org")
    again = Subscription(address="name@example.org", wording_version="x")
    assert_refused(again, "subscription_address_once", "schon angemeldet")
    upper = Subscription(address="Other@example.org", wording_version="x")
    assert_refused(upper, "subscription_address_lower_case", "klein")


def test_no_relation_leads_from_an_address_to_answers():
    """Forums and staff are what both know; there every way must end."""
    reached, waiting = set(), [Subscription]
    while waiting:
        model = waiting.pop()
        if model not in reached and model not in (None, Forum, User):
            reached.add(model)
            waiting += [field.related_model for field in model._meta.get_fields()]
    assert {model.__name__ for model in reached} == {"Subscription", "Delivery", "Update"}


def test_the_text_of_a_submission_shows_no_content(submit):
    assert str(submit(reason="Geheim")).startswith("Beitrag ")
    Subscription.objects.request("name@example.org")
    assert str(Subscription.objects.get()) == "Anmeldung"
