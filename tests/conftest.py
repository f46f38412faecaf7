import gc
import os
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import configuration
from hypothesis import settings as hypothesis

from forums.models import Forum, Ministry
from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.pages import version
from ruhrdialog.lib.remembered import Remembered
from ruhrdialog.management.commands import load_content
from survey.participation.models import last_known
from survey.submissions.models import Submission
from tests.portal import MIGRATED, mark_of, once_a_run

configuration.set_hypothesis_home_dir("build/hypothesis")
# The same examples in each run, and none kept; how long one takes depends on the machine.
hypothesis.register_profile("house", derandomize=True, database=None, deadline=None)
hypothesis.load_profile("house")
# They go through many pages, rows, words or processes for one question, and reach less than forty
# lines that no other test does (pytest --cov --cov-context=test): counting takes them half as long
# again.
LEFT_OUT_OF_COVERAGE = tuple(
    Path(__file__).with_name("left_out_of_coverage.txt").read_text().splitlines()
)


def pytest_collection_finish():
    """What is loaded by now stays: nobody needs to look through it for garbage time and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Count nothing for some tests, nor for what they set up: the mark of pytest-cov does."""
    counting = item.config.pluginmanager.getplugin("_cov")
    if counting is None or not item.nodeid.startswith(LEFT_OUT_OF_COVERAGE):
        return (yield)
    counting.cov_controller.pause()
    try:
        return (yield)
    finally:
        counting.cov_controller.resume()


@pytest.fixture(scope="session")
def django_db_setup(
    request,
    tmp_path_factory,
    django_test_environment,
    django_db_modify_db_settings,
    django_db_blocker,
):
    """Make the tests' own database, with the authority's content in it, as a new portal has it.

    One worker migrates, all copy what it made, and so do the portals of the browser tests
    (tests/portal.py). pytest-django's fixture makes none when no test of a run has the mark
    `django_db`; a file run alone, whose fixtures commit, would then work in the real one. With
    `--reuse-db` a database for tests that is there is taken, and stays.
    """
    tmp_path_factory.getbasetemp()  # is there from now on: what is done once a run is noted in it
    kept = request.config.getoption("reuse_db")
    name, former = connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not (kept and server.execute(known, [name]).fetchone()):
            with django_db_blocker.unblock():
                once_a_run(f"migrated-{mark_of(url)}", lambda: make_migrated(server))
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
        connection.settings_dict["NAME"] = former
        if not kept:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_migrated(server):
    """Make the database that is copied, by the commands, in this process: a start takes long."""
    server.execute(f"DROP DATABASE IF EXISTS {MIGRATED} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {MIGRATED}")
    former = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = MIGRATED
    call_command("migrate", verbosity=0)
    call_command(load_content.Command(), verbosity=0)
    connection.close()  # nobody can copy what somebody is in
    connection.settings_dict["NAME"] = former


@pytest.fixture(autouse=True)
def _no_outage_a_moment_ago():
    Remembered.next_ask, Remembered.forgets = 0.0, True
    caches["pages"].clear()


@pytest.fixture
def period_known(db, monkeypatch):
    """The survey's period was asked for a moment ago, as on a portal that is visited."""
    monkeypatch.setattr(Remembered, "forgets", False)
    last_known()
    version()


@pytest.fixture
def within_a_window(time_machine):
    """Make it five past this hour, so that no window of a count ends during the test."""
    time_machine.move_to(timezone.now().replace(minute=5, second=0))


@pytest.fixture
def administrator(client, django_user_model):
    """A client that is logged in as the administrator."""
    user = django_user_model.objects.create_superuser("administrator", password="for-tests-only")
    client.force_login(user)
    return client


@pytest.fixture
def staff(db, django_user_model):
    """Make a member of staff with a role, in ministries by slug; return a logged-in client.

    The cast: vera reviews for Verkehr, jan for Justiz, lea leads, rita edits, dana protects data.
    """

    def make(name, role, *ministries):
        user = django_user_model.objects.create_user(name, password="for-tests-only", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        user.ministries.set(Ministry.objects.filter(slug__in=ministries))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make


@pytest.fixture
def vera(staff):
    return staff("vera", "Prüfung", "verkehr")


@pytest.fixture
def jan(staff):
    return staff("jan", "Prüfung", "justiz")


@pytest.fixture
def lea(staff):
    return staff("lea", "Leitung")


@pytest.fixture
def rita(staff):
    return staff("rita", "Redaktion")


@pytest.fixture
def dana(staff):
    return staff("dana", "Datenschutz")


@pytest.fixture
def reviewer(db, django_user_model):
    return django_user_model.objects.create_user("reviewer")


@pytest.fixture
def verkehr(db):
    return Forum.objects.get(slug="verkehr")


@pytest.fixture
def submit(db):
    """Store a submission; what isn't given is empty, the topic is Verkehr."""

    def store(code=None, **answers):
        if not answers.get("other_topic"):
            answers.setdefault("forum", Forum.objects.get(slug="verkehr"))
        return Submission.objects.receive(code or random_code(), **answers)

    return store


@pytest.fixture(autouse=True)
def own_options(monkeypatch):
    """Keep for one test what an impatient command changes in how its process connects."""
    options = dict(connection.settings_dict["OPTIONS"])
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
