"""How often one network may do something in an hour."""

from datetime import datetime, timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class RateLimitManager(models.Manager["RateLimit"]):
    def exceeded(self, network: str, *, per_network: int, overall: int) -> bool:
        """Count one use in this hour, and tell whether it is one too many.

        By one statement, however many come at the same moment.
        """
        hour = this_hour()
        table = RateLimit._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (hour, sender, uses) VALUES (%s, %s, 1), (%s, %s, 1) "  # noqa: S608 - a name from the model
                "ON CONFLICT (hour, sender) DO UPDATE SET uses = "
                f"{table}.uses + 1 RETURNING sender, uses",
                [hour, EVERYBODY, hour, hashed(network, hour)],
            )
            return any(
                uses > (overall if bytes(sender) == EVERYBODY else per_network)
                for sender, uses in cursor.fetchall()
            )


EVERYBODY = b""


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def until_next_hour() -> int:
    """Return the seconds until all counts begin anew."""
    return int((this_hour() + timedelta(hours=1) - timezone.now()).total_seconds()) + 1


def hashed(network: str, hour: datetime) -> bytes:
    """Return what stands for a network in this hour; the next hour it is another."""
    return salted_hmac(f"survey.RateLimit {hour:%Y-%m-%d %H}", network, algorithm="sha256").digest()


class RateLimit(models.Model):
    """The uses of one network, or of all, in one hour. Past hours are deleted.

    The table is unlogged (PostgreSQL): nothing of it comes into the write-ahead log or backups.
    """

    pk = models.CompositePrimaryKey("hour", "sender")
    hour = models.DateTimeField("Stunde")
    sender = models.BinaryField("Prüfwert des Netzes", max_length=32)
    uses = models.PositiveIntegerField("Anzahl")

    objects = RateLimitManager()

    class Meta:
        verbose_name = "Zähler"
        verbose_name_plural = "Zähler"

    def __str__(self) -> str:
        return f"{self.uses} seit {self.hour:%H} Uhr"
