"""The nightly rewrite after which nothing in the tables links an address to its answers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from survey.models import Submission, Subscription
from survey.receipt_codes import random_code


@pytest.fixture
def rows(django_db_setup, django_db_blocker):
    """Forty pairs, each committed as the portal does it: the answers, then the address."""
    with django_db_blocker.unblock():
        pairs = []
        for number in range(40):
            submission = Submission.objects.receive(random_code(), other_topic=f"Thema {number}")
            Subscription.objects.request(f"{number}@example.org")
            subscription = Subscription.objects.get(address=f"{number}@example.org")
            pairs.append((submission.pk, subscription.pk))
        yield pairs
        Submission.objects.all().delete()
        Subscription.objects.all().delete()


def linked():
    """Return the pairs that can be found by neighbouring transaction numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, a.id FROM survey_submission s JOIN survey_subscription a"
            " ON a.xmin::text::bigint - s.xmin::text::bigint BETWEEN 0 AND 4"
        )
        return cursor.fetchall()


def places(model):
    """Return the rows' keys in the order in which they lie on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table} ORDER BY ctid")
        return [key for (key,) in cursor.fetchall()]


@pytest.fixture
def tomorrow(time_machine):
    return lambda: time_machine.move_to(timezone.now() + timedelta(days=1))


def test_before_it_the_pairs_can_be_linked_and_after_it_not(rows, tomorrow):
    assert set(rows) <= set(linked())
    tomorrow()
    call_command("shuffle_rows", stdout=StringIO())
    assert len(linked()) in (0, 40 * 40)


def test_the_order_on_the_disk_says_nothing(rows, tomorrow):
    tomorrow()
    call_command("shuffle_rows", stdout=StringIO())
    submissions, subscriptions = zip(*rows, strict=True)
    assert sorted(places(Submission)) == sorted(submissions)
    assert places(Submission) != list(submissions)
    assert places(Subscription) != list(subscriptions)
    order = {key: number for number, key in enumerate(submissions)}
    partner = dict(zip(subscriptions, submissions, strict=True))
    by_address = [order[partner[key]] for key in places(Subscription)]
    assert by_address != [order[key] for key in places(Submission)]


def test_no_value_changes(rows, tomorrow):
    before = [list(model.objects.order_by("pk").values()) for model in (Submission, Subscription)]
    tomorrow()
    call_command("shuffle_rows", stdout=StringIO())
    after = [list(model.objects.order_by("pk").values()) for model in (Submission, Subscription)]
    assert after == before


def test_todays_rows_wait_for_the_next_night(rows):
    out = StringIO()
    call_command("shuffle_rows", stdout=out)
    assert out.getvalue() == "Neu geschrieben: 0 Beiträge, 0 Anmeldungen.\n"


def test_nights_on_which_the_machine_was_off_are_made_up_for(rows, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=5))
    out = StringIO()
    call_command("shuffle_rows", stdout=out)
    assert out.getvalue() == "Neu geschrieben: 40 Beiträge, 40 Anmeldungen.\n"
