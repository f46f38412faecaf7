"""`manage.py status`: how the portal is, in one command; the table behind it, row by row."""

import json
import os
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from dev.environment import ROOT
from ruhrdialog.health import looked_at
from ruhrdialog.health.looked_at import DATABASE, ROWS, duration, look, schema
from survey.participation import spooled
from survey.upkeep.models import Mark
from survey.upkeep.tasks import list_erased
from tests.ruhrdialog.health import (
    ago,
    all_well,
    execute,
    job,
    last_migration,
    mail_server_fails,
    mark,
    worker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _well(db, monkeypatch):
    monkeypatch.setattr(schema, "is_complete", False)
    all_well()


@pytest.fixture
def status(capsys, monkeypatch):
    """Run the command; return what it says and its exit code."""
    # Which the command changes for its own process.
    monkeypatch.setitem(
        connection.settings_dict, "OPTIONS", dict(connection.settings_dict["OPTIONS"])
    )

    def run(*arguments):
        code = 0
        try:
            call_command("status", *arguments)
        except SystemExit as end:
            code = end.code
        return capsys.readouterr().out, code

    return run


def wrong():
    return {finding.row.name: finding.wrong for finding in look() if finding.wrong}


def value(name):
    return next(finding.value for finding in look() if finding.row.name == name)


def test_when_all_is_well_it_says_so_with_the_version_and_ends_with_0(status):
    said, code = status()
    version = json.loads(status("--json")[0])["version"]
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text()
    assert said.startswith(f"Ruhr-Konferenz – Dialog, Fassung {version}\n")
    assert "  Letztes Lebenszeichen des Workers vor         5 Sekunden\n" in said
    assert said.endswith("Alles in Ordnung.\n")
    assert "!" not in said
    assert code == 0


def test_what_is_wrong_is_marked_and_said_in_a_sentence_and_it_ends_with_1(status):
    mark(Mark.Name.RETENTION, ago(hours=5))
    said, code = status()
    assert "! Letztes Löschen nach Fristen vor              5 Stunden\n" in said
    assert "! Was seine Frist überschritten hat, wird seit 5 Stunden nicht mehr gelöscht." in said
    assert "Alles in Ordnung" not in said
    assert code == 1


def test_programs_get_the_same_as_json(status):
    job(ago(minutes=40), attempts=3, due=ago(minutes=20))
    said, code = status("--json")
    told = json.loads(said)
    assert code == 1
    assert told["well"] is False
    assert set(told["rows"]) == {row.name for row in ROWS}
    assert told["rows"]["overdue"]["metric"] == "portal_job_overdue_seconds"
    assert round(told["rows"]["overdue"]["value"]) == 1200
    assert told["rows"]["overdue"]["wrong"] == "Aufträge bleiben liegen, einer seit 20 Minuten."
    assert told["rows"]["tries"] == {"metric": "portal_job_oldest_tries", "value": 3, "wrong": None}


def test_without_a_worker_the_json_is_still_json(status):
    execute("DELETE FROM procrastinate_workers")
    rows = json.loads(status("--json")[0])["rows"]
    assert rows["worker"]["value"] is None
    assert "seit unbekannter Zeit nicht" in rows["worker"]["wrong"]


def test_without_the_database_it_says_so_and_asks_for_nothing_else(status, monkeypatch):
    asked = []

    def fail():
        asked.append(1)
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)
    said, code = status()
    assert said.endswith("\n\n! Die Datenbank antwortet nicht.\n")
    assert said.count("unbekannt\n") == len(ROWS[ROWS.index(DATABASE) :]) - 1
    assert code == 1
    assert len(asked) == 1


