"""A table of consents that were taken back, so that a restored backup doesn't bring them back."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0031_way_back")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "ConsentTakenBack",
            [
                (
                    "receipt_hash",
                    models.BinaryField(
                        "Prüfwert des Belegs", max_length=32, primary_key=True, serialize=False
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        "Tag", default=django.utils.timezone.localdate, editable=False
                    ),
                ),
            ],
            {
                "verbose_name": "Zurückgenommene Einwilligung",
                "verbose_name_plural": "Zurückgenommene Einwilligungen",
            },
        ),
    ]
