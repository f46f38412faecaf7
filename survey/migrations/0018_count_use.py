from django.db import migrations

# One statement where there were four: the patience of a count is the function's own. NULL says that
# there are as many uses as may be.
COUNT_USE = """
CREATE FUNCTION survey_count_use(began timestamptz, what bytea, most integer) RETURNS integer
LANGUAGE sql VOLATILE SET lock_timeout = '200ms' AS $$
    INSERT INTO survey_ratelimit AS counted (hour, sender, uses) VALUES (began, what, 1)
    ON CONFLICT (hour, sender) DO UPDATE SET uses = counted.uses + 1 WHERE counted.uses < most
    RETURNING counted.uses
$$
"""


class Migration(migrations.Migration):
    dependencies = [("survey", "0017_wording_version")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.RunSQL(COUNT_USE, "DROP FUNCTION survey_count_use(timestamptz, bytea, integer)"),
    ]
