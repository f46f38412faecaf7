"""An outage of the database: noticed once, asked about now and then, over when it is over."""

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg_pool import PoolTimeout

from ruhrdialog.lib import connection as lib
from ruhrdialog.lib.connection import ImpatientConnection, Outage
from ruhrdialog.lib.database import base
from ruhrdialog.lib.database.base import DatabaseWrapper
from ruhrdialog.lib.remembered import Remembered, ask_for_all

pytestmark = pytest.mark.django_db
NOWHERE = "host=/nowhere dbname=portal"


@pytest.fixture
def outage(monkeypatch):
    outage = Outage()
    for module in (lib, base):
        monkeypatch.setattr(module, "outage", outage)
    return outage


@pytest.fixture
def now(monkeypatch):
    """Return a function that lets seconds pass."""
    seconds = [100.0]
    monkeypatch.setattr(lib.time, "monotonic", lambda: seconds[0])

    def passes(number):
        seconds[0] += number

    return passes


@pytest.fixture
def database(outage):
    """A connection of its own to the tests' database, as the web server makes them."""
    database = DatabaseWrapper(connection.settings_dict, "default")
    yield database
    database.close()


def test_without_an_outage_everybody_may_ask(outage):
    assert [outage.lets_try() for _ in range(3)] == [True, True, True]


def test_after_a_failure_one_asks_every_half_second_and_the_others_go_on(outage, now):
    outage.begin()
    assert not outage.lets_try()
    now(0.6)
    assert [outage.lets_try() for _ in range(3)] == [True, False, False]
    outage.begin()  # it was away still
    now(0.6)
    assert outage.lets_try()
    outage.end()
    assert [outage.lets_try() for _ in range(3)] == [True, True, True]


def test_who_asked_and_never_came_back_keeps_nobody_from_asking(outage, now):
    outage.begin()
    now(0.6)
    assert outage.lets_try()
    now(4)
    assert not outage.lets_try()
    now(2)
    assert outage.lets_try()


def test_a_connection_that_does_not_come_about_is_an_outage(outage):
    with pytest.raises(psycopg.OperationalError):
        ImpatientConnection.connect(NOWHERE)
    assert outage.is_on


def test_a_server_that_says_nothing_is_an_outage_and_its_connection_is_closed(
    outage, monkeypatch, django_db_blocker
):
    monkeypatch.setattr(lib, "PATIENCE", 0.05)
    parameters = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port")
    with ImpatientConnection.connect(**{k: parameters[k] for k in known if k in parameters}) as own:
        with pytest.raises(psycopg.OperationalError):
            own.execute("SELECT pg_sleep(0.3)")
        assert own.closed
    assert outage.is_on


def test_in_an_outage_a_connection_is_refused_at_once(outage, database):
    outage.begin()
    with pytest.raises(OperationalError, match="a moment ago"):
        database.ensure_connection()


def test_the_first_connection_that_comes_about_ends_it(outage, database, now):
    outage.begin()
    now(0.6)
    database.ensure_connection()
    assert not outage.is_on


def test_a_try_in_vain_goes_on_with_it_and_a_busy_pool_alone_is_none(
    outage, database, now, monkeypatch
):
    def full(*_):
        raise PoolTimeout("couldn't get a connection")

    monkeypatch.setattr(base.base.DatabaseWrapper, "get_new_connection", full)
    with pytest.raises(OperationalError):
        database.ensure_connection()
    assert not outage.is_on
    outage.begin()
    now(0.6)
    with pytest.raises(OperationalError):
        database.ensure_connection()
    assert not outage.lets_try()


def test_nobody_gets_a_connection_that_the_server_has_closed(outage):
    own = connection.settings_dict["OPTIONS"]
    pool = {"min_size": 1, "max_size": 1, "connection_class": ImpatientConnection}
    settings = connection.settings_dict | {"OPTIONS": own | {"pool": pool}}
    database = DatabaseWrapper(settings, "default")

    def process():
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    first = process()
    database.close()  # it rests in the pool
    assert process() == first
    database.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert process() != first
    database.close_pool()


def test_what_was_asked_once_is_remembered(monkeypatch, now):
    answers = [OperationalError(), "first", "second"]

    def ask():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(Remembered, "every", [])
    remembered = Remembered(ask)
    with pytest.raises(OperationalError):
        remembered()  # nothing to remember yet
    assert [remembered(), remembered(), remembered()] == ["first"] * 3
    now(1.1)  # for a second nobody asks after an error
    assert remembered() == "second"


def test_a_process_that_begins_asks_for_all_and_starts_without_them_too(monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(Remembered, "every", [])
    away, there = Remembered(fail), Remembered(lambda: "there")
    ask_for_all()
    assert away.last == []
    assert there.last == ["there"]
