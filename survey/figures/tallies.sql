-- The triggers that write the tallies, see models.py beside this file. A migration keeps a copy of
-- its own of what stands here; a test compares the two in the database.

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

CREATE OR REPLACE TRIGGER survey_submission_tally_insert AFTER INSERT ON survey_submission
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION survey_tally_submissions();
CREATE OR REPLACE TRIGGER survey_submission_tally_update AFTER UPDATE ON survey_submission
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION survey_tally_submissions();
CREATE OR REPLACE TRIGGER survey_submission_tally_delete AFTER DELETE ON survey_submission
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION survey_tally_submissions();

CREATE OR REPLACE TRIGGER survey_submission_tags_tally_insert AFTER INSERT ON survey_submission_tags
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION survey_tally_others('tag', 'tag_id', 'true');
CREATE OR REPLACE TRIGGER survey_submission_tags_tally_update AFTER UPDATE ON survey_submission_tags
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION survey_tally_others('tag', 'tag_id', 'true');
CREATE OR REPLACE TRIGGER survey_submission_tags_tally_delete AFTER DELETE ON survey_submission_tags
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION survey_tally_others('tag', 'tag_id', 'true');

CREATE OR REPLACE TRIGGER survey_reviewstep_tally_insert AFTER INSERT ON survey_reviewstep
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION
    survey_tally_others('answer', 'changed.day - submission.day', $$verb = 'answered'$$);
CREATE OR REPLACE TRIGGER survey_reviewstep_tally_update AFTER UPDATE ON survey_reviewstep
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION
    survey_tally_others('answer', 'changed.day - submission.day', $$verb = 'answered'$$);
CREATE OR REPLACE TRIGGER survey_reviewstep_tally_delete AFTER DELETE ON survey_reviewstep
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION
    survey_tally_others('answer', 'changed.day - submission.day', $$verb = 'answered'$$);
