"""Published contributions with their addresses, and what became of a forum's, sentence by sentence."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0006_words"),
        ("survey", "0033_persons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PublicAddress",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=12, primary_key=True, serialize=False, verbose_name="Adresse"
                    ),
                ),
                ("published_on", models.DateField(verbose_name="Veröffentlicht am")),
                (
                    "gone_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Nicht mehr öffentlich seit"
                    ),
                ),
            ],
            options={
                "verbose_name": "Öffentliche Adresse",
                "verbose_name_plural": "Öffentliche Adressen",
            },
        ),
        migrations.CreateModel(
            name="Sentence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveBigIntegerField(default=0, verbose_name="Reihenfolge"),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="Ein Satz.", max_length=500, verbose_name="Was gesagt wurde"
                    ),
                ),
                (
                    "follows",
                    models.CharField(
                        blank=True,
                        help_text="Leer: noch nichts.",
                        max_length=1000,
                        verbose_name="Was daraus folgt",
                    ),
                ),
                (
                    "is_released",
                    models.BooleanField(default=False, editable=False, verbose_name="Freigegeben"),
                ),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="Beispiel"),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sentences",
                        to="forums.forum",
                        verbose_name="Themenforum",
                    ),
                ),
                (
                    "projects",
                    models.ManyToManyField(
                        blank=True,
                        related_name="sentences",
                        to="survey.project",
                        verbose_name="Projekte",
                    ),
                ),
            ],
            options={
                "verbose_name": "Satz zu „Was daraus wurde“",
                "verbose_name_plural": "Sätze zu „Was daraus wurde“",
                "ordering": ["forum", "position", "pk"],
                "permissions": [("release_sentence", "Kann Sätze freigeben")],
            },
        ),
        migrations.CreateModel(
            name="SentenceContribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sentence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="survey.sentence",
                        verbose_name="Satz",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="survey.submission",
                        verbose_name="Beitrag",
                    ),
                ),
            ],
            options={
                "verbose_name": "Beitrag zu einem Satz",
                "verbose_name_plural": "Beiträge zu Sätzen",
            },
        ),
        migrations.AddField(
            model_name="sentence",
            name="contributions",
            field=models.ManyToManyField(
                related_name="sentences",
                through="survey.SentenceContribution",
                to="survey.submission",
            ),
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=240, verbose_name="Thema")),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("proposal", models.TextField(blank=True, verbose_name="Verbesserungsvorschlag")),
                ("answer", models.TextField(blank=True, verbose_name="Antwort des Themenforums")),
                (
                    "chosen_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="Ausgewählt am",
                    ),
                ),
                (
                    "address",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="survey.publicaddress",
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Ausgewählt von",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Veröffentlicht von",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publication",
                        to="survey.submission",
                        verbose_name="Beitrag",
                    ),
                ),
            ],
            options={
                "verbose_name": "Veröffentlichter Beitrag",
                "verbose_name_plural": "Veröffentlichte Beiträge",
                "ordering": ["-chosen_on", "pk"],
                "permissions": [("publish_publication", "Kann Beiträge veröffentlichen")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", None), ("published_by", None)),
                            models.Q(
                                ("address__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("published_by", models.F("chosen_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_seen_by_two",
                        violation_error_message="Wer einen Beitrag auswählt, kann ihn nicht selbst veröffentlichen.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sentencecontribution",
            constraint=models.UniqueConstraint(
                fields=("sentence", "submission"),
                name="sentence_contribution_once",
                violation_error_message="Dieser Beitrag steht schon bei dem Satz.",
            ),
        ),
    ]
