"""`check`: whether submissions can be kept in an outage, and where the worker looks for them."""

import pytest
from django.core.checks import run_checks

from survey.participation import spooled

pytestmark = pytest.mark.django_db


def found(**options):
    return {each.id for each in run_checks(**options) if each.id.startswith("survey.")}


def deployed():
    return found(include_deployment_checks=True)


def test_a_folder_that_a_worker_drains_is_fine(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path)
    assert deployed() == set()
    assert found(tags=["database"], databases=["default"]) == set()
    spooled.drain()
    assert found(tags=["database"], databases=["default"]) == set()


def test_another_folder_than_the_workers_is_an_error(settings, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    settings.SPOOL_DIR = str(tmp_path / "one")
    spooled.drain()
    settings.SPOOL_DIR = str(tmp_path / "two")
    assert found(tags=["database"], databases=["default"]) == {"survey.E002"}


def test_none_is_warned_of(settings):
    settings.SPOOL_DIR = ""
    assert deployed() == {"survey.W001"}


def test_one_that_takes_nothing_is_an_error(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path / "away")
    assert deployed() == {"survey.E001"}
    assert found(tags=["database"], databases=["default"]) == set()
