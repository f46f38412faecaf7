"""The code of the last release goes on while `migrate` of now runs, and after it.

CHANGELOG.md names the release, git has its code, tests/dumps/ a database of it. After each single
migration somebody takes part by that code, and somebody reads. How long people wait while `migrate`
is at work, bench/upgrade shows.
"""

import json
import os
import subprocess
import sys
from typing import NamedTuple
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from dev.environment import ROOT
from dev.postgres import end_with_parent
from dev.release import last_release, unpack
from survey.submissions.models import Submission
from tests.former import FORMER, former_database, plan

# Where it isn't needed too: with one mark they run one after the other, and share the upgrade.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The tree of the last release."""
    folder = tmp_path_factory.mktemp("release")
    unpack(last_release()[1], folder)
    return folder


def former_code(tree, database_url):
    """Start the code of a tree on a database; it takes part once for each line that it gets."""
    settings = {"DJANGO_SETTINGS_MODULE": "ruhrdialog.settings", "PYTHONPATH": str(tree)}
    return subprocess.Popen(
        [sys.executable, "-P", ROOT / "tests" / "take_part.py"],
        cwd=tree,
        env=os.environ | settings | {"DATABASE_URL": database_url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=end_with_parent(15),
    )


def asked(process):
    """Let the former code take part once; return the status of each page."""
    process.stdin.write("\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def steps():
    """Apply the migrations one by one; the command would look at all models before and after."""
    executor = MigrationExecutor(connections[FORMER])
    state = executor._create_project_state(with_applied_migrations=True)
    for migration in plan():
        state = executor.apply_migration(state, migration)
        yield str(migration)


def submissions(url):
    with psycopg.connect(url) as database:
        return database.execute("SELECT count(*) FROM survey_submission").fetchone()[0]


class Upgrade(NamedTuple):
    signed: str  # what a check page of the former code sends along
    seen: dict[str, dict[str, int]]  # after which migration which page had which status
    left: list  # migrations
    missing: int  # submissions


@pytest.fixture(scope="module")
def upgrade(release, django_db_setup, django_db_blocker):
    """An upgrade, step by step, while the former code runs."""
    with django_db_blocker.unblock(), former_database() as url:
        before = submissions(url)
        with former_code(release, url) as code:
            signed = code.stdout.readline().strip()
            seen = {"none": asked(code)}
            for migration in steps():
                seen[migration] = asked(code)
        return Upgrade(signed, seen, plan(), before + len(seen) - submissions(url))


def test_after_each_migration_the_former_code_takes_submissions_and_reads(upgrade):
    assert len(upgrade.seen) > 1
    refused = {
        (migration, page): status
        for migration, pages in upgrade.seen.items()
        for page, status in pages.items()
        if status != (303 if page == "sent" else 200)
    }
    assert not refused


def test_all_rows_are_there_when_all_is_migrated(upgrade):
    assert (upgrade.left, upgrade.missing) == ([], 0)


def test_what_the_former_code_has_checked_can_be_sent_to_the_new(client, upgrade):
    form = {"content_type": "application/x-www-form-urlencoded"}
    answer = client.post("/mitmachen/absenden/", urlencode({"signed": upgrade.signed}), **form)
    assert answer.status_code == 303
    assert Submission.objects.get().reason.startswith("Grund 0")
