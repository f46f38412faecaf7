"""Projects, their states, milestones and changes, and the contributions behind them."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0006_words"),
        ("survey", "0026_refuse_withdrawn"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Titel")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Bleibt, wie sie ist: Links zeigen darauf.",
                        unique=True,
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        help_text="Zwei bis vier kurze Sätze.",
                        max_length=1000,
                        verbose_name="Kurzbeschreibung",
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("mobility", "Vernetzte Mobilität – kurze Wege"),
                            ("economy", "Erfolgreiche Wirtschaft – gute Arbeit"),
                            ("community", "Gelebte Vielfalt – starker Zusammenhalt"),
                            ("energy", "Sichere Energie – gesunde Umwelt"),
                            ("education", "Beste Bildung – exzellente Forschung"),
                        ],
                        max_length=20,
                        verbose_name="Handlungsfeld",
                    ),
                ),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="Nur, was veröffentlicht ist; mit Quelle und Tag.",
                        null=True,
                        verbose_name="Geld in Euro",
                    ),
                ),
                (
                    "amount_source",
                    models.CharField(blank=True, max_length=200, verbose_name="Quelle des Betrags"),
                ),
                (
                    "amount_on",
                    models.DateField(blank=True, null=True, verbose_name="Tag der Quelle"),
                ),
                (
                    "released_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="Freigegeben am"
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="Beispiel"),
                ),
                (
                    "forums",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projects",
                        to="forums.forum",
                        verbose_name="Themenforen",
                    ),
                ),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="forums.ministry",
                        verbose_name="Verantwortliches Ministerium",
                    ),
                ),
            ],
            options={
                "verbose_name": "Projekt",
                "verbose_name_plural": "Projekte",
                "ordering": ["title", "pk"],
                "permissions": [("release_project", "Kann Projekte freigeben")],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Meilenstein")),
                ("planned_on", models.DateField(verbose_name="Geplant für")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="Erreicht am")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="survey.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "Meilenstein",
                "verbose_name_plural": "Meilensteine",
                "ordering": ["planned_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProjectChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        default=django.utils.timezone.localdate, editable=False, verbose_name="Tag"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="Was")),
                ("before", models.TextField(blank=True, verbose_name="Vorher")),
                ("after", models.TextField(blank=True, verbose_name="Nachher")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="survey.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderung",
                "verbose_name_plural": "Änderungen",
                "ordering": ["day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProjectContribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="survey.project",
                        verbose_name="Projekt",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="project_links",
                        to="survey.submission",
                        verbose_name="Beitrag",
                    ),
                ),
            ],
            options={
                "verbose_name": "Beitrag zu einem Projekt",
                "verbose_name_plural": "Beiträge zu Projekten",
            },
        ),
        migrations.CreateModel(
            name="ProjectState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "vorgeschlagen"),
                            ("reviewed", "wird geprüft"),
                            ("decided", "beschlossen"),
                            ("running", "läuft"),
                            ("done", "abgeschlossen"),
                            ("permanent", "dauerhaft"),
                            ("dropped", "nicht weiterverfolgt"),
                        ],
                        max_length=20,
                        verbose_name="Stand",
                    ),
                ),
                ("since", models.DateField(verbose_name="Seit")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="Grund („weil …“)",
                    ),
                ),
                (
                    "entered_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="Eingetragen am",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="survey.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "Stand",
                "verbose_name_plural": "Stände",
                "ordering": ["since", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("amount_on", None), ("amount_source", "")),
                    models.Q(
                        ("amount__isnull", False),
                        ("amount_on__isnull", False),
                        models.Q(("amount_source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="project_money_with_source",
                violation_error_message="Ein Betrag steht nie ohne seine Quelle und deren Tag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectcontribution",
            constraint=models.UniqueConstraint(
                fields=("project", "submission"),
                name="project_contribution_once",
                violation_error_message="Dieser Beitrag steht schon bei dem Projekt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "proposed",
                            "reviewed",
                            "decided",
                            "running",
                            "done",
                            "permanent",
                            "dropped",
                        ],
                    )
                ),
                name="project_state_known",
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="project_dropped_for_a_reason",
                violation_error_message="Bitte nennen Sie den Grund: „weil …“.",
            ),
        ),
    ]
