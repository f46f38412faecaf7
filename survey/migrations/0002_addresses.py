"""Addresses and the news that is sent to them: nothing leads from here to a submission.

And the counts of the ceilings, in an unlogged table, which no backup holds.
"""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import CASCADE, PROTECT, F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from survey.defaults import new_token

STATES = {
    "waiting": "Wartet",
    "sending": "Wird gesendet",
    "sent": "Gesendet",
    "refused": "Abgelehnt",
}


def number() -> Any:
    return models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True
    replaces = [("survey", "0003_consent_mail"), ("survey", "0004_updates_and_ceilings")]
    dependencies = [
        ("survey", "0001_submissions"),
        ("forums", "0001_ministries_and_forums"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "Subscription",
            [
                (
                    "id",
                    models.UUIDField(
                        "Schlüssel",
                        primary_key=True,
                        default=uuid.uuid4,
                        editable=False,
                        serialize=False,
                    ),
                ),
                ("address", models.EmailField("E-Mail-Adresse", max_length=254)),
                (
                    "token",
                    models.CharField("Geheimnis", max_length=40, default=new_token, editable=False),
                ),
                ("wording_version", models.CharField("Fassung der Einwilligung", max_length=20)),
                ("requested_at", models.DateTimeField("Angefragt", default=now)),
                ("confirmed_at", models.DateTimeField("Bestätigt", null=True, blank=True)),
                (
                    "topics",
                    ArrayField(
                        models.BigIntegerField(),
                        verbose_name="Themen",
                        default=list,
                        blank=True,
                        help_text="Keines heißt: alle.",
                    ),
                ),
                (
                    "mailed_at",
                    models.DateTimeField("Letzte Mail zur Anmeldung", null=True, blank=True),
                ),
            ],
            {
                "verbose_name": "Anmeldung",
                "verbose_name_plural": "Anmeldungen",
                "ordering": ["-requested_at"],
                "constraints": [
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
                        condition=Q(address=Lower("address")),
                        violation_error_message="Adressen werden klein geschrieben.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Update",
            [
                ("id", number()),
                ("title", models.CharField("Titel", max_length=120)),
                (
                    "slug",
                    models.SlugField(
                        "Adresse",
                        unique=True,
                        help_text="Steht hinter /neuigkeiten/. Bleibt nach dem Senden so.",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        "Text",
                        help_text="Markdown: Leerzeile für Absätze, „1.“ oder „-“ für Listen, [Text](Adresse).",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField("Veröffentlicht", null=True, editable=False),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        PROTECT,
                        verbose_name="Von",
                        null=True,
                        editable=False,
                        related_name="published_updates",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        "forums.forum",
                        verbose_name="Themen",
                        related_name="updates",
                        blank=True,
                        help_text="Wer sich zu einem dieser Themen angemeldet hat, bekommt sie. Keines: alle.",
                    ),
                ),
            ],
            {
                "verbose_name": "Neuigkeit",
                "verbose_name_plural": "Neuigkeiten",
                "ordering": [F("published_at").desc(nulls_first=True), "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="update_published_by_somebody",
                        condition=Q(published_at=None, published_by=None)
                        | Q(published_at__isnull=False, published_by__isnull=False),
                        violation_error_message="Wer veröffentlicht hat, steht mit der Zeit dabei.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Delivery",
            [
                ("id", number()),
                (
                    "state",
                    models.CharField(
                        "Stand",
                        max_length=20,
                        choices=[*STATES.items()],
                        default="waiting",
                    ),
                ),
                ("marked_at", models.DateTimeField("Zuletzt versucht", null=True)),
                (
                    "subscription",
                    models.ForeignKey(
                        "survey.subscription",
                        CASCADE,
                        verbose_name="Anmeldung",
                        related_name="deliveries",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        "survey.update",
                        CASCADE,
                        verbose_name="Neuigkeit",
                        related_name="deliveries",
                    ),
                ),
            ],
            {
                "verbose_name": "Zustellung",
                "verbose_name_plural": "Zustellungen",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        name="delivery_once",
                        fields=["update", "subscription"],
                        violation_error_message="Diese Adresse bekommt die Neuigkeit schon.",
                    ),
                    models.CheckConstraint(
                        name="delivery_state_known",
                        condition=Q(state__in=[*STATES]),
                        violation_error_message="Diesen Stand gibt es nicht.",
                    ),
                ],
                "indexes": [
                    models.Index(
                        name="delivery_open",
                        fields=["update"],
                        condition=Q(state__in=["waiting", "sending"]),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "RateLimit",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "hour",
                        "sender",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("hour", models.DateTimeField("Stunde")),
                ("sender", models.BinaryField("Prüfwert des Netzes", max_length=32)),
                ("uses", models.PositiveIntegerField("Anzahl")),
            ],
            {"verbose_name": "Zähler", "verbose_name_plural": "Zähler"},
        ),
        migrations.RunSQL(
            "ALTER TABLE survey_ratelimit SET UNLOGGED", "ALTER TABLE survey_ratelimit SET LOGGED"
        ),
    ]
