import os
import subprocess

import pytest
from django.db import connection

from dev.postgres import NOT_DURABLE, Cluster
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
        copy_database(cluster)
        yield cluster
    cluster.remove()


def copy_database(cluster):
    source = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    place = {variable: str(source[name]) for name, variable in names.items() if source[name]}
    programs = cluster.programs()
    dump = subprocess.run(
        [programs / "pg_dump", source["NAME"]],
        env=os.environ | place,
        capture_output=True,
        check=True,
    )
    subprocess.run(
        [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", cluster.url],
        input=dump.stdout,
        stdout=subprocess.DEVNULL,
        check=True,
    )


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
