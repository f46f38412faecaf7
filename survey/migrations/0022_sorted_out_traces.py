"""A trace tells whether its submission was withdrawn, or sorted out and deleted in time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0021_first_wording")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.AddField(
            "withdrawal",
            "was_sorted_out",
            models.BooleanField("Aussortiert", default=False, db_default=False),
        ),
    ]
