from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True
    replaces = [("faq", "0001_faq"), ("faq", "0002_order_by_number")]
    dependencies = []

    operations = [
        migrations.CreateModel(
            "Question",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "slug",
                    models.SlugField(
                        "Adresse",
                        max_length=80,
                        unique=True,
                        help_text="Bleibt, wie sie ist: Links zeigen darauf.",
                    ),
                ),
                ("question", models.CharField("Frage", max_length=200)),
                (
                    "answer",
                    models.TextField(
                        "Antwort",
                        blank=True,
                        help_text="Markdown: Leerzeile für Absätze, „1.“ für Listen, [Text](Adresse) für Links.",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField("Reihenfolge")),
                ("featured", models.BooleanField("Auf der Startseite", default=False)),
                ("shows_forums", models.BooleanField("Zeigt die Themenforen", default=False)),
            ],
            {
                "verbose_name": "Frage",
                "verbose_name_plural": "Fragen",
                "ordering": ["position", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        name="question_answered",
                        condition=~Q(answer="") | Q(shows_forums=True),
                        violation_error_message="Die Antwort fehlt.",
                    )
                ],
            },
        )
    ]
