from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0002_cache")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "barrierreport",
            "check_reason",
            models.CharField(
                "Bitte prüfen",
                max_length=120,
                blank=True,
                default="",
                db_default="",
                editable=False,
            ),
        ),
    ]
