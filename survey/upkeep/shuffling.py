"""Takes from the addresses' side what links them to answers: order, time and transaction.

A submission and an address are stored one after the other. Even in separate transactions their
rows then have neighbouring transaction numbers (`xmin`), places and times. It suffices to take
this from one side, and addresses are few. Submissions stay as they are: whoever withdraws, reads
or answers in that moment loses nothing.

What is no longer valid stays in a table's file until something else is written over it, VACUUM
or not. So each file in which keys of addresses stand is written anew.
"""

import logging
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from psycopg.errors import Diagnostic

from survey.figures.models import Tally
from survey.news.models import Subscription
from survey.upkeep.models import Mark

logger = logging.getLogger(__name__)

# The keys of addresses are random: by them their table gets an order that says nothing. What the
# others hold was written in the order of these keys (deliveries, jobs that wait), or is over.
TABLES = (
    *("survey_subscription", "survey_delivery", "survey_ratelimit"),
    *("survey_consentproof", "survey_neveragain"),
    *("procrastinate_jobs", "procrastinate_events"),
)
REWRITES = (
    *(f"CLUSTER (VERBOSE) {table} USING {table}_pkey" for table in TABLES),
    # Times of steps, which the database's file keeps until something is written over them.
    "VACUUM (FULL, VERBOSE) survey_heldstep",
    # It held samples of addresses before a migration forbade it. A database's owner may do this.
    "VACUUM (FULL, VERBOSE) pg_statistic",
)
PAUSES = (1, 2, 4, 8)  # seconds; a page's transaction ends within three
LONGEST_WAIT = "1s"  # for a lock: who comes meanwhile waits as long, a page may do so for two
NUMBER = re.compile(r"\d+")


class FormerCopiesError(Exception):
    """An older transaction was open, for which Postgres kept former copies of the rows."""


def shuffle_rows() -> int:
    """Write all that holds addresses or their keys anew; return how many addresses there are.

    Raises FormerCopiesError or the error of a lock: then it is to be done again.
    """
    tidy_tallies()
    with short_locks():
        number = Subscription.objects.cut_times()
        queue_waiting_mails_anew()
        write_anew(REWRITES)
    Mark.objects.ended_now(Mark.Name.NIGHT)
    return number


def tidy_tallies() -> None:
    """Merge the tallies, and let Postgres answer counts from the indexes alone."""
    Tally.objects.merge()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM survey_submission, survey_tally")


@contextmanager
def short_locks() -> Iterator[None]:
    """Wait for a lock so briefly that no page that waits behind gives up."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LONGEST_WAIT}'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")


def queue_waiting_mails_anew() -> None:
    """Queue what still waits to be sent to an address in the order of the random keys.

    The numbers of jobs, their times and how often they were tried tell who came when. All are due
    at once then; one that is being sent just now stays as it is.
    """
    columns = "queue_name, task_name, priority, lock, queueing_lock, args"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH waiting AS (
                DELETE FROM procrastinate_jobs WHERE status = 'todo' AND args ? 'subscription'
                RETURNING {columns}
            )
            INSERT INTO procrastinate_jobs ({columns}) SELECT {columns} FROM waiting ORDER BY args
            """  # noqa: S608 - constants
        )


def write_anew(commands: Sequence[str]) -> None:
    """Run commands that write a table into a new file, again for those that kept former copies.

    Raises FormerCopiesError if there still are some at the end.
    """
    for pause in (*PAUSES, None):
        copies = {command: former_copies(command) for command in commands}
        commands = [command for command, number in copies.items() if number]
        if not commands:
            return
        if pause:
            time.sleep(pause)
    told = f"{sum(copies.values())} former copies stay in {len(commands)} tables: {holders()}"
    logger.warning("Addresses could still be linked to answers. %s", told)
    raise FormerCopiesError(told)


def former_copies(command: str) -> int:
    """Run a command that writes a table into a new file; return how many former copies it kept.

    Postgres says it as the first number of a notice's detail ("0 dead row versions cannot be
    removed yet"), whatever its language.
    """
    numbers = []

    def read(notice: Diagnostic) -> None:
        if found := NUMBER.search(notice.message_detail or ""):
            numbers.append(int(found[0]))

    with connection.cursor() as cursor:
        session = connection.connection
        session.add_notice_handler(read)
        try:
            cursor.execute(command)
        finally:
            session.remove_notice_handler(read)
    if not numbers:
        logger.warning("Not allowed: %s. The portal's role must own its database.", command)
    return sum(numbers)


def holders() -> str:
    """Return how many of each kind hold a view of the database older than the night's rows.

    Who writes in another database of the same server does, too; who only reads there doesn't.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT format(
                '%s sessions, %s prepared transactions, %s replication slots hold an older view',
                (SELECT count(*) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND (age(backend_xid) >= night
                        OR (age(backend_xmin) >= night
                            AND coalesce(datname, current_database()) = current_database()))),
                (SELECT count(*) FROM pg_prepared_xacts WHERE age(transaction) >= night),
                (SELECT count(*) FROM pg_replication_slots WHERE age(xmin) >= night)
            ) FROM (SELECT max(age(xmin)) AS night FROM survey_subscription) AS rows
            """
        )
        return str(cursor.fetchone()[0])
