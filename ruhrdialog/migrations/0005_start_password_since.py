from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ruhrdialog", "0004_events_and_resets")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField("StartPassword", "since", models.DateTimeField("Seit", null=True)),
    ]
