"""E-mail addresses with the proof of consent, apart from what their owners sent."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ruhrdialog.lib.addresses import MAX_ADDRESS
from survey.receipt_codes import random_code

# How long an unconfirmed address is kept, and in which time it gets one mail, however often given.
UNCONFIRMED = timedelta(hours=48)
ONE_MAIL_IN = timedelta(hours=24)


class SubscriptionManager(models.Manager):
    def request(self, address: str) -> uuid.UUID:
        """Remember that somebody asked for news at an address (normalised); return its key.

        A known address stays as it is. Both take the same two statements, so that the time of
        the answer doesn't tell which it was.
        """
        new = Subscription(address=address, wording_version=WORDING_VERSION)
        self.bulk_create([new], ignore_conflicts=True)
        return self.values_list("pk", flat=True).get(address=address)

    def confirmed(self) -> models.QuerySet["Subscription"]:
        return self.filter(confirmed_at__isnull=False)


def new_token() -> str:
    return random_code()


# The version of the sentence next to the address field; a new sentence gets a new version.
WORDING_VERSION = "2026-11"


class Subscription(models.Model):
    """An e-mail address to keep informed, and the proof of consent (Article 7(1) GDPR).

    Nothing here leads to a submission, nor back: no foreign key, no common key, no common
    transaction; `survey.shuffling` removes the traces that the database itself leaves.
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
        """Tell whether the address may get a mail about joining: one in ONE_MAIL_IN."""
        return self.mailed_at is None or self.mailed_at < timezone.now() - ONE_MAIL_IN

    def confirm(self, topics: list[int]) -> None:
        """Keep the proof of consent (the first time of confirming) and the wanted topics."""
        self.confirmed_at = self.confirmed_at or timezone.now()
        self.topics = topics
        self.save(update_fields=["confirmed_at", "topics"])