def test_a_database_that_goes_away_meanwhile_leaves_the_rest_unknown(monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(schema, "missing", fail)
    rows = [row._replace(measure=fail) if row.name == "worker" else row for row in ROWS]
    monkeypatch.setattr(looked_at, "ROWS", rows)
    values = [finding.value for finding in look()]
    known = [row.name for row in ROWS].index("worker")
    assert None not in values[:known]
    assert set(values[known:]) == {None}


def test_a_table_that_is_still_to_be_made_is_unknown_alone(monkeypatch):
    def fail():
        raise ProgrammingError

    rows = [row._replace(measure=fail) if row.name == "night" else row for row in ROWS]
    monkeypatch.setattr(looked_at, "ROWS", rows)
    assert [finding.row.name for finding in look() if finding.value is None] == ["night"]
    assert wrong() == {}


# Row by row


def test_a_migration_that_is_missing():
    MigrationRecorder(connection).record_unapplied(*last_migration())
    assert "fehlende Migrationen: 1)" in wrong()["migrations"]


@pytest.mark.parametrize(("seconds", "is_wrong"), [(55, False), (65, True)])
def test_a_worker_that_gives_no_sign_of_life_for_a_minute(seconds, is_wrong):
    execute("DELETE FROM procrastinate_workers")
    worker(ago(days=2))  # one that was killed, and its successor
    worker(ago(seconds=seconds))
    assert ("worker" in wrong()) == is_wrong
    assert value("worker") == pytest.approx(seconds, abs=2)


def test_no_worker_at_all():
    execute("DELETE FROM procrastinate_workers")
    assert wrong()["worker"].startswith("Der Worker meldet sich seit unbekannter Zeit nicht")


@pytest.mark.parametrize(("minutes", "is_wrong"), [(14, False), (16, True)])
def test_a_job_that_could_have_been_done_long_ago(minutes, is_wrong):
    job(ago(minutes=minutes))
    assert list(wrong()) == (["overdue"] if is_wrong else [])
    assert value("overdue") == pytest.approx(minutes * 60, abs=2)


def test_a_job_that_waits_for_its_next_try_or_is_being_done_is_not_overdue():
    job(ago(hours=20), attempts=25, due=timezone.now() + timedelta(minutes=10))
    job(ago(hours=1), status="doing")
    assert wrong() == {}
    assert value("overdue") == 0


def test_the_oldest_job_and_its_tries():
    job(ago(hours=20), attempts=25, due=timezone.now() + timedelta(minutes=10))
    job(ago(minutes=2))
    assert value("oldest_job") == pytest.approx(20 * 3600, abs=2)
    assert value("tries") == 25


def test_mails_that_have_failed_are_counted():
    job(ago(hours=1), attempts=1, due=timezone.now() + timedelta(minutes=1))
    job(ago(hours=1), attempts=1, due=timezone.now() + timedelta(minutes=1), queue="upkeep")
    job(ago(seconds=1))
    assert value("failing_mails") == 1


def test_a_mail_server_that_is_away():
    mail_server_fails(ago(minutes=3))
    assert wrong() == {
        "mail_server": "Mails gehen nicht hinaus: Der Mailserver nimmt seit 3 Minuten nichts an. "
        "Woran es liegt, sagt `manage.py check_mail`."
    }


@pytest.mark.parametrize(
    ("name", "hours"), [(Mark.Name.NIGHT, 30), (Mark.Name.RETENTION, 3)], ids=str
)
def test_upkeep_that_has_not_come_to_its_end_for_long(name, hours):
    mark(name, ago(hours=hours - 0.1))
    assert wrong() == {}
    mark(name, ago(hours=hours + 0.1))
    assert list(wrong()) == [name]


def test_upkeep_that_never_ended_counts_from_the_last_migration():
    Mark.objects.all().delete()
    MigrationRecorder.Migration.objects.update(applied=ago(hours=1))
    assert wrong() == {}
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        worker(timezone.now())
        assert list(wrong()) == ["retention"]
    MigrationRecorder.Migration.objects.all().delete()
    assert {"night", "retention"} <= set(wrong())


def test_a_backup_that_is_too_old_or_is_missing(settings, tmp_path):
    dump = tmp_path / "portal-1.dump"
    dump.write_bytes(b"")
    assert value("backup") == 0  # no folder, no backups
    settings.BACKUP_DIR = str(tmp_path)
    for hours, names in ((29, []), (31, ["backup"])):
        os.utime(dump, times=(time.time() - hours * 3600,) * 2)
        list_erased(0)
        assert list(wrong()) == names
    dump.unlink()
    list_erased(0)
    MigrationRecorder.Migration.objects.update(applied=ago(hours=32))
    assert "seit 32 Stunden keine neue Sicherung" in wrong()["backup"]


def test_factors_on_a_former_key_and_on_none(django_user_model, settings):
    settings.SECRET_KEY = "a-key-of-before"
    TOTP.activate(django_user_model.objects.create_user("vera"), "A" * 32)
    Authenticator.objects.create(
        user=django_user_model.objects.get(), type=Authenticator.Type.WEBAUTHN, data={}
    )
    assert wrong() == {}
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "b-the-next-key", ["a-key-of-before"]
    assert list(wrong()) == ["former_factors"]
    settings.SECRET_KEY_FALLBACKS = []
    assert list(wrong()) == ["lost_factors"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *((1.4, "1 Sekunden"), (119, "119 Sekunden"), (121, "2 Minuten"), (7190, "119 Minuten")),
        *((7200, "2 Stunden"), (172_700, "47 Stunden"), (172_800, "2 Tagen")),
        (float("inf"), "unbekannter Zeit"),
    ],
)
def test_durations_are_said_in_words(seconds, words):
    assert duration(seconds) == words


def test_names_and_metrics_are_there_once():
    assert len({row.name for row in ROWS}) == len({row.metric for row in ROWS}) == len(ROWS)


def test_a_new_connection_does_not_wait_for_ever(status):
    status()
    options = connection.settings_dict["OPTIONS"]
    assert options["connect_timeout"] == 3
    assert "statement_timeout" in options["options"]


# The spool


def test_a_submission_that_waits_too_long_is_wrong(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    file = tmp_path / "a"
    file.write_bytes(b"{}")
    assert value("spool") == 1
    assert wrong() == {}
    os.utime(file, times=(time.time() - 360,) * 2)
    assert list(wrong()) == ["spool_waiting"]


def test_a_spool_that_takes_nothing_is_wrong(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path / "away")
    assert list(wrong()) == ["spool_unusable"]


def test_a_spool_that_no_worker_looks_into_is_wrong(settings, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        settings.SPOOL_DIR = str(tmp_path / name)
        if name == "one":
            spooled.drain()
    assert list(wrong()) == ["spool_elsewhere"]


def test_the_spool_is_looked_at_without_a_database(settings, tmp_path, monkeypatch):
    def fail():
        raise OperationalError

    settings.SPOOL_DIR = str(tmp_path)
    (tmp_path / "a").write_bytes(b"{}")
    monkeypatch.setattr(connection, "cursor", fail)
    assert value("spool") == 1
    assert list(wrong()) == ["database"]
