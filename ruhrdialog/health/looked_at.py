"""What is looked at to tell whether the portal is well: one table, a row for each thing.

`manage.py status`, its JSON, `/metrics`, the log and the desk's start page are all made from it.
What a room adds is one function and one row.
"""

import math
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
)
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinateWorker,
)

from ruhrdialog.accounts import age_of_factor
from ruhrdialog.lib.sealed import Age
from survey.news.mail_server import MailServer
from survey.participation import spooled
from survey.upkeep.models import Mark

AWAY = (OperationalError, InterfaceError)  # the database doesn't answer


class Row(NamedTuple):
    """One thing that is looked at."""

    name: str
    title: str
    metric: str  # its name for Prometheus; what ends in `_seconds` is a duration
    measure: Callable[[], float]
    limit: float = math.inf  # what is above is wrong
    wrong: str = ""  # the sentence then, with {value}


class Finding(NamedTuple):
    """How one of them is just now; None is unknown."""

    row: Row
    value: float | None

    @property
    def wrong(self) -> str:
        """Return the sentence that says what is wrong, or nothing."""
        if self.value is None or self.value <= self.row.limit:
            return ""
        return self.row.wrong.format(value=self.words)

    @property
    def words(self) -> str:
        if self.value is None:
            return "unbekannt"
        if not self.row.metric.endswith("_seconds"):
            return f"{self.value:g}"
        return duration(self.value) if self.value else "–"


def duration(seconds: float) -> str:
    """Return a duration in German, so that it can follow "seit"."""
    if math.isinf(seconds):
        return "unbekannter Zeit"
    units = ((2 * 86_400, 86_400, "Tagen"), (2 * 3600, 3600, "Stunden"), (120, 60, "Minuten"))
    for least, unit, name in units:
        if seconds >= least:
            return f"{seconds // unit:.0f} {name}"
    return f"{seconds:.0f} Sekunden"


def look() -> list[Finding]:
    """Return how each row of the table is; without the database most of them are unknown."""
    return list(findings())


def findings() -> Iterator[Finding]:
    is_away = False
    for row in ROWS:
        value = None
        if not is_away:
            try:
                value = row.measure()
            except AWAY:
                is_away = True  # each of the others would wait for it again
            except (DatabaseError, OSError):  # a table that is still to be made, a folder
                value = None
            is_away = is_away or (row == DATABASE and value == math.inf)
        yield Finding(row, value)


# The measures, in the order of the table


def answer_of_database() -> float:
    """Return how long the database took to answer; infinitely long, if it doesn't."""
    start = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except AWAY:
        return math.inf
    return time.monotonic() - start


def spool_is_unusable() -> float:
    return int(bool(settings.SPOOL_DIR) and not spooled.is_ready())


def spool_is_elsewhere() -> float:
    return int(spooled.is_drained_elsewhere())


