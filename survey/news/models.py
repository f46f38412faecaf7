"""Addresses with the proof of consent, and the news that is sent to them.

Nothing here leads to a submission, nor back: no import, no foreign key, no common key, no common
transaction.
"""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from forums.models import Forum
from ruhrdialog.lib.addresses import MAX_ADDRESS
from ruhrdialog.lib.sealed import LostKeyError
from survey.defaults import new_token
from survey.news.proofs import AddressKey, ConsentProof, NeverAgain, Wording

# How long an unconfirmed address is kept, and in which time it gets one mail, however often given.
# The night leaves only the day of each time: both are reckoned from that day's end, so that neither
# is shorter; at most they are a day longer.
UNCONFIRMED = timedelta(hours=48)
ONE_MAIL_IN = timedelta(hours=24)
# On so many days within a year must mails have come back until an address counts as dead.
DEAD_AFTER = 3
BOUNCES_KEPT = timedelta(days=365)
PUBLISHING_LOCK = 1731  # the number of PostgreSQL's advisory lock

logger = logging.getLogger(__name__)


def start_of_day(moment: datetime) -> datetime:
    """Return the midnight (German time) with which the day of a moment began."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


class SubscriptionManager(models.Manager["Subscription"]):
    def request(self, address: str, topics: Sequence[int] = ()) -> uuid.UUID:
        """Remember that somebody asked for news at an address (normalised); return its key.

        A known address stays as it is. Both take the same three statements, so that the time of
        the answer doesn't tell which it was.
        """
        version = Wording.objects.keep()
        new = Subscription(address=address, wording_version=version, topics=list(topics))
        self.bulk_create([new], ignore_conflicts=True)
        return self.values_list("pk", flat=True).get(address=address)

    def confirmed(self) -> models.QuerySet["Subscription"]:
        return self.filter(confirmed_at__isnull=False)

    def cut_times(self) -> int:
        """Cut the times of all rows to the day (German time); return the number of rows.

        And forget what came back more than a year ago, as /datenschutz/ says. By one statement
        that writes every row, so that all share one transaction number.
        """
        times = ("requested_at", "confirmed_at", "mailed_at")
        cuts = ", ".join(f"{name} = date_trunc('day', {name}, %s)" for name in times)
        kept = "ARRAY(SELECT day FROM unnest(bounced_on) AS day WHERE day > %s ORDER BY day)"
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Subscription._meta.db_table} SET {cuts}, bounced_on = {kept}",  # noqa: S608 - names from here
                [
                    *[timezone.get_current_timezone_name()] * len(times),
                    localdate() - BOUNCES_KEPT,
                ],
            )
            return int(cursor.rowcount)


class Subscription(models.Model):
    """An e-mail address to keep informed, and the proof of consent (Article 7(1) GDPR).

    The night takes what tells who came when: it cuts the times to the day and writes all rows anew
    in the order of the random keys (upkeep).
    """

    id = models.UUIDField("Schlüssel", primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField("E-Mail-Adresse", max_length=MAX_ADDRESS)
    token = models.CharField("Geheimnis", max_length=40, default=new_token, editable=False)
    wording_version = models.CharField("Fassung der Einwilligung", max_length=20)
    requested_at = models.DateTimeField("Angefragt", default=timezone.now)
    confirmed_at = models.DateTimeField("Bestätigt", null=True, blank=True)
    mailed_at = models.DateTimeField("Letzte Mail zur Anmeldung", null=True, blank=True)
    topics = ArrayField(
        models.BigIntegerField(),
        verbose_name="Themen",
        default=list,
        blank=True,
        help_text="Keines heißt: alle.",
    )
    bounced_on = ArrayField(
        models.DateField(),
        verbose_name="Tage, an denen eine Mail zurückkam",
        default=list,
        db_default=Value([], output_field=ArrayField(models.DateField())),
        blank=True,
    )

    objects = SubscriptionManager()

    class Meta:
        verbose_name = "Anmeldung"
        verbose_name_plural = "Anmeldungen"
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                name="subscription_address_once",
                fields=["address"],
                violation_error_message="Diese Adresse ist schon angemeldet.",
            ),
            models.UniqueConstraint(
                name="subscription_token_once",
                fields=["token"],
                violation_error_message="Dieses Geheimnis ist vergeben.",
            ),
            models.CheckConstraint(
                name="subscription_address_lower_case",
                condition=Q(address=models.functions.Lower("address")),
                violation_error_message="Adressen werden klein geschrieben.",
            ),
        ]

    def __str__(self) -> str:
        return "Anmeldung"

    def mail_is_due(self) -> bool:
        """Tell whether the address may get a mail about joining: one in ONE_MAIL_IN, if any."""
        if NeverAgain.objects.has(self.address):
            return False
        return not self.mailed_at or self.mailed_at < start_of_day(timezone.now() - ONE_MAIL_IN)

    def confirm(self, topics: list[int]) -> None:
        """Keep the proof of consent (the first time of confirming) and the wanted topics."""
        self.confirmed_at = self.confirmed_at or timezone.now()
        self.topics = topics
        self.save(update_fields=["confirmed_at", "topics"])

    def leave(self, *, never_again: bool = False) -> bool:
        """Delete all about the address but the proof of consent; False if it has gone already.

        Raises LostKeyError if it can't be kept that nobody may write to it again. A proof that
        can't be kept holds nobody up.
        """
        with transaction.atomic():
            if not Subscription.objects.select_for_update().filter(pk=self.pk).exists():
                return False
            if never_again:
                NeverAgain.objects.add(self.address)
            if self.confirmed_at:
                self.keep_proof(self.confirmed_at)
            self.delete()
        return True

    def keep_proof(self, confirmed_at: datetime) -> None:
        try:
            ConsentProof.objects.create(
                address_hash=AddressKey.objects.hashed(self.address),
                wording_version=self.wording_version,
                requested_on=localdate(self.requested_at),
                confirmed_on=localdate(confirmed_at),
            )
        except LostKeyError:
            logger.error("The proof of a consent is lost: no key that is set reads its own.")

    def note_bounce(self) -> bool:
        """Remember that a mail came back today for good; the address goes with the third day.

        Return whether it has gone.
        """
        today = localdate()
        with transaction.atomic():
            row = Subscription.objects.select_for_update().filter(pk=self.pk).first()
            if row is None:
                return False
            days = {day for day in row.bounced_on if day > today - BOUNCES_KEPT} | {today}
            row.bounced_on = sorted(days)
            row.save(update_fields=["bounced_on"])
            return len(days) >= DEAD_AFTER and row.leave()


class UpdateQuerySet(models.QuerySet["Update"]):
    def published(self) -> "UpdateQuerySet":
        """Return what everybody may see, the newest first."""
        return self.filter(published_at__isnull=False).order_by("-published_at")

    def published_this_month(self) -> "UpdateQuerySet":
        """Return what was published since the first of the month, by German time."""
        return self.filter(published_at__gte=start_of_day(timezone.now()).replace(day=1))


class PromiseError(Exception):
    """More updates would go out in a month than the sentence of consent says."""


class Update(models.Model):
    """A piece of news, written in Markdown: a draft, then published and sent to subscribers."""

    title = models.CharField("Titel", max_length=120)
    slug = models.SlugField(
        "Adresse", unique=True, help_text="Steht hinter /neuigkeiten/. Bleibt nach dem Senden so."
    )
    text = models.TextField(
        "Text",
        help_text="Markdown: Leerzeile für Absätze, „1.“ oder „-“ für Listen, [Text](Adresse).",
    )
    topics = models.ManyToManyField(
        Forum,
        verbose_name="Themen",
        related_name="updates",
        blank=True,
        help_text="Wer sich zu einem dieser Themen angemeldet hat, bekommt sie. Keines: alle.",
    )
    published_at = models.DateTimeField("Veröffentlicht", null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Von",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="published_updates",
    )

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = "Neuigkeit"
        verbose_name_plural = "Neuigkeiten"
        ordering = [models.F("published_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="update_published_by_somebody",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                violation_error_message="Wer veröffentlicht hat, steht mit der Zeit dabei.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("survey:update", args=[self.slug])

    def publish(self, by: User) -> bool:
        """Make a draft public; return False if it is public already. Sending follows by a job.

        Raises PromiseError when so many are public already as people were promised at most. One
        at a time: two at the same moment would both find room for the last.
        """
        most = settings.NEWS_PER_MONTH
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])
            others = Update.objects.published_this_month().exclude(pk=self.pk)
            if most and others.count() >= most:
                raise PromiseError
            drafts = Update.objects.filter(pk=self.pk, published_at=None)
            return bool(drafts.update(published_at=timezone.now(), published_by=by))

    def recipients(self) -> models.QuerySet[Subscription]:
        """Return the confirmed subscriptions that want this: to one of its topics, or to all.

        Who confirms after it was published doesn't get it. Of an earlier day only the day is known:
        then who confirmed on the day of publishing does, rather than be left out.
        """
        rows = Subscription.objects.confirmed()
        if self.published_at:
            rows = rows.filter(confirmed_at__lte=self.published_at)
        if topics := list(self.topics.values_list("pk", flat=True)):
            rows = rows.filter(Q(topics=[]) | Q(topics__overlap=topics))
        return rows.order_by()

    def prepare_deliveries(self) -> None:
        """Make a delivery for each recipient, all or none; a second call changes nothing.

        Inside the database, so that it takes no memory however many there are. In the order of the
        random keys: the numbers of the deliveries don't tell who came when.
        """
        chosen, parameters = self.recipients().values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Delivery._meta.db_table} (update_id, subscription_id, state) "  # noqa: S608 - names from the model, a query of Django's
                f"SELECT %s, recipient.pk, %s FROM ({chosen}) AS recipient "
                "ORDER BY recipient.pk ON CONFLICT DO NOTHING",
                [self.pk, Delivery.State.WAITING, *parameters],
            )

    def progress(self) -> dict[str, int]:
        """Return how many deliveries have come how far; the unclear ones apart.

        What has come back is among the sent ones.
        """
        rows = self.deliveries.all()
        counts = dict(rows.values_list("state").annotate(models.Count("pk")))
        unclear = rows.unclear().count()
        states = {state: counts.get(state, 0) for state in Delivery.State.values}
        states[Delivery.State.SENDING] -= unclear
        bounced = rows.filter(bounced=True).count()
        return states | {"unclear": unclear, "bounced": bounced, "total": sum(counts.values())}

    def waiting(self) -> "list[Waiting]":
        """Return what waits, by reason; those without one were not tried yet."""
        rows = self.deliveries.waiting().values_list("reason").order_by("reason")
        tries = rows.annotate(models.Count("pk"), models.Max("marked_at"), models.Min("marked_at"))
        return [
            Waiting(reason, number, last, first + REST if first else None)
            for reason, number, last, first in tries
        ]


class Waiting(NamedTuple):
    """How many deliveries of an update wait for one reason."""

    reason: str
    number: int
    last_try_at: datetime | None
    next_try_at: datetime | None  # of the first of them


# Longer than one mail can take by RFC 5321, section 4.5.3.2, with the minute before it is begun:
# what is still being sent then was cut off in the middle.
CUT_OFF = timedelta(minutes=30)
# How long an address rests that the mail server has put off, and how often: for five days
# (RFC 5321, section 4.5.4.1).
REST = timedelta(minutes=30)
MOST_TRIES = 240
# How long it is known who got an update (upkeep): no longer can it be sent to whom has not.
DELIVERIES_KEPT = timedelta(days=90)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)

    def claim(self, number: int) -> "list[Delivery]":
        """Mark waiting ones as being sent and return them; nobody else gets the same."""
        due = Q(marked_at=None) | Q(marked_at__lt=timezone.now() - REST)
        with transaction.atomic():
            free = self.waiting().filter(due).select_for_update(skip_locked=True, of=("self",))
            rows = Delivery.objects.filter(pk__in=list(free.values_list("pk", flat=True)[:number]))
            rows.update(state=Delivery.State.SENDING, marked_at=timezone.now())
            return list(rows.select_related("subscription"))

    def ended(self, state: str, reason: str) -> None:
        """Write down how a try ended. Who is put off rests, and after days it is for good."""
        if state == Delivery.State.WAITING and not reason:
            self.put_back()
        elif state == Delivery.State.WAITING:
            last = models.When(tries__gte=MOST_TRIES - 1, then=models.Value(Delivery.State.REFUSED))
            after = models.Case(last, default=models.Value(state))
            self.update(state=after, tries=models.F("tries") + 1, reason=reason)
        else:
            self.update(state=state, reason=reason)

    def put_back(self) -> int:
        """Let them wait as if they had never been tried; return their number."""
        return self.update(state=Delivery.State.WAITING, marked_at=None, reason="")

    def unclear(self) -> "DeliveryQuerySet":
        """Return those of which nobody knows whether the mail went out: a crash cut them off."""
        return self.filter(state=Delivery.State.SENDING, marked_at__lt=timezone.now() - CUT_OFF)


class Delivery(models.Model):
    """One update to one address, marked before it is sent, so that no crash sends it twice."""

    class State(models.TextChoices):
        WAITING = "waiting", "Wartet"
        SENDING = "sending", "Wird gesendet"
        SENT = "sent", "Gesendet"
        REFUSED = "refused", "Abgelehnt"

    update = models.ForeignKey(
        Update, verbose_name="Neuigkeit", on_delete=models.CASCADE, related_name="deliveries"
    )
    subscription = models.ForeignKey(
        Subscription, verbose_name="Anmeldung", on_delete=models.CASCADE, related_name="deliveries"
    )
    state = models.CharField("Stand", max_length=20, choices=State, default=State.WAITING)
    marked_at = models.DateTimeField("Zuletzt versucht", null=True)
    # The mail server's code alone: in its words stands whom it refuses.
    reason = models.CharField("Antwort des Mailservers", max_length=20, blank=True, db_default="")
    tries = models.BigIntegerField("Vergebliche Versuche", db_default=0)
    bounced = models.BooleanField("Zurückgekommen", default=False, db_default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "Zustellung"
        verbose_name_plural = "Zustellungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_once",
                fields=["update", "subscription"],
                violation_error_message="Diese Adresse bekommt die Neuigkeit schon.",
            ),
            models.CheckConstraint(
                name="delivery_state_known",
                condition=Q(state__in=["waiting", "sending", "sent", "refused"]),
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
        ]
        indexes = [
            models.Index(
                name="delivery_open",
                fields=["update"],
                condition=Q(state__in=["waiting", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"Zustellung {self.pk}"

    @property
    def next_try_at(self) -> datetime | None:
        """Return from when on it may be tried again, if it was put off."""
        is_waiting = self.state == Delivery.State.WAITING
        return self.marked_at + REST if is_waiting and self.marked_at else None
