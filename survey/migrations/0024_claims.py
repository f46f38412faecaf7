"""Who has a submission open, in an unlogged table, which no backup holds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("survey", "0023_exports_without_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "Claim",
            [
                (
                    "submission",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="survey.submission",
                        verbose_name="Beitrag",
                    ),
                ),
                ("until", models.DateTimeField("Bis")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Wer",
                    ),
                ),
            ],
            {"verbose_name": "Geöffneter Beitrag", "verbose_name_plural": "Geöffnete Beiträge"},
        ),
        migrations.RunSQL(
            "ALTER TABLE survey_claim SET UNLOGGED", "ALTER TABLE survey_claim SET LOGGED"
        ),
    ]
