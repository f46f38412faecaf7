from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0013_import_key")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "submission",
            "batch",
            models.BigIntegerField("Einlesen", null=True, blank=True, editable=False),
        ),
    ]
