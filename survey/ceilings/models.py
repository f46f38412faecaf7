"""How often one network may do something in a while."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import Error, connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ruhrdialog.lib.connection import apart
from ruhrdialog.lib.logs import told

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
ANY = 2**31 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RateLimitManager(models.Manager["RateLimit"]):
    """Counts by one statement, however many come at the same moment.

    What can't be counted, since the table is locked or away, is taken as the first: a count must
    never hinder anybody.
    """

    def uses(self, what: str, network: str, window: timedelta) -> int:
        """Count one use, and return how many a network has in this window; 0 is unknown."""
        return self.one_more(what, network, window) or 0

    def exceeded(self, what: str, network: str, *, per_network: int, overall: int) -> bool:
        """Count one use in this hour, and tell whether it is one too many.

        For all networks together only what isn't refused is counted: one network alone, which
        goes on when it has had enough, takes nothing from the others.
        """
        if (self.one_more(what, network, HOUR) or 0) > per_network:
            return True
        return self.one_more(what, EVERYBODY, HOUR, most=overall) is None

    def one_more(self, what: str, network: str, window: timedelta, most: int = ANY) -> int | None:
        """Count one use, and return how many there are; None if there are as many as may be.

        0 is unknown. A transaction that is under way goes on then.
        """
        since = begin(window)
        try:
            with apart(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT survey_count_use(%s, %s, %s)",
                    [since, hashed(what, network, since, window), most],
                )
                counted: int | None = cursor.fetchone()[0]
                return counted
        except Error as error:
            logger.warning("A use isn't counted: %s", told(error))
            return 0


EVERYBODY = ""


def begin(window: timedelta) -> datetime:
    """Return when the window that runs now began; the next one follows it."""
    now = timezone.now()
    return now - (now - EPOCH) % window


def until_next(window: timedelta) -> int:
    """Return the seconds until what is counted in such windows begins anew."""
    return int((begin(window) + window - timezone.now()).total_seconds()) + 1


def hashed(what: str, network: str, since: datetime, window: timedelta) -> bytes:
    """Return what stands for a network that does something; in the next window it is another."""
    salt = f"survey.RateLimit {what} {since:%Y-%m-%d %H:%M} {window}"
    return salted_hmac(salt, network, algorithm="sha256").digest()


class RateLimit(models.Model):
    """The uses of one network, or of all, in one window. Past ones are deleted.

    What was done, and in how long a window, only the hash knows. The table is unlogged
    (PostgreSQL): nothing of it comes into the write-ahead log or backups.
    """

    pk = models.CompositePrimaryKey("hour", "sender")
    # When the window began, which may be shorter; the name is of the time when none was.
    hour = models.DateTimeField("Stunde")
    sender = models.BinaryField("Prüfwert des Netzes", max_length=32)
    uses = models.PositiveIntegerField("Anzahl")

    objects = RateLimitManager()

    class Meta:
        verbose_name = "Zähler"
        verbose_name_plural = "Zähler"

    def __str__(self) -> str:
        return f"{self.uses} seit {self.hour:%H:%M} Uhr"
