from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0034_publications")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "submission",
            "urgent",
            models.BooleanField("Dringend", default=False, db_default=False, editable=False),
        ),
    ]
