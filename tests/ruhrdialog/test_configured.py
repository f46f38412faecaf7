"""Secrets come by variables or files, whatever their characters; databases of several hosts."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from ruhrdialog.lib.pooler import check_limits, missing_limits
from tests.ruhrdialog.test_settings import read, refusal

ODD = "p/a#s?s@w%rd : with all ; of it"


def default(**changes):
    return read(**changes)["DATABASES"]["default"]


@pytest.fixture
def in_file(tmp_path):
    """Write a secret into a file, as an orchestrator does; return its path."""

    def write(text):
        file = tmp_path / f"secret{len(list(tmp_path.iterdir()))}"
        file.write_text(text)
        return str(file)

    return write


@pytest.mark.parametrize(
    ("name", "setting", "written", "is_read"),
    [
        ("SECRET_KEY", "SECRET_KEY", f"{ODD}\n", ODD),
        ("SECRET_KEY_FALLBACKS", "SECRET_KEY_FALLBACKS", "one,two\n", ["one", "two"]),
        ("METRICS_TOKEN", "METRICS_TOKEN", "a" * 20 + "\r\n", "a" * 20),
        ("EMAIL_URL", "EMAIL_HOST", "submission://mail.example.org", "mail.example.org"),
    ],
)
def test_each_secret_may_stand_in_a_file(name, setting, written, is_read, in_file):
    assert read(**{name: None, f"{name}_FILE": in_file(written)})[setting] == is_read


def test_a_password_apart_holds_any_character(in_file):
    database = default(DATABASE_PASSWORD_FILE=in_file(f"{ODD}\n"))
    assert database["PASSWORD"] == ODD
    url = "submission://portal@mail.example.org"
    mail = read(EMAIL_URL=url, EMAIL_PASSWORD_FILE=in_file(f"{ODD}\n"))
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("portal", ODD)


def test_the_address_of_a_database_may_stand_in_a_file(in_file):
    file = in_file("postgres://portal:p%2Fw@db.example/portal\n")
    database = default(DATABASE_URL=None, DATABASE_URL_FILE=file)
    assert (database["HOST"], database["PASSWORD"]) == ("db.example", "p/w")


def test_a_secret_that_is_not_clear_stops_the_start_and_is_not_told(in_file):
    file = in_file("hidden")
    assert "set either SECRET_KEY or SECRET_KEY_FILE" in refusal(SECRET_KEY_FILE=file)
    said = refusal(SECRET_KEY=None, SECRET_KEY_FILE="/nowhere")
    assert "SECRET_KEY_FILE can't be read: No such file" in said
    assert "SECRET_KEY" in refusal(SECRET_KEY=None, SECRET_KEY_FILE=in_file("\n"))
    url = "postgres://portal:other@db.example/portal"
    said = refusal(DATABASE_URL=url, DATABASE_PASSWORD_FILE=file)
    assert "either in DATABASE_URL or as DATABASE_PASSWORD" in said
    mail = "submission://portal:other@mail.example.org"
    said += refusal(EMAIL_URL=mail, EMAIL_PASSWORD_FILE=file)
    assert "EMAIL_PASSWORD is another" in said
    assert "hidden" not in said


@pytest.mark.parametrize("password", ["a/b", "a#b", "a?b", "1/b", "1#b", "1?b", "1/"])
def test_a_password_that_cuts_the_address_stops_the_start_and_is_not_told(password):
    said = refusal(DATABASE_URL=f"postgres://portal:{password}@db.example/portal")
    assert "DATABASE_URL" in said
    assert "DATABASE_PASSWORD_FILE" in said
    assert password not in said


def test_of_several_hosts_the_one_that_takes_writes_counts():
    database = default(DATABASE_URL="postgres://portal:p%2Fw@one.example,two.example:5433/portal")
    assert (database["HOST"], database["PORT"]) == ("one.example,two.example", "5432,5433")
    assert (database["NAME"], database["PASSWORD"]) == ("portal", "p/w")
    assert database["OPTIONS"]["target_session_attrs"] == "read-write"
    assert default(DATABASE_URL="postgres://%2FOne,%2Ftwo/portal")["HOST"] == "/One,/two"
    assert "keepalives_idle" not in default()["OPTIONS"]
    for wrong in ("one.example,", "one.example,two.example:x"):
        assert "DATABASE_URL" in refusal(DATABASE_URL=f"postgres://portal@{wrong}/portal")


def test_a_command_has_no_time_limit_whatever_the_role_has():
    assert default()["OPTIONS"]["options"] == "-c statement_timeout=0 -c lock_timeout=0"
    url = "postgres://portal@db.example/portal?options=-c%20statement_timeout%3D9"
    pooled = default(DATABASE_URL=url, DATABASE_POOL_SIZE="5")["OPTIONS"]["options"]
    assert pooled.startswith("-c statement_timeout=9 -c statement_timeout=2500 ")


def test_through_a_pooler_nothing_belongs_to_a_session():
    database = default(DATABASE_POOLER="transaction", DATABASE_POOL_SIZE="5")
    assert "options" not in database["OPTIONS"]
    assert database["OPTIONS"]["prepare_threshold"] is None
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "DATABASE_POOLER" in refusal(DATABASE_POOLER="session")


@pytest.mark.django_db
def test_behind_a_pooler_the_web_server_starts_only_if_its_role_has_time_limits(settings):
    assert missing_limits() == []  # not asked for without one
    settings.DATABASE_POOLER = "transaction"
    with pytest.raises(ImproperlyConfigured, match="needs lock_timeout and statement_timeout"):
        check_limits()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2500ms'")
        cursor.execute("SET LOCAL lock_timeout = '1s'")
    check_limits()


@pytest.mark.parametrize("command", ["migrate", "run_worker"])
def test_what_needs_a_session_of_its_own_refuses_a_pooler(command, settings):
    settings.DATABASE_POOLER = "transaction"
    with pytest.raises(CommandError, match="eigene Sitzung"):
        call_command(command)
