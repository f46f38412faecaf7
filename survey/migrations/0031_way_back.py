import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0006_words"),
        ("survey", "0030_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "reviewstep",
            "was",
            models.CharField("Schritt, der er war", max_length=20, blank=True, db_default=""),
        ),
        migrations.CreateModel(
            "HeldStep",
            [
                (
                    "step",
                    models.OneToOneField(
                        "survey.reviewstep",
                        django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="held",
                        serialize=False,
                        verbose_name="Schritt",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        "survey.submission",
                        django.db.models.deletion.CASCADE,
                        related_name="held",
                        verbose_name="Beitrag",
                    ),
                ),
                ("until", models.DateTimeField("Bis wann")),
                ("bulk", models.UUIDField("Schritt für viele", null=True)),
                ("state", models.CharField("Stand davor", max_length=20)),
                (
                    "assigned_forum",
                    models.ForeignKey(
                        "forums.forum",
                        django.db.models.deletion.PROTECT,
                        db_index=False,
                        null=True,
                        related_name="+",
                        verbose_name="Zuständiges Themenforum davor",
                    ),
                ),
                (
                    "check_reason",
                    models.CharField("Bitte prüfen davor", blank=True, max_length=120),
                ),
            ],
            {
                "verbose_name": "Zurückgehaltener Schritt",
                "verbose_name_plural": "Zurückgehaltene Schritte",
                "ordering": ["step_id"],
            },
        ),
        # Times of steps stand in no write-ahead log and no backup.
        migrations.RunSQL(
            "ALTER TABLE survey_heldstep SET UNLOGGED", "ALTER TABLE survey_heldstep SET LOGGED"
        ),
        migrations.CreateModel(
            "LostStep",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.CASCADE,
                        related_name="lost_steps",
                        verbose_name="Von",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        "survey.submission",
                        django.db.models.deletion.CASCADE,
                        null=True,
                        related_name="+",
                        verbose_name="Beitrag",
                    ),
                ),
                ("verb", models.CharField("Schritt", max_length=20)),
                ("text", models.CharField("Text", blank=True, max_length=4000)),
                (
                    "day",
                    models.DateField(
                        "Tag", default=django.utils.timezone.localdate, editable=False
                    ),
                ),
            ],
            {
                "verbose_name": "Entfallener Schritt",
                "verbose_name_plural": "Entfallene Schritte",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            "DeskKeys",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "user",
                    models.OneToOneField(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.CASCADE,
                        related_name="desk_keys",
                        verbose_name="Wer",
                    ),
                ),
                (
                    "are_on",
                    models.BooleanField("Einzelne Tasten lösen etwas aus", default=True),
                ),
                ("chosen", models.JSONField("Tasten", default=dict)),
            ],
            {"verbose_name": "Eigene Tasten", "verbose_name_plural": "Eigene Tasten"},
        ),
    ]
