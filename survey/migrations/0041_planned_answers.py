from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0040_projects_taken_back")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField("answerdraft", "send_at", models.DateTimeField("Senden am", null=True)),
    ]
