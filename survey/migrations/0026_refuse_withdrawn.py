from django.db import migrations

# Asked within the statement that stores a submission, which had to ask in another one afterwards.
# Volatile, so that it sees what was committed while that statement waited.
REFUSE_WITHDRAWN = """
CREATE FUNCTION survey_refuse_withdrawn(receipt bytea) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF EXISTS (SELECT FROM survey_withdrawal WHERE receipt_hash = receipt) THEN
        RAISE integrity_constraint_violation USING
            CONSTRAINT = 'submission_not_withdrawn', MESSAGE = 'A submission was withdrawn.';
    END IF;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("survey", "0025_public_numbers")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE_WITHDRAWN, "DROP FUNCTION survey_refuse_withdrawn(bytea)"),
    ]
