"""The nightly rewrite itself; what it is for stands in test_separation.py."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruhrdialog.lib.codes import random_code
from survey.news.models import Subscription
from survey.submissions.models import Submission
from survey.upkeep.tasks import shuffle


@pytest.fixture
def rows(django_db_setup, django_db_blocker):
    """Forty pairs, each committed as the portal does it: the answers, then the address."""
    with django_db_blocker.unblock():
        for number in range(40):
            Submission.objects.receive(random_code(), other_topic=f"Thema {number}")
            Subscription.objects.request(f"{number}@example.org")
        yield
        Submission.objects.all().delete()
        Subscription.objects.all().delete()


@pytest.fixture
def tomorrow(time_machine):
    return lambda: time_machine.move_to(timezone.now() + timedelta(days=1))


def transactions(model):
    """Return how many transactions have written the rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {model._meta.db_table}")
        [(number,)] = cursor.fetchall()
        return number


def test_all_rows_of_a_table_have_one_transaction_number(rows, tomorrow):
    tomorrow()
    call_command("shuffle_rows", stdout=StringIO())
    assert [transactions(model) for model in (Submission, Subscription)] == [1, 1]


@pytest.mark.parametrize(("days", "left"), [(1, 1), (7, 1), (8, 40)])
def test_the_nightly_job_does_it_for_the_last_seven_days(rows, time_machine, days, left):
    time_machine.move_to(timezone.now() + timedelta(days=days))
    shuffle(timestamp=0)
    assert [transactions(model) for model in (Submission, Subscription)] == [left, left]


def test_nothing_is_left_of_how_the_rows_were(rows, tomorrow):
    """The old versions are on the disk until a VACUUM of each table that was written anew."""
    tomorrow()
    with CaptureQueriesContext(connection) as queries:
        call_command("shuffle_rows", stdout=StringIO())
    vacuum = queries.captured_queries[-1]["sql"]
    assert vacuum == "VACUUM survey_submission, survey_subscription, survey_tally"


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
