"""The rules of migrations, so that the code of the last release runs on while `migrate` does.

A new column has a `db_default` or may be NULL; a change that the running code can't bear comes in
two steps, a release apart. What locks a table begins with `SET LOCAL lock_timeout = '500ms'`, so
that visitors never queue behind it for long; `migrate` tries again. Indexes are made concurrently,
outside of a transaction, each in a migration of its own; nobody queues behind that, so it may wait:
`SET lock_timeout = 0`. Constraints come NOT VALID first and are validated by the next migration.
Data is changed in batches, in a migration of its own. What is done outside of a transaction can be
done twice, and locks one table at a time. A migration that was released stays as it is, and imports
nothing that lives on. That the former code does go on, tests/test_upgrade.py tries.

The first ones, which replace the former, build an empty database and need none of it.
"""

import inspect
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dev.environment import ROOT
from dev.release import last_release, unpack

APPS = ("faq", "forums", "ruhrdialog", "survey")

# The columns that are NOT NULL without a default in the database. Who inserts has to know them.
REQUIRED = {
    "faq_question": "slug question answer position featured shows_forums",
    "forums_contentdate": "text",
    "forums_forum": "slug title group question goals position ministry_id",
    "forums_ministry": "name slug",
    "forums_ministry_approvers": "ministry_id user_id",
    "forums_ministry_members": "ministry_id user_id",
    "forums_moderator": "name office position forum_id",
    "ruhrdialog_accessreset": "user_id asked_by_id",
    "ruhrdialog_barrierreport": "page message email day done",
    "ruhrdialog_event": "what",
    "ruhrdialog_startpassword": "user_id",
    "survey_addresskey": "encrypted",
    "survey_answertemplate": "title text",
    "survey_assignment": "submission_id forum_id",
    "survey_assignmentrule": "person_id",
    "survey_blackout": "submission_id passage_hash length day",
    "survey_blackoutkey": "encrypted",
    "survey_campaign": "signature share day",
    "survey_claim": "submission_id by_id until",
    "survey_consentproof": "id address_hash wording_version requested_on confirmed_on ended_on",
    "survey_consenttakenback": "receipt_hash day",
    "survey_cover": "person_id colleague_id first_day last_day",
    "survey_delivery": "state subscription_id update_id",
    "survey_exportrecord": "at format filter number by_id",
    "survey_draft": "name content ends_on",
    "survey_answerdraft": "submission_id verb text day by_id after",
    "survey_deskkeys": "user_id are_on chosen",
    "survey_heldstep": "step_id submission_id until state check_reason",
    "survey_loststep": "by_id verb text day",
    "survey_importkey": "encrypted",
    "survey_importrecord": "at file source number",
    "survey_knownheader": "digest columns",
    "survey_mailserver": "id",
    "survey_mark": "name at",
    "survey_neveragain": "address_hash day",
    "survey_note": "text day by_id submission_id",
    "survey_milestone": "title planned_on project_id",
    "survey_project": "title slug description field amount_source is_sample ministry_id",
    "survey_project_forums": "project_id forum_id",
    "survey_projectchange": "day name before after project_id",
    "survey_projectcontribution": "project_id submission_id",
    "survey_projectstate": "state since reason entered_on project_id",
    "survey_publicaddress": "code published_on",
    "survey_publication": "topic reason proposal answer chosen_on chosen_by_id submission_id",
    "survey_sentence": "position text follows is_released is_sample forum_id",
    "survey_sentence_projects": "sentence_id project_id",
    "survey_sentencecontribution": "sentence_id submission_id",
    "survey_publicnumbers": "numbers show_topics",
    "survey_ratelimit": "hour sender uses",
    "survey_reviewstep": "state day text submission_id note verb",
    "survey_submission": "id receipt_hash reference day other_topic reason proposal "
    "further_interests publication_consent state check_reason version signature source",
    "survey_submission_tags": "submission_id tag_id",
    "survey_subscription": "id address token wording_version requested_at topics",
    "survey_surveyperiod": "text_before text_after",
    "survey_tag": "name forum_id",
    "survey_tally": "what day state with_proposal number",
    "survey_update": "title slug text",
    "survey_update_topics": "update_id forum_id",
    "survey_withdrawal": "receipt_hash day",
    "survey_word": "word",
    "survey_wording": "version text since",
    "survey_weeklymail": "user_id",
}
TIMEOUT = re.compile(r"lock_timeout\s*(?:=|TO)\s*([^\s;\"]+)", re.IGNORECASE)
KNOWN = {f"{table}.{name}" for table, names in REQUIRED.items() for name in names.split()}