def missing_migrations(alias: str = DEFAULT_DB_ALIAS) -> list[Migration]:
    """Return our migrations that a database lacks, in their order."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _ in plan]


class Schema:
    """Whether the database has what this code needs; what it has besides does no harm.

    So the former version stays ready while and after a new one migrates. What is complete stays so,
    and isn't asked for again.
    """

    is_complete = False

    def missing(self) -> int:
        """Return how many of our migrations the database lacks."""
        if self.is_complete:
            return 0
        number = len(missing_migrations())
        self.is_complete = number == 0
        return number


schema = Schema()


def silence_of_worker() -> float:
    """Return since when no worker gave a sign of life; it does so every ten seconds."""
    last = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return since(last) if last else math.inf


def unfinished_jobs(**which: object) -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(status__in=["todo", "doing"], **which)


def longest_overdue() -> float:
    """Return for how long the job that waits longest could have been done."""
    waiting = ProcrastinateJob.objects.filter(status="todo")
    due = [waiting.aggregate(at=Min("scheduled_at"))["at"]]  # one that is to come counts as now
    if first := waiting.filter(scheduled_at=None).order_by("pk").first():  # due at once
        due.append(ProcrastinateEvent.objects.filter(job=first).aggregate(at=Max("at"))["at"])
    return max((since(at) for at in due if at), default=0)


def age_of_oldest_job() -> float:
    """Return since when the oldest job is queued. The night queues anew what waits to be mailed."""
    first = unfinished_jobs().order_by("pk").first()
    queued = ProcrastinateEvent.objects.filter(job=first).aggregate(at=Min("at"))["at"]
    return since(queued) if queued else 0


def tries_of_oldest_job() -> float:
    first = unfinished_jobs().order_by("pk").first()
    return first.attempts if first else 0


def failing_mails() -> float:
    """Return how many jobs have failed to send a mail, and will try again."""
    return unfinished_jobs(queue_name="mail", attempts__gt=0).count()


def silence_of_mail_server() -> float:
    failing_since = MailServer.objects.state().failing_since
    return since(failing_since) if failing_since else 0


def silence_of_mailbox() -> float:
    mark = Mark.objects.filter(pk=Mark.Name.MAILBOX_AWAY).first()
    return since(mark.at) if mark else 0


def since_mark(name: Mark.Name) -> Callable[[], float]:
    def measure() -> float:
        last = Mark.objects.ended_last(name)
        return since(last) if last else math.inf

    return measure


def age_of_backup() -> float:
    return since_mark(Mark.Name.BACKUP)() if settings.BACKUP_DIR else 0


def since(moment: datetime) -> float:
    return max(0, (timezone.now() - moment).total_seconds())


def factors(age: Age) -> Callable[[], float]:
    def measure() -> float:
        rows = Authenticator.objects.values_list("data", flat=True)
        return sum(age_of_factor(data) == age for data in rows)

    return measure


MINUTE, HOUR = 60, 3600  # seconds

DATABASE = Row(
    "database",
    "Antwort der Datenbank nach",
    "portal_database_answer_seconds",
    answer_of_database,
    3,
    "Die Datenbank antwortet nicht.",
)
MIGRATIONS = Row(
    "migrations",
    "Migrationen, die der Datenbank fehlen",
    "portal_missing_migrations",
    schema.missing,
    0,
    "Die Datenbank ist nicht auf dem Stand dieser Fassung (fehlende Migrationen: {value}). "
    "Bitte `manage.py migrate` aufrufen.",
)
ROWS = (
    # These need no database.
    Row(
        "spool",
        "Beiträge, die auf die Datenbank warten",
        "portal_spool_files",
        spooled.waiting,
    ),
    Row(
        "spool_waiting",
        "Am längsten wartet einer davon seit",
        "portal_spool_waiting_seconds",
        spooled.longest_waiting,
        5 * MINUTE,
        "Ein Beitrag wartet seit {value} als Datei darauf, gespeichert zu werden. "
        "Warum, steht im Log des Workers.",
    ),
    Row(
        "spool_unusable",
        "Ordner für sie, in die nichts passt",
        "portal_spool_unusable",
        spool_is_unusable,
        0,
        "In den Ordner SPOOL_DIR lässt sich nichts schreiben: "
        "Bei einer Störung der Datenbank könnten keine Beiträge angenommen werden.",
    ),
    DATABASE,
    MIGRATIONS,
    Row(
        "spool_elsewhere",
        "Ordner für sie, in die kein Worker sieht",
        "portal_spool_elsewhere",
        spool_is_elsewhere,
        0,
        "Der Worker leert einen anderen Ordner als SPOOL_DIR dieses Rechners: "
        "Beiträge, die dort warten, werden nicht gespeichert.",
    ),
    Row(
        "worker",
        "Letztes Lebenszeichen des Workers vor",
        "portal_worker_silent_seconds",
        silence_of_worker,
        MINUTE,
        "Der Worker meldet sich seit {value} nicht: Mails, Löschen und nächtliche Pflege warten. "
        "Bitte `manage.py run_worker` neu starten.",
    ),
    Row(
        "overdue",
        "Am längsten liegt ein fälliger Auftrag seit",
        "portal_job_overdue_seconds",
        longest_overdue,
        15 * MINUTE,
        "Aufträge bleiben liegen, einer seit {value}.",
    ),
    Row(
        "oldest_job",
        "Der älteste Auftrag steht an seit",
        "portal_job_oldest_seconds",
        age_of_oldest_job,
    ),
    Row(
        "tries",
        "Fehlversuche des ältesten Auftrags",
        "portal_job_oldest_tries",
        tries_of_oldest_job,
    ),
    Row(
        "mail_server",
        "Der Mailserver nimmt nichts an seit",
        "portal_mail_server_away_seconds",
        silence_of_mail_server,
        0,
        "Mails gehen nicht hinaus: Der Mailserver nimmt seit {value} nichts an. "
        "Woran es liegt, sagt `manage.py check_mail`.",
    ),
    Row(
        "failing_mails",
        "Aufträge für Mails nach einem Fehlversuch",
        "portal_mails_failing",
        failing_mails,
    ),
    Row(
        "mailbox",
        "Rückläufer sind nicht lesbar seit",
        "portal_mailbox_away_seconds",
        silence_of_mailbox,
        30 * MINUTE,
        "Das Postfach für unzustellbare Mails lässt sich seit {value} nicht lesen: Tote Adressen "
        "bleiben, und Abmeldungen per Mail warten. Bitte BOUNCE_MAILBOX_URL prüfen.",
    ),
    Row(
        "night",
        "Letzte nächtliche Pflege vor",
        "portal_night_seconds",
        since_mark(Mark.Name.NIGHT),
        30 * HOUR,  # it may take until half past six
        "Die nächtliche Pflege ist seit {value} nicht zu Ende gekommen: Adressen lassen sich "
        "Beiträgen noch zuordnen. Warum, steht im Log des Workers.",
    ),
    Row(
        "retention",
        "Letztes Löschen nach Fristen vor",
        "portal_retention_seconds",
        since_mark(Mark.Name.RETENTION),
        3 * HOUR,
        "Was seine Frist überschritten hat, wird seit {value} nicht mehr gelöscht. "
        "Warum, steht im Log des Workers.",
    ),
    Row(
        "backup",
        "Letzte Sicherung vor",
        "portal_backup_seconds",
        age_of_backup,
        30 * HOUR,  # one each day, and time to make it
        "In BACKUP_DIR liegt seit {value} keine neue Sicherung. "
        "Was sie hindert, sagt `manage.py backup`.",
    ),
    Row(
        "former_factors",
        "Zweite Faktoren mit einem früheren Schlüssel",
        "portal_factors_former",
        factors(Age.FORMER),
        0,
        "Zweite Faktoren hängen noch an einem früheren SECRET_KEY: {value}. "
        "Bitte `manage.py reencrypt_factors` aufrufen.",
    ),
    Row(
        "lost_factors",
        "Zweite Faktoren, die kein Schlüssel liest",
        "portal_factors_lost",
        factors(Age.LOST),
        0,
        "Zweite Faktoren, die kein SECRET_KEY mehr liest: {value}. "
        "Wessen, sagt `manage.py reencrypt_factors --check`.",
    ),
)


def why_not_ready() -> str:
    """Return why this process can take no submissions; nothing when it can.

    A process whose database isn't migrated, or not known to be, gets no visitors.
    """
    if away := Finding(DATABASE, answer_of_database()).wrong:
        return "" if schema.is_complete and spooled.is_ready() else away
    return Finding(MIGRATIONS, schema.missing()).wrong
