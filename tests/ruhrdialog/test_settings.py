"""Production refuses to start without what it needs, and says what is missing."""

import os
import subprocess
import sys
import tempfile

import pytest

from dev.environment import ROOT

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
    "SPOOL_DIR": tempfile.gettempdir(),
}


def manage(*arguments, **changes):
    """Run manage.py with production's environment, changed as given; None removes a variable."""
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
    )


def test_the_deployment_check_is_clean():
    result = manage("check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_it_does_not_start_without(name, value):
    result = manage("check", **{name: value})
    assert result.returncode != 0
    assert f"set the environment variable(s) {name};" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SITE_URL", "portal.example", "SITE_URL must be scheme and host"),
        ("SITE_URL", "https://portal.example/dialog", "SITE_URL must be scheme and host"),
        ("DATABASE_URL", "sqlite://:memory:", "DATABASE_URL must name a PostgreSQL"),
        ("DEBUG", "perhaps", "DEBUG"),
        ("TRUSTED_PROXIES", "some", "TRUSTED_PROXIES"),
        ("LOG_LEVEL", "DEBUG", "Must be one of: INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "Must be one of: plain, json"),
        ("SECOND_FACTOR_REQUIRED", "false", "staff need a second factor"),
        ("EMAIL_URL", "smtps://user:password@mail.example:465", "EMAIL_URL must begin with"),
    ],
)
def test_it_does_not_start_with_nonsense(name, value, message):
    result = manage("check", **{name: value})
    assert result.returncode != 0
    assert message in result.stderr


def test_https_without_a_trusted_proxy_is_an_error():
    result = manage("check", "--deploy", TRUSTED_PROXIES="0")
    assert result.returncode != 0
    assert "no proxy is trusted" in result.stderr


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name.startswith("OPERATOR_")])
def test_what_the_operator_has_not_filled_in_is_warned_of(name):
    result = manage("check", "--deploy", **{name: None})
    assert result.returncode == 0
    assert f"{name} isn't set" in result.stderr


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("submission://user:password@host", ["EMAIL_PORT = 587", "EMAIL_USE_TLS = True"]),
        ("smtp://user:password@host:465?ssl=true", ["EMAIL_PORT = 465", "EMAIL_USE_SSL = True"]),
        ("smtp://localhost:25", ["EMAIL_PORT = 25"]),
    ],
)
def test_the_mail_servers_that_the_readme_names_are_spoken_to_as_it_says(url, settings):
    assert f"`{url}`" in (ROOT / "README.md").read_text()
    shown = manage("diffsettings", "--all", EMAIL_URL=url).stdout.splitlines()
    lines = {line.removeprefix("### ") for line in shown}
    assert {*settings} <= lines
    encrypted = {line for line in lines if line in ("EMAIL_USE_TLS = True", "EMAIL_USE_SSL = True")}
    assert encrypted == {line for line in settings if "USE" in line}
