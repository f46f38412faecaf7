import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("survey", "0036_urgent_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "AnswerDraft",
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
                        related_name="answer_drafts",
                        verbose_name="Beitrag",
                    ),
                ),
                ("verb", models.CharField("Schritt", max_length=20)),
                ("text", models.CharField("Text", max_length=4000)),
                (
                    "day",
                    models.DateField(
                        "Tag", default=django.utils.timezone.localdate, editable=False
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.PROTECT,
                        related_name="answer_drafts",
                        verbose_name="Von",
                    ),
                ),
                ("after", models.BigIntegerField("Letzter Schritt davor", default=0)),
            ],
            {
                "verbose_name": "Entwurf einer Antwort",
                "verbose_name_plural": "Entwürfe von Antworten",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["submission", "verb"],
                        name="answer_draft_once",
                        violation_error_message="Diesen Entwurf gibt es schon.",
                    )
                ],
            },
        ),
    ]
