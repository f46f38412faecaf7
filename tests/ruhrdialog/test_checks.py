"""What `check --database` says of the server's log, which only its administrator can change."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from ruhrdialog.checks import the_way_to_the_database_is_closed

pytestmark = pytest.mark.django_db


def told():
    found = run_checks(tags=["database"], databases=["default"])
    return {each.hint.split()[3] for each in found if each.id == "ruhrdialog.W002"}


def let(**settings):
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"SET LOCAL {name} = '{value}'")


def test_a_server_that_logs_no_values_is_fine():
    let(log_error_verbosity="terse")
    assert told() == set()


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"log_error_verbosity": "default"}, "log_error_verbosity"),
        ({"log_error_verbosity": "verbose"}, "log_error_verbosity"),
        ({"log_statement": "all"}, "log_parameter_max_length"),
        ({"log_statement": "mod"}, "log_parameter_max_length"),
        ({"log_min_duration_statement": "250"}, "log_parameter_max_length"),
        ({"log_min_duration_statement": "0"}, "log_parameter_max_length"),
        ({"log_parameter_max_length_on_error": "-1"}, "log_parameter_max_length_on_error"),
        ({"log_parameter_max_length_on_error": "20"}, "log_parameter_max_length_on_error"),
    ],
)
def test_what_lets_values_into_the_log_is_named(settings, name):
    let(log_error_verbosity="terse")
    let(**settings)
    assert told() == {name}


def test_statements_without_their_values_may_be_logged():
    let(log_error_verbosity="terse", log_statement="all", log_parameter_max_length=0)
    assert told() == set()


@pytest.mark.parametrize(
    ("host", "sslmode", "is_told"),
    [
        *(("", None, False), ("/run/postgresql", None, False), ("localhost", None, False)),
        *(("db.example", "verify-full", False), ("db.example", None, True)),
        *(("db.example", "require", True), ("db.example", "prefer", True)),
    ],
)
def test_an_open_way_to_the_database_is_told(settings, monkeypatch, host, sslmode, is_told):
    database = settings.DATABASES["default"]
    monkeypatch.setitem(database, "HOST", host)
    monkeypatch.setitem(database, "OPTIONS", {"sslmode": sslmode})
    assert bool(the_way_to_the_database_is_closed()) is is_told