# What must be refused, and the rule of Squawk that does it.
HARMFUL = {
    "adding-required-field": "ALTER TABLE survey_tag ADD COLUMN rank int NOT NULL;",
    # What Django makes of a default that isn't one of the database.
    "ban-drop-default": "ALTER TABLE survey_tag ADD COLUMN rank int DEFAULT 0 NOT NULL;"
    "ALTER TABLE survey_tag ALTER COLUMN rank DROP DEFAULT;",
    "adding-not-nullable-field": "ALTER TABLE survey_tag ALTER COLUMN rank SET NOT NULL;",
    "require-concurrent-index-creation": "CREATE INDEX tag_name ON survey_tag (name);",
    "constraint-missing-not-valid": "ALTER TABLE survey_tag ADD CHECK (name > '');",
    "require-lock-timeout": "ALTER TABLE survey_tag ADD COLUMN rank int;",
}


def required_columns():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND split_part(table_name, '_', 1) = ANY(%s) AND "
            "is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND "
            "is_generated = 'NEVER'",
            [list(APPS)],
        )
        return {name for (name,) in cursor.fetchall()}


def own_migrations():
    migrations = MigrationLoader(None).disk_migrations.values()
    return [migration for migration in migrations if migration.app_label in APPS]


def sql_of(migration):
    output = StringIO()
    call_command("sqlmigrate", migration.app_label, migration.name, stdout=output, no_color=True)
    return output.getvalue()


def squawk(sql):
    """Return what Squawk has against some SQL: nothing, or lines."""
    command = [Path(sys.executable).parent / "squawk", "--reporter=gcc"]
    found = subprocess.run(command, cwd=ROOT, input=sql, capture_output=True, text=True)
    assert found.returncode in (0, 1), found.stderr
    return found.stdout


def test_squawk_finds_nothing_in_the_migrations_after_the_first(django_db_setup, django_db_blocker):
    later = [migration for migration in own_migrations() if not migration.replaces]
    assert later
    for migration in later:
        with django_db_blocker.unblock():  # outside of a transaction, as some want it
            sql = sql_of(migration)
        assert squawk(sql) == "", migration


@pytest.mark.parametrize("rule", HARMFUL)
def test_squawk_refuses_what_would_stop_the_running_code(rule):
    assert rule in squawk(HARMFUL[rule])


def test_no_migration_waits_for_a_table_longer_than_half_a_second():
    # A page that queues behind it gives up after one. The 200 ms are a count's, in a function.
    for migration in own_migrations():
        source = Path(inspect.getfile(type(migration))).read_text()
        assert set(TIMEOUT.findall(source)) <= {"'500ms'", "'200ms'", "0"}, migration


def test_the_migrations_of_the_last_release_are_as_they_were(tmp_path):
    # One that is gone must have another in its place, for the databases that have it.
    unpack(last_release()[1], tmp_path)
    released = [file.relative_to(tmp_path) for file in tmp_path.glob("*/migrations/0*.py")]
    assert released
    replaced = {name for migration in own_migrations() for name in migration.replaces}
    for file in released:
        now = ROOT / file
        name = (file.parts[0], file.stem)
        same = now.exists() and now.read_bytes() == (tmp_path / file).read_bytes()
        assert same or (name in replaced and not now.exists()), f"{file} was released."


def test_a_clone_without_the_last_release_says_so(tmp_path):
    with pytest.raises(LookupError, match=r"isn't in this clone.*git fetch --unshallow"):
        unpack("0" * 40, tmp_path)


@pytest.mark.django_db
def test_no_column_is_added_that_the_running_code_would_have_to_know():
    new = required_columns() - KNOWN
    assert not new, (
        f"NOT NULL without a default in the database: {sorted(new)}. The code of the last release, "
        "which runs while `migrate` does, doesn't know the column and could not insert any more: "
        "give it a db_default, or add it in two steps. (With a new table enter its columns here.)"
    )
    gone = KNOWN - required_columns()
    assert not gone, f"The list may become shorter: {sorted(gone)} can go from it."


@pytest.mark.django_db
def test_a_column_whose_default_only_django_knows_is_seen():
    before = required_columns()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE survey_tag ADD COLUMN seen int DEFAULT 0 NOT NULL")
        assert required_columns() == before
        cursor.execute("ALTER TABLE survey_tag ALTER COLUMN seen DROP DEFAULT")
    assert required_columns() - before == {"survey_tag.seen"}


def test_migrations_import_nothing_that_lives_on():
    for file in ROOT.glob("*/migrations/*.py"):
        imported = re.findall(r"^\s*(?:from|import) (\S+)", file.read_text(), re.MULTILINE)
        own = {name for name in imported if name.split(".")[0] in APPS}
        # What fields have by default must be named, else `makemigrations` misses it.
        assert own <= {"survey.defaults"}, file


def test_the_first_migrations_are_at_most_three_an_app():
    for app in APPS:
        first = [m for m in own_migrations() if m.app_label == app and m.replaces]
        assert 1 <= len(first) <= 3
