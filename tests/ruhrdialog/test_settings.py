"""Production refuses to start without what it needs, and says what is missing."""

import os
import runpy
import subprocess
import sys
import tempfile
from email import message_from_string
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.utils import DNS_NAME
from django.db import connection
from environs import EnvError

from dev.environment import ROOT
from ruhrdialog import checks
from ruhrdialog.lib.smtp.server import FILES, SMTP
from tests.portal import database_at

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "ruhrdialog.settings",
    "SECRET_KEY": "a-key-for-this-test-only-with-more-than-fifty-characters-in-it",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "SITE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "TRUSTED_PROXIES": "1",
    "OPERATOR_NAME": "Test operator",
    "OPERATOR_ADDRESS": "Test address",
    "OPERATOR_REPRESENTATIVE": "Test person",
    "OPERATOR_PHONE": "030 23125 000",
    "OPERATOR_EMAIL": "operator@example.org",
    "OPERATOR_DATA_PROTECTION_OFFICER": "Test officer",
    "OPERATOR_PRESS": "Test press office",
    "OPERATOR_URGENT_CONTACT": "Test bureau",
    "BOUNCE_ADDRESS": "returns+*@example.org",
    "NEWS_PER_MONTH": "4",
    "SPOOL_DIR": tempfile.gettempdir(),
}


def environment(changes):
    """Return production's environment, changed as given; None removes a variable."""
    changed = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def manage(*arguments, **changes):
    """Run manage.py in such an environment, in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(changes),
        capture_output=True,
        text=True,
    )


def read(**changes):
    """Read the settings anew in such an environment, in this process: it takes no time."""
    with mock.patch.dict(os.environ, environment(changes), clear=True):
        return runpy.run_path(str(ROOT / "ruhrdialog" / "settings.py"))


def refusal(**changes):
    with pytest.raises((ImproperlyConfigured, EnvError)) as error:
        read(**changes)
    return str(error.value)


@pytest.fixture
def deployed(django_db_setup):
    """Run the deployment check on a database as it should be: the tests' own."""
    name = connection.settings_dict["NAME"]
    url = {"DATABASE_URL": database_at(os.environ["DATABASE_URL"], name)}

    def check(*arguments, **changes):
        return manage("check", "--deploy", *arguments, **url | changes)

    return check


