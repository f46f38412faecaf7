"""/livez and /readyz: what a proxy or an orchestrator asks before it sends visitors."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from ruhrdialog.health.looked_at import Schema, schema
from tests.ruhrdialog.health import last_migration

# Every page asks whether the survey is open.
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_look(monkeypatch):
    """Begin as a new process, which has not seen the schema yet."""
    monkeypatch.setattr(schema, "is_complete", False)


def missing(app, name):
    MigrationRecorder(connection).record_unapplied(app, name)


def test_livez_needs_no_database(client):
    assert client.get("/livez").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_asks_the_database_and_once_seen_no_more_for_the_schema(
    client, django_assert_num_queries
):
    assert client.get("/readyz").status_code == 200
    with django_assert_num_queries(1):
        assert client.get("/readyz").content == b"ok\n"


@pytest.mark.django_db
def test_new_code_on_the_former_schema_is_not_ready_until_it_is_migrated(client):
    last = last_migration()
    missing(*last)
    for _ in range(2):
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert "(fehlende Migrationen: 1). Bitte `manage.py migrate`" in response.content.decode()
    MigrationRecorder(connection).record_applied(*last)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_former_code_on_a_newer_schema_stays_ready(client):
    MigrationRecorder(connection).record_applied("survey", "9999_of_the_next_version")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_an_empty_database_lacks_all(client):
    missing_before = Schema().missing()
    MigrationRecorder(connection).flush()
    assert missing_before == 0
    assert Schema().missing() > 20
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("seen", [True, False])
def test_readyz_says_when_the_database_is_away_and_fills_no_log(client, monkeypatch, caplog, seen):
    def fail():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)
    monkeypatch.setattr(schema, "is_complete", seen)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content.decode() == "Die Datenbank antwortet nicht.\n"
    assert caplog.records == []


@pytest.mark.parametrize(("seen", "status"), [(True, 200), (False, 503)])
def test_without_a_database_it_is_ready_if_the_schema_was_seen_and_the_spool_takes_files(
    client, monkeypatch, settings, tmp_path, seen, status
):
    def fail():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)
    monkeypatch.setattr(schema, "is_complete", seen)
    settings.SPOOL_DIR = str(tmp_path)
    assert client.get("/readyz").status_code == status
    settings.SPOOL_DIR = str(tmp_path / "away")
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("address", ["/livez", "/readyz", "/metrics"])
def test_they_refuse_to_be_posted_to(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_no_proxy_keeps_the_answer(client, address, db):
    assert "no-store" in client.get(address)["Cache-Control"]
