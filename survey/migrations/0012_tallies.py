"""Tallies, and the triggers that keep them: see survey/models/tallies.py.

And an index for what looks like spam, which is counted apart.
"""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "what, day, assigned_forum_id, forum_id, state, with_proposal, value"
# What is to be added for some submissions (`changed`), each with a sign.
OF_SUBMISSIONS = f"""
    INSERT INTO survey_tally ({COLUMNS}, number)
    SELECT what, day, assigned_forum_id, forum_id,
        CASE what WHEN 'submission' THEN state ELSE '' END,
        what = 'submission' AND proposal <> '', value, sum(sign)
    FROM %s AS changed, LATERAL (
        SELECT 'submission' AS what, NULL::bigint AS value
        UNION ALL SELECT 'interest', unnest(further_interests)
        UNION ALL SELECT 'tag', tag_id FROM survey_submission_tags
            WHERE submission_id = changed.id
        UNION ALL SELECT 'answer', step.day - changed.day FROM survey_reviewstep AS step
            WHERE submission_id = changed.id AND verb = 'answered'
    ) AS counted
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(sign) <> 0 ORDER BY 1, 2
"""  # noqa: S608 - constants
# The same for some rows of another table; what is deleted with its submission is counted before.
OF_OTHERS = f"""
    INSERT INTO survey_tally ({COLUMNS}, number)
    SELECT %1$L, submission.day, assigned_forum_id, submission.forum_id, '', false, %2$s, sum(sign)
    FROM %3$s AS changed JOIN survey_submission AS submission ON submission.id = submission_id
    WHERE %4$s GROUP BY 2, 3, 4, 7 HAVING sum(sign) <> 0
"""  # noqa: S608 - constants
# The rows that a statement has changed, as they were and as they are.
CHANGED = """
    changed text := '(' || concat_ws(' UNION ALL ',
        CASE WHEN TG_OP <> 'INSERT' THEN 'SELECT *, -1 AS sign FROM old_rows' END,
        CASE WHEN TG_OP <> 'DELETE' THEN 'SELECT *, 1 AS sign FROM new_rows' END) || ')';
"""
FUNCTIONS = {
    "survey_tally_submissions": f"EXECUTE format($sql${OF_SUBMISSIONS}$sql$, changed);",
    # Locked, so that nobody moves a submission away while something of it is counted.
    "survey_tally_others": f"""
        EXECUTE format('SELECT FROM survey_submission WHERE id IN '
            '(SELECT submission_id FROM %s AS changed WHERE %s) ORDER BY id FOR NO KEY UPDATE',
            changed, TG_ARGV[2]);
        EXECUTE format($sql${OF_OTHERS}$sql$, TG_ARGV[0], TG_ARGV[1], changed, TG_ARGV[2]);
    """,  # noqa: S608 - constants
}
TABLES = {
    "survey_submission": "survey_tally_submissions()",
    "survey_submission_tags": "survey_tally_others('tag', 'tag_id', 'true')",
    "survey_reviewstep": (
        "survey_tally_others('answer', 'changed.day - submission.day', $$verb = 'answered'$$)"
    ),
}
EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def function(name, statements):
    return migrations.RunSQL(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ "
        f"DECLARE {CHANGED} BEGIN {statements} RETURN NULL; END $body$",
        f"DROP FUNCTION {name}",
    )


def trigger(table, call, event, rows):
    name = f"{table}_tally_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {call}",
        f"DROP TRIGGER {name} ON {table}",
    )


def to_forum():
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="forums.forum",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0004_order_by_number"),
        ("survey", "0011_signatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("submission", "Beitrag"),
                            ("interest", "Weiteres Thema"),
                            ("tag", "Schlagwort"),
                            ("answer", "Antwort"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("state", models.CharField(max_length=20)),
                ("with_proposal", models.BooleanField()),
                ("value", models.BigIntegerField(null=True)),
                ("number", models.IntegerField()),
                ("assigned_forum", to_forum()),
                ("forum", to_forum()),
            ],
            options={
                "verbose_name": "Zählung",
                "verbose_name_plural": "Zählungen",
                "indexes": [models.Index(fields=["what", "day"], name="tally_by_day")],
            },
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("check_reason", ""), _negated=True),
                fields=["assigned_forum", "state", "check_reason"],
                name="submission_to_check",
            ),
        ),
        *(function(name, statements) for name, statements in FUNCTIONS.items()),
        *(
            trigger(table, call, event, rows)
            for table, call in TABLES.items()
            for event, rows in EVENTS.items()
        ),
        migrations.RunSQL(
            OF_SUBMISSIONS % "(SELECT *, 1 AS sign FROM survey_submission)",
            migrations.RunSQL.noop,
        ),
    ]
