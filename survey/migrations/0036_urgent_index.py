from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("survey", "0035_urgent")]

    operations = [
        migrations.RunSQL(
            # One that a broken try has left behind is no use.
            [
                "SET lock_timeout = 0",
                "DROP INDEX CONCURRENTLY IF EXISTS submission_urgent",
            ],
            migrations.RunSQL.noop,
        ),
        AddIndexConcurrently(
            "submission",
            models.Index(
                fields=["day", "reference"],
                condition=models.Q(urgent=True),
                name="submission_urgent",
            ),
        ),
    ]
