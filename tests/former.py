"""A database of the last release, to be migrated by the code of now in the process of the tests."""

import contextlib

import psycopg
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from tests.portal import load
from tests.test_former_database import DUMP, empty_database

FORMER = "former"  # Django's name for it
MANY = 200
FILL = """
    INSERT INTO survey_submission (id, receipt_hash, reference, day, source, forum_id, other_topic,
        reason, proposal, further_interests, publication_consent, assigned_forum_id, state,
        check_reason, signature, version)
    SELECT gen_random_uuid(), sha256(number::text::bytea), 'N' || lpad(number::text, 7, '0'),
        '2026-11-01', 'portal', forum.id, '', 'Rad/Bus ' || number, '', '{}', true, forum.id,
        'received', '', '{}', 0
    FROM generate_series(1, %s) AS number, (SELECT min(id) AS id FROM forums_forum) AS forum
"""


@contextlib.contextmanager
def former_database():
    """A database of the last release with some more submissions, which Django knows as FORMER."""
    with empty_database() as url:
        load(url, DUMP)
        with psycopg.connect(url) as database:
            database.execute(FILL, [MANY])
        name = url.rpartition("/")[2]
        connections.settings[FORMER] = connection.settings_dict | {"NAME": name}
        try:
            yield url
        finally:
            connections[FORMER].close()
            del connections[FORMER], connections.settings[FORMER]


def plan():
    executor = MigrationExecutor(connections[FORMER])
    return [row for row, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
