"""Lets the index read words in one form, whatever signs stand between them.

Postgres takes words joined by signs for hosts, files, addresses and compounds, and a decomposed
umlaut for another letter. The function leaves words and blanks; what is unseen is as in
ruhrdialog/lib/normal_form.py. What is stored is renewed by the next migration.
"""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models import Func, Value

UNSEEN = (
    r"\u0001-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Accents that belong to no composed letter go; letters that serve as quotes stand between words;
# a number and what is written to it ("30km", "A40") are two words.
FUNCTION = rf"""
SET LOCAL lock_timeout = '500ms';
CREATE OR REPLACE FUNCTION survey_words(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        CASE WHEN written IS NFKC NORMALIZED THEN written
            ELSE normalize(regexp_replace(written, '[{UNSEEN}]+', '', 'g'), NFKC) END,
        '[{UNSEEN}\u0300-\u036f]+', '', 'g'),
        '([^[:alnum:]]|[\u02b9\u02bc])+', ' ', 'g'),
        '([[:digit:]])([[:alpha:]])', '\1 \2', 'g'),
        '([[:alpha:]])([[:digit:]])', '\1 \2', 'g')
$body$;
CREATE OR REPLACE FUNCTION survey_words_apart() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    NEW.search_vector := to_tsvector('german', survey_words(
        concat_ws(' ', NEW.other_topic, NEW.reason, NEW.proposal)));
    RETURN NEW;
END
$body$;
"""
OWN_WORDS = Func(
    Value(" "),
    *("other_topic", "reason", "proposal"),
    function="concat_ws",
    output_field=models.TextField(),
)


class Migration(migrations.Migration):
    dependencies = [("survey", "0007_marks")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="submission",
                    name="search_vector",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=SearchVector(
                            Func(
                                OWN_WORDS, function="survey_words", output_field=models.TextField()
                            ),
                            config="german",
                        ),
                        output_field=SearchVectorField(),
                        verbose_name="Suchverzeichnis",
                    ),
                )
            ],
            database_operations=[migrations.RunSQL(FUNCTION)],
        )
    ]