def test_the_deployment_check_is_clean(deployed):
    result = deployed("--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("changes", [{"SECRET_KEY": None}, {"DEBUG": "perhaps"}])
def test_it_does_not_start_with_settings_that_are_refused(changes):
    result = manage("check", **changes)
    assert result.returncode != 0
    assert refusal(**changes) in result.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_it_does_not_start_without(name, value):
    assert f"set the environment variable(s) {name};" in refusal(**{name: value})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SITE_URL", "portal.example", "SITE_URL must be scheme and host"),
        ("SITE_URL", "https://portal.example/dialog", "SITE_URL must be scheme and host"),
        ("DATABASE_URL", "sqlite://:memory:", "DATABASE_URL must name a PostgreSQL"),
        ("DEBUG", "perhaps", "DEBUG"),
        ("TRUSTED_PROXIES", "some", "TRUSTED_PROXIES"),
        ("HSTS_PRELOAD", "true", "HSTS_PRELOAD wants HSTS_INCLUDE_SUBDOMAINS"),
        ("LOG_LEVEL", "DEBUG", "Must be one of: INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "Must be one of: plain, json"),
        ("SECOND_FACTOR_REQUIRED", "false", "staff need a second factor"),
        ("METRICS_TOKEN", "short", "METRICS_TOKEN must be at least 20 characters"),
        ("METRICS_TOKEN", "ä" * 20, "METRICS_TOKEN must be at least 20 characters"),
        ("WATCH_INTERVAL", "0", "WATCH_INTERVAL must be at most 30 seconds"),
        ("WATCH_INTERVAL", "31", "WATCH_INTERVAL must be at most 30 seconds"),
        ("EMAIL_URL", "smtp://mail.example:25?ssl=true", "EMAIL_URL must end with host and port"),
        ("EMAIL_CA_FILE", "/missing.pem", "EMAIL_CA_FILE must be a readable file"),
        ("EMAIL_CONNECTIONS", "0", "EMAIL_CONNECTIONS must be 1 to 50"),
        ("EMAIL_PER_MINUTE", "-1", "EMAIL_PER_MINUTE must be a number of mails"),
        ("BOUNCE_ADDRESS", "returns@example.org", "BOUNCE_ADDRESS needs one * before the @"),
        ("BOUNCE_ADDRESS", "returns@*.example.org", "BOUNCE_ADDRESS needs one * before the @"),
        ("BOUNCE_ADDRESS", "*+*@example.org", "BOUNCE_ADDRESS is no address"),
        ("BOUNCE_ADDRESS", "returns+*", "BOUNCE_ADDRESS is no address"),
        ("BOUNCE_ADDRESS", f"{'r' * 22}*@example.org", "Vor dem @ stehen 65 Zeichen"),
        ("BOUNCE_MAILBOX_URL", "imap://u:p@mail.example", "imaps://user:password@host"),
        ("BOUNCE_MAILBOX_URL", "imaps://mail.example", "imaps://user:password@host"),
        ("BOUNCE_MAILBOX_URL", "imaps://u:p@mail.example:port", "imaps://user:password@host"),
        ("BOUNCE_MAILBOX_URL", "imaps://u:p@mail.example/Zur%C3%BCck", "all of it is ASCII"),
        ("NEWS_PER_MONTH", "-1", "NEWS_PER_MONTH"),
        ("NEWS_PER_MONTH", "some", "NEWS_PER_MONTH"),
    ],
)
def test_it_does_not_start_with_nonsense(name, value, message):
    assert message in refusal(**{name: value})


def test_a_mailbox_without_its_address_is_refused():
    wanted = {"BOUNCE_MAILBOX_URL": "imaps://u:p@mail.example"}
    assert "set both" in refusal(BOUNCE_ADDRESS=None, **wanted)


@pytest.mark.parametrize(
    ("url", "mailbox"),
    [
        ("imaps://a%40b:p%2F%23@mail.example", ("mail.example", 993, True, "a@b", "p/#", "INBOX")),
        ("imaps://u:p@[::1]:1993/Zur&APw-ck", ("::1", 1993, True, "u", "p", "Zur&APw-ck")),
        ("imap://u:p@localhost/a/b", ("localhost", 143, False, "u", "p", "a/b")),
    ],
)
def test_the_mailbox_of_returned_mails_is_read_from_its_address(url, mailbox):
    assert read(BOUNCE_MAILBOX_URL=url)["BOUNCE_MAILBOX"] == mailbox


def test_of_what_is_missing_for_mails_the_check_says_what_that_means(deployed):
    result = deployed("--fail-level", "WARNING", BOUNCE_ADDRESS=None, NEWS_PER_MONTH=None)
    assert "ruhrdialog.W003" in result.stderr
    assert "dead addresses stay" in result.stderr
    assert "ruhrdialog.W006" in result.stderr


def test_what_would_not_work_is_an_error():
    wrong = {"ALLOWED_HOSTS": "www.portal.example", "EMAIL_URL": "file:///tmp/mails"}
    result = manage("check", "--deploy", TRUSTED_PROXIES="0", **wrong)
    assert result.returncode != 0
    for message in (
        "no proxy is trusted",
        "ALLOWED_HOSTS doesn't name portal.example",
        "EMAIL_URL is wrong: with it no mail leaves this machine",
        "The database doesn't answer: OperationalError",
    ):
        assert message in result.stderr


def test_a_folder_in_place_of_a_mail_server_is_found(settings):
    settings.EMAIL_BACKEND = SMTP
    assert checks.mails_go_out() == []
    settings.EMAIL_BACKEND = FILES
    assert len(checks.mails_go_out()) == 1


