"""Takes what was searched for out of the records of exports: it may be a name."""

from django.db import migrations

FORGET = """
UPDATE survey_exportrecord SET filter = regexp_replace(filter, '(^|&)q=[^&]*', '\\1q=...')
WHERE filter ~ '(^|&)q=[^&]'
"""


class Migration(migrations.Migration):
    dependencies = [("survey", "0022_sorted_out_traces")]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
    ]
