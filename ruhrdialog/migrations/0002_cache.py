"""The table of the cache, in which the limits of the login are counted.

As `createcachetable` makes it, which would ask the settings of its day.
"""

from django.db import migrations

TABLE = """
    CREATE TABLE django_cache (
        cache_key varchar(255) NOT NULL PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    )
"""
INDEX = "CREATE INDEX django_cache_expires ON django_cache (expires)"


class Migration(migrations.Migration):
    replaces = [("ruhrdialog", "0003_cache_table")]
    dependencies = [("ruhrdialog", "0001_barrier_reports")]

    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE django_cache"),
        migrations.RunSQL(INDEX, migrations.RunSQL.noop),
    ]
