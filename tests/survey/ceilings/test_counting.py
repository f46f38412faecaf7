"""How often one network may do something: what is counted, apart for each use, and what isn't."""

import os
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from ruhrdialog import views as reports
from survey.ceilings.models import RateLimit, until_next
from survey.participation import sending
from tests.portal import database_at

pytestmark = pytest.mark.usefixtures("within_a_window")
NETWORK = "192.0.2.0/24"
WHILE = timedelta(minutes=10)


def uses(what="sending", network=NETWORK):
    return RateLimit.objects.uses(what, network, WHILE)


# Counting


@pytest.mark.django_db
def test_each_use_is_counted_for_its_network_and_for_what_it_is():
    assert [uses() for _ in range(3)] == [1, 2, 3]
    assert uses(network="198.51.100.0/24") == 1
    assert uses("reporting") == 1
    assert not RateLimit.objects.exceeded("sending", NETWORK, per_network=1, overall=1)


@pytest.mark.django_db
def test_a_window_begins_anew_after_its_time(time_machine):
    time_machine.move_to("2026-11-26T10:19:59Z", tick=False)
    assert [uses(), uses()] == [1, 2]
    assert until_next(WHILE) == 2
    time_machine.move_to("2026-11-26T10:20:00Z", tick=False)
    assert uses() == 1
    assert until_next(WHILE) == 601


@pytest.mark.django_db
def test_the_same_network_is_another_value_in_another_window(time_machine):
    for minute in (0, 10):
        time_machine.move_to(f"2026-11-26T10:{minute:02}:00Z", tick=False)
        uses()
    senders = [bytes(row.sender) for row in RateLimit.objects.all()]
    assert len(set(senders)) == 2
    assert {len(sender) for sender in senders} == {32}


# The limits themselves


@pytest.mark.django_db
def test_a_school_of_200_in_ten_minutes_stays_unmarked_and_thousands_are_taken():
    counted = [uses() for _ in range(200)]
    assert max(counted) == 200 <= sending.UNMARKED
    RateLimit.objects.update(uses=4999)
    assert uses() == 5000 <= sending.TAKEN


@pytest.mark.django_db
def test_a_scanner_that_reports_241_barriers_is_stopped_and_a_group_is_not():
    counted = [uses("reporting") for _ in range(241)]
    assert counted[19] <= reports.UNMARKED < counted[-1]
    assert counted[-1] > reports.TAKEN


# Without the counters


@pytest.mark.django_db
def test_without_its_table_nothing_is_too_much(counters_away):
    assert uses() == 0
    assert not RateLimit.objects.exceeded("joining", NETWORK, per_network=0, overall=0)


@pytest.fixture
def locked(django_db_setup, django_db_blocker):
    """Somebody else holds the table of the counters."""
    with django_db_blocker.unblock():
        url = database_at(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE survey_ratelimit")
            yield


def test_nobody_waits_for_a_count(locked, caplog):
    assert uses() == 0
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)  # its patience was for the count alone
    [line] = caplog.messages
    assert "LockNotAvailable" in line or "55P03" in line or "OperationalError" in line
    assert NETWORK not in line
