from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0016_drafts")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "submission",
            "wording_version",
            models.CharField(
                "Fassung der Einwilligung",
                max_length=20,
                default="",
                db_default="",
                editable=False,
                choices=[("", "vor 2026-11"), ("2026-11", "2026-11")],
            ),
        ),
    ]
