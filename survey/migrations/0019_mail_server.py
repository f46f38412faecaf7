from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0018_count_use")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "delivery",
            "reason",
            models.CharField("Antwort des Mailservers", max_length=20, blank=True, db_default=""),
        ),
        migrations.AddField(
            "delivery", "tries", models.BigIntegerField("Vergebliche Versuche", db_default=0)
        ),
        migrations.CreateModel(
            "MailServer",
            [
                (
                    "id",
                    models.BigIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("failing_since", models.DateTimeField("Nimmt keine Mails seit", null=True)),
                ("trouble", models.CharField("Grund", max_length=20, blank=True, db_default="")),
                ("tried_at", models.DateTimeField("Zuletzt versucht", null=True)),
                ("free_at", models.DateTimeField("Nächste Mail frühestens", null=True)),
            ],
            {
                "verbose_name": "Mailserver",
                "verbose_name_plural": "Mailserver",
                "constraints": [
                    models.CheckConstraint(
                        name="mail_server_once",
                        condition=models.Q(pk=1),
                        violation_error_message="Es gibt nur einen Mailserver.",
                    ),
                    models.CheckConstraint(
                        name="mail_server_fails_for_a_reason",
                        condition=models.Q(failing_since=None, trouble="")
                        | (models.Q(failing_since__isnull=False) & ~models.Q(trouble="")),
                        violation_error_message="Eine Störung hat einen Grund und einen Anfang.",
                    ),
                ],
            },
        ),
    ]
