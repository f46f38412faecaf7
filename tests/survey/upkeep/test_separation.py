"""Whoever reads the whole database can't tell which address belongs to which answers.

A hundred citizens send the survey with an address; then every trace that Postgres and the portal
leave is used to link them: keys, transaction numbers, places on the disk, times, jobs.
"""

import itertools
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from survey.ceilings.models import RateLimit
from survey.news.models import Subscription
from survey.submissions.models import Submission
from survey.upkeep.shuffling import shuffle_rows

CITIZENS = 100
# Pairs that are right by chance: one on average; ten in one of 10^7 attempts. A rank correlation
# of 0.55 comes by chance about as seldom.
BY_CHANCE = 10
CORRELATION_BY_CHANCE = 0.55

OF_SUBMISSIONS = {
    "transaction": "xmin::text::bigint, ctid",
    "place": "ctid",
    "key": "id",
    "receipt": "receipt_hash",
    "reference": "reference",
}
OF_SUBSCRIPTIONS = {
    "transaction": "xmin::text::bigint, ctid",
    "place": "ctid",
    "key": "id",
    "token": "token",
    "time": "requested_at",
    "address": "address",
    "job": "(SELECT min(job.id) FROM procrastinate_jobs AS job "
    "WHERE job.args->>'subscription' = row.id::text)",
    "transaction of the job": "(SELECT min(job.xmin::text::bigint) FROM procrastinate_jobs AS job "
    "WHERE job.args->>'subscription' = row.id::text)",
    "event of the job": "(SELECT min(event.id) FROM procrastinate_events AS event "
    "JOIN procrastinate_jobs AS job ON job.id = event.job_id "
    "WHERE job.args->>'subscription' = row.id::text)",
}


@pytest.fixture(scope="module")
def citizens(django_db_setup, django_db_blocker):
    """Return the true pairs of keys; each post is committed as the portal does it."""
    with django_db_blocker.unblock():
        browser = Client(headers={"Content-Type": "application/x-www-form-urlencoded"})
        pairs = [take_part(browser, number) for number in range(CITIZENS)]
        yield pairs
        Submission.objects.all().delete()
        Subscription.objects.all().delete()
        RateLimit.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


def take_part(browser, number):
    def post(address, **fields):
        return browser.post(address, urlencode(fields), "application/x-www-form-urlencoded")

    # In another order than they arrive: an alphabetical list of addresses tells nothing.
    address = f"{number * 37 % CITIZENS:03}@example.org"
    check = post("/mitmachen/", forum="verkehr", reason=f"Grund {number}", email=address)
    signed = re.search('name="signed" value="([^"]+)"', check.content.decode())[1]
    assert post("/mitmachen/absenden/", signed=signed).status_code == 303
    submission = Submission.objects.get(reason=f"Grund {number}")
    return submission.pk, Subscription.objects.get(address=address).pk


def in_order(model, order):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table} AS row ORDER BY {order}")
        return [key for (key,) in cursor.fetchall()]


def attempts():
    """Yield each way to link: its name and how many of the pairs are right, and how near."""
    for (left, order), (right, other) in itertools.product(
        OF_SUBMISSIONS.items(), OF_SUBSCRIPTIONS.items()
    ):
        submissions = in_order(Submission, order)
        subscriptions = in_order(Subscription, other)
        yield f"{left} and {right}", submissions, subscriptions
        yield f"{left} and {right} backwards", submissions, subscriptions[::-1]


def right_pairs(pairs, submissions, subscriptions):
    return len(set(zip(submissions, subscriptions, strict=True)) & set(pairs))


def correlation(pairs, submissions, subscriptions):
    """Return Spearman's rank correlation of the true pairs, from -1 to 1."""
    rank = {key: number for keys in (submissions, subscriptions) for number, key in enumerate(keys)}
    squares = sum((rank[one] - rank[other]) ** 2 for one, other in pairs)
    return 1 - 6 * squares / (CITIZENS * (CITIZENS**2 - 1))


def test_before_the_night_the_traces_are_there_and_these_attempts_find_them(citizens):
    found = {name for name, *keys in attempts() if right_pairs(citizens, *keys) == CITIZENS}
    others = ("transaction", "time", "job", "transaction of the job", "event of the job")
    assert {f"transaction and {other}" for other in others} <= found


def test_after_the_night_no_attempt_is_better_than_chance(citizens, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=1))
    shuffle_rows(timezone.localdate() - timedelta(days=7))
    tried = 0
    for name, *keys in attempts():
        tried += 1
        assert right_pairs(citizens, *keys) < BY_CHANCE, name
        assert abs(correlation(citizens, *keys)) < CORRELATION_BY_CHANCE, name
    assert tried == 2 * len(OF_SUBMISSIONS) * len(OF_SUBSCRIPTIONS)


def test_the_two_rows_of_a_citizen_share_no_value(citizens):
    for submission, subscription in citizens:
        [answers] = Submission.objects.filter(pk=submission).values_list()
        [address] = Subscription.objects.filter(pk=subscription).values_list()
        shared = {str(value) for value in answers} & {str(value) for value in address}
        assert shared <= {"", "None", "[]"}


def test_the_answers_hold_no_time_of_day(citizens):
    kinds = {field.get_internal_type() for field in Submission._meta.fields}
    assert "DateField" in kinds
    assert not kinds & {"DateTimeField", "TimeField"}


def test_no_foreign_key_of_the_database_joins_the_two(citizens):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text "
            "FROM pg_constraint WHERE contype = 'f'"
        )
        joined = {frozenset(tables) for tables in cursor.fetchall()}
    assert frozenset(["survey_submission", "forums_forum"]) in joined
    assert frozenset(["survey_submission", "survey_subscription"]) not in joined
