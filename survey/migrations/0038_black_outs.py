"""That a passage was blacked out for good, so that a restored backup doesn't bring it back."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0037_answer_drafts")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "BlackOutKey",
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
                "verbose_name": "Schlüssel der geschwärzten Stellen",
                "verbose_name_plural": "Schlüssel der geschwärzten Stellen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(pk=1),
                        name="black_out_key_one_row",
                        violation_error_message="Den Schlüssel gibt es schon.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "BlackOut",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        "survey.submission",
                        django.db.models.deletion.CASCADE,
                        related_name="black_outs",
                        verbose_name="Beitrag",
                    ),
                ),
                ("passage_hash", models.BinaryField("Prüfwert der Stelle", max_length=32)),
                ("length", models.PositiveBigIntegerField("Länge der Stelle")),
                (
                    "day",
                    models.DateField(
                        "Tag", default=django.utils.timezone.localdate, editable=False
                    ),
                ),
            ],
            {
                "verbose_name": "Endgültige Schwärzung",
                "verbose_name_plural": "Endgültige Schwärzungen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["submission", "passage_hash"],
                        name="black_out_once",
                        violation_error_message="Diese Stelle ist schon geschwärzt.",
                    )
                ],
            },
        ),
    ]
