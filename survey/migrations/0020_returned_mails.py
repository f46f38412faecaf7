import uuid

import django.contrib.postgres.fields
from django.db import migrations, models
from django.utils.timezone import localdate


class Migration(migrations.Migration):
    dependencies = [("survey", "0019_mail_server")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "subscription",
            "bounced_on",
            django.contrib.postgres.fields.ArrayField(
                models.DateField(),
                verbose_name="Tage, an denen eine Mail zurückkam",
                default=list,
                db_default=models.Value(
                    [],
                    output_field=django.contrib.postgres.fields.ArrayField(models.DateField()),
                ),
                blank=True,
            ),
        ),
        migrations.AddField(
            "delivery",
            "bounced",
            models.BooleanField("Zurückgekommen", default=False, db_default=False),
        ),
        migrations.CreateModel(
            "AddressKey",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "encrypted",
                    models.CharField("Verschlüsselter Schlüssel", max_length=300, editable=False),
                ),
            ],
            {
                "verbose_name": "Schlüssel der abgemeldeten Adressen",
                "verbose_name_plural": "Schlüssel der abgemeldeten Adressen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(pk=1),
                        name="address_key_one_row",
                        violation_error_message="Den Schlüssel gibt es schon.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Wording",
            [
                (
                    "version",
                    models.CharField("Fassung", max_length=20, primary_key=True, serialize=False),
                ),
                ("text", models.TextField("Wortlaut")),
                ("since", models.DateField("Gezeigt seit", default=localdate)),
            ],
            {
                "verbose_name": "Wortlaut der Einwilligung",
                "verbose_name_plural": "Wortlaute der Einwilligung",
            },
        ),
        migrations.CreateModel(
            "ConsentProof",
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
                (
                    "address_hash",
                    models.BinaryField("Prüfwert der Adresse", max_length=32, db_index=True),
                ),
                ("wording_version", models.CharField("Fassung der Einwilligung", max_length=20)),
                ("requested_on", models.DateField("Angefragt")),
                ("confirmed_on", models.DateField("Bestätigt")),
                ("ended_on", models.DateField("Beendet", default=localdate)),
            ],
            {
                "verbose_name": "Nachweis einer Einwilligung",
                "verbose_name_plural": "Nachweise von Einwilligungen",
                "ordering": ["confirmed_on", "pk"],
            },
        ),
        migrations.CreateModel(
            "NeverAgain",
            [
                (
                    "address_hash",
                    models.BinaryField(
                        "Prüfwert der Adresse", max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField("Tag", default=localdate)),
            ],
            {
                "verbose_name": "Nie wieder schreiben",
                "verbose_name_plural": "Nie wieder schreiben",
            },
        ),
    ]
