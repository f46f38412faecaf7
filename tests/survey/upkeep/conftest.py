import os

import pytest
from django.db import connection

from dev.postgres import NOT_DURABLE, Cluster
from tests.portal import database_at, dump, load
from tests.survey.upkeep.linking import own_database


@pytest.fixture(scope="session")
def cluster(django_db_setup, worker_id):
    """A Postgres of its own, with a copy of the tests' database as it is at first.

    In that of all tests others write all the time, in transactions that take a whole test: as long
    the former copies of rows stay everywhere.
    """
    cluster = Cluster(f"linking-{worker_id}", (*NOT_DURABLE, "autovacuum=off"))
    cluster.remove()  # what a run that was killed left
    with cluster:
        name = connection.settings_dict["NAME"]
        load(cluster.url, dump(database_at(os.environ["DATABASE_URL"], name)))
        yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def database(cluster, django_db_blocker):
    with django_db_blocker.unblock(), own_database(cluster):
        yield


@pytest.fixture
def own(database):
    """A database of its own, in which everything is committed as the portal does it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE survey_submission, survey_subscription, survey_update, survey_tally, "
            "survey_withdrawal, survey_ratelimit, survey_mark, procrastinate_jobs, "
            "auth_user CASCADE"
        )
