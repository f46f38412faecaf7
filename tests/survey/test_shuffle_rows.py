"""The nightly rewrite after which nothing in the tables links an address to its answers."""

from datetime import date, datetime, timedelta
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


def in_order_of_writing(model):
    """Return the rows' keys by transaction number, then by place on the disk."""
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f"SELECT id FROM {table} ORDER BY xmin::text::bigint, ctid")
        return [key for (key,) in cursor.fetchall()]


def guessed():
    """Return the pairs as one would link them: the first row with the first, and so on."""
    return set(zip(in_order_of_writing(Submission), in_order_of_writing(Subscription), strict=True))


@pytest.fixture
def tomorrow(time_machine):
    return lambda: time_machine.move_to(timezone.now() + timedelta(days=1))


def test_before_it_all_pairs_can_be_guessed_and_after_it_hardly_one(rows, tomorrow):
    assert guessed() == set(rows)
    tomorrow()
    call_command("shuffle_rows", stdout=StringIO())
    # By chance one pair of forty is right; ten would be so once in ten million runs.
    assert len(guessed() & set(rows)) < 10


def test_all_rows_of_a_table_have_one_transaction_number(rows, tomorrow):
    tomorrow()
    call_command("shuffle_rows", stdout=StringIO())
    with connection.cursor() as cursor:
        for model in (Submission, Subscription):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {model._meta.db_table}")
            assert cursor.fetchone() == (1,)


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


@pytest.mark.django_db
def test_a_submission_itself_holds_the_day_and_no_time(submit):
    kinds = {type(value) for value in vars(submit(reason="Grund")).values()}
    assert date in kinds
    assert datetime not in kinds