@pytest.mark.parametrize(
    "hosts", ["portal.example,www.portal.example", ".portal.example", ".example", "*"]
)
def test_the_site_is_found_among_the_allowed_hosts(settings, hosts):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portal.example:8443", hosts.split(",")
    assert checks.the_site_is_an_allowed_host() == []


def lacking(monkeypatch, tmp_path):
    """Return what has no place."""
    monkeypatch.chdir(tmp_path)
    return [error.msg.split(":")[0] for error in checks.temporary_files_have_a_place()]


@pytest.mark.parametrize("chosen", ["gone", "."])
def test_a_missing_tmp_is_found(monkeypatch, tmp_path, chosen):
    """Python goes on in the working folder, where there is no other."""
    assert lacking(monkeypatch, tmp_path) == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / chosen))
    assert lacking(monkeypatch, tmp_path) == ["There is no place for uploads"]


def test_a_missing_place_for_gunicorns_heartbeats_is_found(monkeypatch, tmp_path):
    gone = {"worker_tmp_dir": str(tmp_path / "gone")}
    monkeypatch.setattr(checks.runpy, "run_path", lambda _: gone)
    assert lacking(monkeypatch, tmp_path) == ["There is no place for gunicorn's signs of life"]


@pytest.mark.django_db
@pytest.mark.parametrize("named", [None, ["default"]])
def test_a_schema_of_another_release_is_found(named):
    assert checks.the_database_is_ready(databases=named) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'faq'")
    found = [error.msg for error in checks.the_database_is_ready(databases=named)]
    assert len(found) == 1
    assert "migrations of this release: first faq.0001" in found[0]


@pytest.mark.django_db
def test_a_log_of_postgres_that_would_hold_content_is_found():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_statement = 'all'")
    assert [found.id for found in checks.the_database_is_ready()] == ["ruhrdialog.W002"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"HSTS_SECONDS": "300"}, [300, False, False]),
        ({"HSTS_INCLUDE_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}, [31_536_000, True, True]),
    ],
)
def test_how_long_browsers_insist_on_https_is_the_operators_choice(changes, expected):
    settings = read(**changes)
    names = ["SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD"]
    assert [settings[f"SECURE_HSTS_{name}"] for name in names] == expected


def test_mails_carry_the_sites_host_and_not_the_machines():
    message = message_from_string(EmailMessage("Betreff", "Text").message().as_string())
    assert message["Message-ID"].endswith("@testserver>")
    assert DNS_NAME.get_fqdn() == "testserver"  # with which Django greets the mail server


OPERATOR = [name for name in PRODUCTION if name.startswith("OPERATOR_")]


def test_the_deployment_check_warns_of_what_the_operator_has_not_filled_in(deployed):
    result = deployed(**dict.fromkeys(OPERATOR))
    assert result.returncode == 0
    for name in OPERATOR:
        assert f"{name} isn't set" in result.stderr


@pytest.mark.parametrize("name", sorted({*OPERATOR} - {"OPERATOR_URGENT_CONTACT"}))  # that is W005
def test_what_the_operator_has_not_filled_in_is_warned_of(settings, name):
    settings.OPERATOR = read(**{name: None})["OPERATOR"]
    [warning] = checks.the_operator_is_known()
    assert f"{name} isn't set" in warning.msg


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("submission://user:password@host", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True}),
        ("smtps://user:password@host", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("smtp+starttls://host", {"EMAIL_PORT": 25, "EMAIL_USE_TLS": True}),
        ("smtp://localhost:25", {"EMAIL_PORT": 25}),
    ],
)
def test_the_mail_servers_that_the_readme_names_are_spoken_to_as_it_says(url, expected):
    assert f"`{url}`" in (ROOT / "README.md").read_text()
    settings = read(EMAIL_URL=url)
    plain = {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}
    expected = plain | expected
    assert {name: settings[name] for name in expected} == expected
