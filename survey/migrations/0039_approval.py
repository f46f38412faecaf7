from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0038_black_outs")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "answerdraft",
            "handed_in",
            models.BooleanField("Zur Freigabe", default=False, db_default=False),
        ),
        migrations.AddField(
            "answerdraft",
            "decided",
            models.BigIntegerField("Entscheidung darüber", default=0, db_default=0),
        ),
    ]
