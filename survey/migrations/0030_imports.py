import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("survey", "0029_apart_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "KnownHeader",
            [
                (
                    "digest",
                    models.BinaryField(
                        "Prüfwert der Spaltennamen",
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(blank=True, max_length=10),
                        size=None,
                        verbose_name="Spalten",
                    ),
                ),
            ],
            {"verbose_name": "Bekannte Spalten", "verbose_name_plural": "Bekannte Spalten"},
        ),
        migrations.CreateModel(
            "ImportRecord",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField("Zeit", default=django.utils.timezone.now)),
                ("file", models.CharField("Datei", max_length=120)),
                ("source", models.CharField("Wie es kam", max_length=20)),
                ("number", models.PositiveIntegerField("Anzahl")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Von",
                    ),
                ),
            ],
            {
                "verbose_name": "Einlesen",
                "verbose_name_plural": "Eingelesenes",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
