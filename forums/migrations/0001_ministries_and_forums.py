from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, PROTECT, Q


def key() -> Any:
    return models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("forums", "0001_forums"),
        ("forums", "0002_content_date"),
        ("forums", "0004_order_by_number"),
    ]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            "Ministry",
            [
                ("id", key()),
                ("name", models.CharField("Name", max_length=200, unique=True)),
                (
                    "slug",
                    models.SlugField(
                        "Adresse", unique=True, help_text="Steht im Filter der Themenforen."
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        settings.AUTH_USER_MODEL,
                        verbose_name="Beschäftigte",
                        related_name="ministries",
                        blank=True,
                    ),
                ),
            ],
            {
                "verbose_name": "Ministerium",
                "verbose_name_plural": "Ministerien",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            "Forum",
            [
                ("id", key()),
                (
                    "slug",
                    models.SlugField(
                        "Adresse",
                        unique=True,
                        help_text="Bleibt, wie sie ist: Links zeigen darauf.",
                    ),
                ),
                ("title", models.CharField("Kurztitel", max_length=60, unique=True)),
                (
                    "group",
                    models.CharField(
                        "Gruppe",
                        max_length=20,
                        choices=[
                            ("community", "Zusammenleben"),
                            ("economy", "Arbeit, Wirtschaft, Gesundheit"),
                            ("education", "Bildung und Wissenschaft"),
                            ("environment", "Wohnen, Verkehr, Umwelt"),
                            ("culture", "Kultur, Sport, Welt"),
                        ],
                    ),
                ),
                ("question", models.CharField("Leitfrage", max_length=300)),
                ("goals", models.TextField("Ziele")),
                ("position", models.PositiveSmallIntegerField("Reihenfolge")),
                (
                    "ministry",
                    models.ForeignKey(
                        "forums.ministry",
                        PROTECT,
                        verbose_name="Verantwortliches Ministerium",
                        related_name="forums",
                    ),
                ),
            ],
            {
                "verbose_name": "Themenforum",
                "verbose_name_plural": "Themenforen",
                "ordering": ["position", "title"],
                "constraints": [
                    models.CheckConstraint(
                        name="forum_group_known",
                        condition=Q(
                            group__in=[
                                *("community", "economy", "education", "environment", "culture")
                            ]
                        ),
                        violation_error_message="Diese Gruppe gibt es nicht.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Moderator",
            [
                ("id", key()),
                ("name", models.CharField("Name mit Titel", max_length=120)),
                ("office", models.CharField("Amt oder Funktion", max_length=200, blank=True)),
                ("position", models.PositiveSmallIntegerField("Reihenfolge")),
                (
                    "forum",
                    models.ForeignKey(
                        "forums.forum",
                        CASCADE,
                        verbose_name="Themenforum",
                        related_name="moderators",
                    ),
                ),
            ],
            {
                "verbose_name": "Moderatorin oder Moderator",
                "verbose_name_plural": "Moderation",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        name="moderator_position_once",
                        fields=["forum", "position"],
                        violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "ContentDate",
            [
                ("id", key()),
                (
                    "text",
                    models.CharField(
                        "Stand", max_length=40, help_text="Zum Beispiel: November 2018"
                    ),
                ),
            ],
            {
                "verbose_name": "Stand der Inhalte",
                "verbose_name_plural": "Stand der Inhalte",
                "constraints": [
                    models.CheckConstraint(
                        name="content_date_one_row",
                        condition=Q(pk=1),
                        violation_error_message="Den Stand der Inhalte gibt es schon.",
                    )
                ],
            },
        ),
    ]
