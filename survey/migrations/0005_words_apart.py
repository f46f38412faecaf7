"""Lets the index read words apart at signs around which Postgres looks for whole addresses.

Of a text that is nothing but "1@e" that took seconds. The column stays as it is and is written by a
trigger from now on; what is stored is renewed by the next migration.
"""

from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models import Func, Value

SIGNS = "@/._-"
COLUMNS = ("other_topic", "reason", "proposal")

TRIGGER = """
SET LOCAL lock_timeout = '500ms';
-- The trigger takes its place in the same transaction.
-- squawk-ignore ban-drop-generated-expression
ALTER TABLE survey_submission ALTER COLUMN search_vector DROP EXPRESSION IF EXISTS;
CREATE OR REPLACE FUNCTION survey_words_apart() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    NEW.search_vector := to_tsvector('german', translate(
        concat_ws(' ', NEW.other_topic, NEW.reason, NEW.proposal), '@/._-', '     '));
    RETURN NEW;
END
$body$;
CREATE OR REPLACE TRIGGER survey_words_apart
    BEFORE INSERT OR UPDATE OF other_topic, reason, proposal ON survey_submission
    FOR EACH ROW EXECUTE FUNCTION survey_words_apart();
"""


def word(column: str) -> Func[Any]:
    return Func(
        column,
        Value(SIGNS),
        Value(" " * len(SIGNS)),
        function="translate",
        output_field=models.TextField(),
    )


class Migration(migrations.Migration):
    dependencies = [("survey", "0004_no_statistics_of_addresses")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="submission",
                    name="search_vector",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=SearchVector(*map(word, COLUMNS), config="german"),
                        output_field=SearchVectorField(),
                        verbose_name="Suchverzeichnis",
                    ),
                )
            ],
            # No way back: a column can't become a generated one.
            database_operations=[migrations.RunSQL(TRIGGER)],
        )
    ]
