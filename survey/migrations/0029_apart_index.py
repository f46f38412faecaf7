from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("survey", "0028_tallies_without_sorted_out")]

    operations = [
        migrations.RunSQL(
            # One that a broken try has left behind is no use.
            [
                "SET lock_timeout = 0",
                "DROP INDEX CONCURRENTLY IF EXISTS submission_apart",
            ],
            migrations.RunSQL.noop,
        ),
        AddIndexConcurrently(
            "submission",
            models.Index(
                fields=["assigned_forum", "day"],
                include=["source", "state", "campaign", "batch"],
                condition=~models.Q(source="portal") | models.Q(campaign__isnull=False),
                name="submission_apart",
            ),
        ),
    ]
