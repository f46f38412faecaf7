"""To whom submissions are given, by hand and by rule; who looks after them; who wants a mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0007_due_days"),
        ("survey", "0032_consent_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="WeeklyMail",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Wer",
                    ),
                ),
                ("sent_on", models.DateField(null=True, verbose_name="Zuletzt geschickt")),
            ],
            options={
                "verbose_name": "Wochenmail",
                "verbose_name_plural": "Wochenmails",
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="assignment",
                        serialize=False,
                        to="survey.submission",
                        verbose_name="Beitrag",
                    ),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forums.forum",
                        verbose_name="Themenforum",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Wem",
                    ),
                ),
            ],
            options={
                "verbose_name": "Vergebener Beitrag",
                "verbose_name_plural": "Vergebene Beiträge",
            },
        ),
        migrations.CreateModel(
            name="AssignmentRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "forum",
                    models.OneToOneField(
                        blank=True,
                        help_text="Für alle Beiträge eines Themenforums. Leer, wenn die Regel für ein Schlagwort gilt.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forums.forum",
                        verbose_name="Themenforum",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="Bekommt innerhalb von fünf Minuten alle offenen Beiträge, die noch niemandem vergeben sind, und die, die noch kommen.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Wem",
                    ),
                ),
                (
                    "tag",
                    models.OneToOneField(
                        blank=True,
                        help_text="Für alle Beiträge mit diesem Schlagwort; das geht dem Themenforum vor.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="survey.tag",
                        verbose_name="Schlagwort",
                    ),
                ),
            ],
            options={
                "verbose_name": "Regel zum Vergeben",
                "verbose_name_plural": "Regeln zum Vergeben",
                "ordering": ["forum", "tag"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("forum__isnull", True), ("tag__isnull", False)),
                            models.Q(("forum__isnull", False), ("tag__isnull", True)),
                            _connector="OR",
                        ),
                        name="assignment_rule_for_one",
                        violation_error_message="Wählen Sie ein Themenforum oder ein Schlagwort, nicht beides.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="Vom")),
                ("last_day", models.DateField(verbose_name="Bis einschließlich")),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Wer vertritt",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Wer vertreten wird",
                    ),
                ),
            ],
            options={
                "verbose_name": "Vertretung",
                "verbose_name_plural": "Vertretungen",
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("colleague", models.F("person")), _negated=True),
                        name="cover_by_another",
                        violation_error_message="Niemand vertritt sich selbst.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="cover_ends_after_its_begin",
                        violation_error_message="Der letzte Tag liegt vor dem ersten.",
                    ),
                ],
            },
        ),
    ]
