from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("survey", "0014_batch")]

    operations = [
        migrations.RunSQL(
            # One that a broken try has left behind is no use.
            [
                "SET lock_timeout = 0",
                "DROP INDEX CONCURRENTLY IF EXISTS submission_batch",
            ],
            migrations.RunSQL.noop,
        ),
        AddIndexConcurrently(
            "submission",
            models.Index(
                fields=["batch"],
                condition=models.Q(batch__isnull=False),
                name="submission_batch",
            ),
        ),
    ]
