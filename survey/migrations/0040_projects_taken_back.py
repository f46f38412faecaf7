"""Since when a project that was public isn't any more; the day of its first release stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0039_approval")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "project",
            "taken_back_on",
            models.DateField("Zurückgenommen am", blank=True, editable=False, null=True),
        ),
    ]
