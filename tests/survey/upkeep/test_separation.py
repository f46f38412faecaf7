"""Whoever has the files of the database can't tell which address belongs to which answers.

A hundred citizens send the survey with an address, after a trial run that was taken back. Then the
files are read for every trace that Postgres and the portal leave (linking.py): before the night
they link nearly all, after it none. How the night does it is tested in test_shuffle_rows.py.
"""

from typing import NamedTuple

import pytest
from django.core import mail
from django.db import connection

from survey.news.models import Delivery, Subscription
from survey.submissions.models import Submission
from survey.upkeep.shuffling import shuffle_rows
from tests.survey.upkeep import linking

CITIZENS = 100
DAYS = [range(20), range(20, 40), range(40, 60)]
AT_MOST = 3  # pairs after the night
# Pairs that are right by chance: one on average; ten in one of 10^7 orders. A rank correlation of
# 0.55 comes by chance about as seldom.
BY_CHANCE = 10
CORRELATION_BY_CHANCE = 0.55


class Story(NamedTuple):
    citizens: list[linking.Citizen]
    before: linking.Traces
    after: linking.Traces
    rows: list[tuple]  # of each citizen, the two after the night
    files: set[str]  # of the tables of addresses and deliveries, with their indexes


@pytest.fixture(scope="module")
def story(cluster, django_db_blocker):
    """A day with all that may happen to an address, and the night."""
    with django_db_blocker.unblock(), linking.own_database(cluster):
        linking.trial_run()
        linking.take_part(range(CITIZENS))
        linking.do_jobs()
        linking.confirm(range(CITIZENS))
        linking.publish_news()
        citizens = linking.known(CITIZENS)
        before = linking.traces(citizens)
        shuffle_rows()
        after = linking.traces(citizens)
        return Story(citizens, before, after, [rows_of(one) for one in citizens], files_of_news())


def rows_of(citizen):
    [answers] = Submission.objects.filter(reason=citizen.answer).values_list()
    [address] = Subscription.objects.filter(pk=citizen.key).values_list()
    return answers, address


def files_of_news():
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH news AS (SELECT unnest(%s::regclass[]) AS news) "
            "SELECT pg_relation_filepath(indexrelid) FROM pg_index JOIN news ON indrelid = news "
            "UNION SELECT pg_relation_filepath(news) FROM news",
            [[model._meta.db_table for model in (Subscription, Delivery)]],
        )
        return {file for (file,) in cursor.fetchall()}


def test_before_the_night_the_files_link_nearly_all(story):
    assert linking.best(linking.attempts(story.citizens, story.before)) >= 90


def test_after_the_night_the_best_attempt_finds_three_pairs_at_most(story):
    assert len(story.after.of_answers) == CITIZENS
    for name, claims in linking.attempts(story.citizens, story.after):
        assert linking.right(claims) <= AT_MOST, name


def test_what_is_left_of_an_order_links_no_more_than_chance(story):
    """Also those that come from keys, tokens and addresses."""
    orders = {
        name: values
        for name, values in story.after.of_addresses.items()
        if len(set(values.values())) == CITIZENS
    }
    assert orders
    for name, values in orders.items():
        claims = linking.by_order(values, story.after.of_answers)
        assert all(linking.right(claim) < BY_CHANCE for claim in claims), name
        assert abs(linking.correlation(values)) < CORRELATION_BY_CHANCE, name


def test_all_transaction_numbers_and_times_are_the_same(story):
    for name, values in story.after.of_addresses.items():
        if "transaction" in name or "time" in name:
            assert len(set(values.values())) == 1, name


def test_nothing_of_an_address_stands_outside_the_tables_of_news(story):
    assert not story.before.files <= story.files
    assert story.after.files <= story.files


def test_the_two_rows_of_a_citizen_share_no_value(story):
    for answers, address in story.rows:
        shared = {str(value) for value in answers} & {str(value) for value in address}
        assert shared <= {"", "None", "[]"}


def test_the_answers_hold_no_time_of_day():
    kinds = {field.get_internal_type() for field in Submission._meta.fields}
    assert "DateField" in kinds
    assert not kinds & {"DateTimeField", "TimeField"}


@pytest.mark.django_db
def test_no_foreign_key_of_the_database_joins_the_two():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text "
            "FROM pg_constraint WHERE contype = 'f'"
        )
        joined = {frozenset(tables) for tables in cursor.fetchall()}
    assert frozenset(["survey_submission", "forums_forum"]) in joined
    assert frozenset(["survey_submission", "survey_subscription"]) not in joined


def test_after_several_nights_nothing_is_left_of_any_day(own):
    for day in DAYS:
        linking.take_part(day)
        linking.do_jobs()
        linking.confirm(number - 20 for number in day if number >= 20)
        linking.publish_news(f"radweg-{day.start}")
        if day == DAYS[-1]:
            assert linking.pairs_found(linking.known(day.stop)) >= 18
        shuffle_rows()
    citizens = linking.known(60)
    after = linking.traces(citizens)
    for group in (range(60), *DAYS):
        assert linking.best(linking.attempts(citizens, linking.only(after, group))) <= AT_MOST


@pytest.mark.parametrize("several", [2, 5])
def test_few_rows_are_as_safe(own, several):
    linking.take_part(range(several))
    linking.do_jobs()
    citizens = linking.known(several)
    assert linking.pairs_found(citizens) == several
    shuffle_rows()
    # The last of the day may stand beside the night's own transaction.
    assert linking.pairs_found(citizens) <= 1


def test_mails_that_could_not_be_sent_by_then_tell_nothing_either(own):
    linking.take_part(range(40))
    put_off_all_jobs()
    citizens = linking.known(40)
    assert linking.pairs_found(citizens) >= 36
    shuffle_rows()
    assert linking.pairs_found(citizens) <= AT_MOST
    assert linking.do_jobs() == 40
    assert {message.to[0] for message in mail.outbox} == {one.address for one in citizens}


def put_off_all_jobs():
    """Let the mail server be away while the worker tries each once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs ORDER BY id")
        for (job,) in cursor.fetchall():
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
            cursor.execute(
                "SELECT procrastinate_retry_job_v2(id, clock_timestamp() + '1 min', 0, 'mail', "
                "lock) FROM procrastinate_jobs WHERE id = %s",
                [job],
            )
