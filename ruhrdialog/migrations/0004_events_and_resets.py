from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT
from django.db.models.functions import Now
from django.utils.timezone import now


def user(name: str, on_delete: Any, null: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete, verbose_name=name, null=null, related_name="+"
    )


def user_as_key(name: str) -> Any:
    return models.OneToOneField(
        settings.AUTH_USER_MODEL,
        CASCADE,
        verbose_name=name,
        primary_key=True,
        serialize=False,
        related_name="+",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ruhrdialog", "0003_barrier_report_check_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The new tables hang on that of the users, which staff need to work.
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "Event",
            [
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField("Zeit", default=now, db_default=Now(), db_index=True)),
                (
                    "what",
                    models.CharField(
                        "Was",
                        max_length=10,
                        choices=[
                            ("login", "Anmeldung"),
                            ("refused", "Fehlgeschlagene Anmeldung"),
                            ("factor", "Zweiter Faktor"),
                            ("password", "Passwort"),
                            ("rights", "Rechte"),
                            ("export", "Export"),
                            ("import", "Einlesen"),
                            ("erasure", "Löschung"),
                        ],
                    ),
                ),
                ("by", user("Wer", PROTECT, null=True)),
                ("about", user("Wen es betrifft", PROTECT, null=True)),
                ("detail", models.CharField("Einzelheiten", max_length=200, db_default="")),
            ],
            {
                "verbose_name": "Ereignis",
                "verbose_name_plural": "Ereignisse",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            "StartPassword",
            [("user", user_as_key("Wer"))],
            {"verbose_name": "Startpasswort", "verbose_name_plural": "Startpasswörter"},
        ),
        migrations.CreateModel(
            "AccessReset",
            [
                ("user", user_as_key("Wessen Zugang")),
                ("asked_by", user("Beantragt von", PROTECT)),
                ("asked_at", models.DateTimeField("Beantragt", default=now, db_default=Now())),
            ],
            {
                "verbose_name": "Antrag auf Zurücksetzen",
                "verbose_name_plural": "Anträge auf Zurücksetzen",
                "constraints": [
                    models.CheckConstraint(
                        name="reset_asked_for_by_another",
                        condition=~models.Q(asked_by=models.F("user")),
                        violation_error_message="Den eigenen Zugang setzt man nicht selbst zurück.",
                    )
                ],
            },
        ),
    ]
