"""What was sorted out counts among submissions, by its state, and nowhere else.

The functions are a copy of survey/figures/tallies.sql as it is today.
"""

from importlib import import_module

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION survey_tally_submissions() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    -- The rows that the statement has changed, as they were and as they are, each with a sign.
    changed text := '(' || concat_ws(' UNION ALL ',
        CASE WHEN TG_OP <> 'INSERT' THEN 'SELECT *, -1 AS sign FROM old_rows' END,
        CASE WHEN TG_OP <> 'DELETE' THEN 'SELECT *, 1 AS sign FROM new_rows' END) || ')';
BEGIN
    EXECUTE format($sql$
        INSERT INTO survey_tally
            (what, day, assigned_forum_id, forum_id, state, with_proposal, value, number)
        SELECT what, day, assigned_forum_id, forum_id,
            CASE what WHEN 'submission' THEN state ELSE '' END,
            what = 'submission' AND proposal <> '', value, sum(sign)
        FROM %s AS changed, LATERAL (
            SELECT 'submission' AS what, NULL::bigint AS value
            UNION ALL SELECT 'interest', unnest(further_interests) WHERE changed.state <> 'spam'
            UNION ALL SELECT 'tag', tag_id FROM survey_submission_tags
                WHERE submission_id = changed.id AND changed.state <> 'spam'
            UNION ALL SELECT 'answer', step.day - changed.day FROM survey_reviewstep AS step
                WHERE submission_id = changed.id AND verb = 'answered' AND changed.state <> 'spam'
        ) AS counted
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(sign) <> 0 ORDER BY 1, 2
    $sql$, changed);
    RETURN NULL;
END
$body$;

-- The same for the rows of another table, with what is counted, its value, and of which rows; what
-- is deleted with its submission is counted before.
CREATE OR REPLACE FUNCTION survey_tally_others() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    changed text := '(' || concat_ws(' UNION ALL ',
        CASE WHEN TG_OP <> 'INSERT' THEN 'SELECT *, -1 AS sign FROM old_rows' END,
        CASE WHEN TG_OP <> 'DELETE' THEN 'SELECT *, 1 AS sign FROM new_rows' END) || ')';
BEGIN
    -- Locked, so that nobody moves a submission away while something of it is counted.
    EXECUTE format($sql$
        SELECT FROM survey_submission
        WHERE id IN (SELECT submission_id FROM %s AS changed WHERE %s)
        ORDER BY id FOR NO KEY UPDATE
    $sql$, changed, TG_ARGV[2]);
    EXECUTE format($sql$
        INSERT INTO survey_tally
            (what, day, assigned_forum_id, forum_id, state, with_proposal, value, number)
        SELECT %1$L, submission.day, assigned_forum_id, submission.forum_id, '', false, %2$s,
            sum(sign)
        FROM %3$s AS changed JOIN survey_submission AS submission ON submission.id = submission_id
        WHERE %4$s AND submission.state <> 'spam' GROUP BY 2, 3, 4, 7 HAVING sum(sign) <> 0
    $sql$, TG_ARGV[0], TG_ARGV[1], changed, TG_ARGV[2]);
    RETURN NULL;
END
$body$;
"""
# What the sorted out ones were counted for so far; found by the index of the queues.
SORTED_OUT = """
INSERT INTO survey_tally
    (what, day, assigned_forum_id, forum_id, state, with_proposal, value, number)
SELECT what, day, assigned_forum_id, forum_id, '', false, value, {sign} count(*)
FROM survey_submission AS submission, LATERAL (
    SELECT 'interest' AS what, unnest(further_interests)::bigint AS value
    UNION ALL SELECT 'tag', tag_id FROM survey_submission_tags
        WHERE submission_id = submission.id
    UNION ALL SELECT 'answer', step.day - submission.day FROM survey_reviewstep AS step
        WHERE submission_id = submission.id AND verb = 'answered'
) AS counted
WHERE submission.state = 'spam' AND (assigned_forum_id IS NULL
    OR assigned_forum_id = ANY (ARRAY(SELECT id FROM forums_forum)))
GROUP BY 1, 2, 3, 4, 7
"""
# Nothing is sorted out, tagged or answered between the change of the functions and the count.
LOCK = """
LOCK TABLE survey_submission, survey_submission_tags, survey_reviewstep
IN SHARE ROW EXCLUSIVE MODE
"""
FORMER: str = import_module("survey.migrations.0003_tallies").TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("survey", "0027_projects")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '500ms'", migrations.RunSQL.noop),
        migrations.RunSQL(LOCK, FORMER),
        migrations.RunSQL(FUNCTIONS, SORTED_OUT.format(sign="")),
        migrations.RunSQL(SORTED_OUT.format(sign="-"), LOCK),
    ]
