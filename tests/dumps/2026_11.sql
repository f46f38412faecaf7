--
-- PostgreSQL database dump
--

\restrict dump

-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: procrastinate_job_event_type; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


--
-- Name: procrastinate_job_status; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


--
-- Name: procrastinate_job_to_defer_v1; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


--
-- Name: procrastinate_cancel_job_v1(bigint, boolean, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


--
-- Name: procrastinate_defer_jobs_v1(public.procrastinate_job_to_defer_v1[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


--
-- Name: procrastinate_defer_periodic_job_v2(character varying, character varying, character varying, character varying, integer, character varying, bigint, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: procrastinate_jobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);


--
-- Name: procrastinate_fetch_job_v2(character varying[], bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


--
-- Name: procrastinate_finish_job_v1(bigint, public.procrastinate_job_status, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_notify_queue_abort_job_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_notify_queue_job_inserted_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_prune_stalled_workers_v1(double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_register_worker_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_retry_job_v1(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


--
-- Name: procrastinate_trigger_abort_requested_events_procedure_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_scheduled_events_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_insert_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_update_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_unlink_periodic_defers_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


--
-- Name: procrastinate_unregister_worker_v1(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


--
-- Name: procrastinate_update_heartbeat_v1(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


--
-- Name: survey_tally_others(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.survey_tally_others() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$ DECLARE 
    changed text := '(' || concat_ws(' UNION ALL ',
        CASE WHEN TG_OP <> 'INSERT' THEN 'SELECT *, -1 AS sign FROM old_rows' END,
        CASE WHEN TG_OP <> 'DELETE' THEN 'SELECT *, 1 AS sign FROM new_rows' END) || ')';
 BEGIN 
        EXECUTE format('SELECT FROM survey_submission WHERE id IN '
            '(SELECT submission_id FROM %s AS changed WHERE %s) ORDER BY id FOR NO KEY UPDATE',
            changed, TG_ARGV[2]);
        EXECUTE format($sql$
    INSERT INTO survey_tally (what, day, assigned_forum_id, forum_id, state, with_proposal, value, number)
    SELECT %1$L, submission.day, assigned_forum_id, submission.forum_id, '', false, %2$s, sum(sign)
    FROM %3$s AS changed JOIN survey_submission AS submission ON submission.id = submission_id
    WHERE %4$s GROUP BY 2, 3, 4, 7 HAVING sum(sign) <> 0
$sql$, TG_ARGV[0], TG_ARGV[1], changed, TG_ARGV[2]);
     RETURN NULL; END $_$;


--
-- Name: survey_tally_submissions(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.survey_tally_submissions() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$ DECLARE 
    changed text := '(' || concat_ws(' UNION ALL ',
        CASE WHEN TG_OP <> 'INSERT' THEN 'SELECT *, -1 AS sign FROM old_rows' END,
        CASE WHEN TG_OP <> 'DELETE' THEN 'SELECT *, 1 AS sign FROM new_rows' END) || ')';
 BEGIN EXECUTE format($sql$
    INSERT INTO survey_tally (what, day, assigned_forum_id, forum_id, state, with_proposal, value, number)
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
$sql$, changed); RETURN NULL; END $_$;


--
-- Name: account_emailaddress; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id integer NOT NULL
);


--
-- Name: account_emailaddress_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: account_emailconfirmation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


--
-- Name: account_emailconfirmation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


--
-- Name: auth_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_permission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_user (
    id integer NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL
);


--
-- Name: auth_user_groups; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_user_groups (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    group_id integer NOT NULL
);


--
-- Name: auth_user_groups_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_user_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_user_user_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_user_user_permissions (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: auth_user_user_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_admin_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id integer NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);


--
-- Name: django_admin_log_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_cache; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);


--
-- Name: django_content_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


--
-- Name: faq_question; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.faq_question (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    question character varying(200) NOT NULL,
    answer text NOT NULL,
    "position" smallint NOT NULL,
    featured boolean NOT NULL,
    shows_forums boolean NOT NULL,
    CONSTRAINT faq_question_position_check CHECK (("position" >= 0)),
    CONSTRAINT question_answered CHECK (((NOT (answer = ''::text)) OR shows_forums))
);


--
-- Name: faq_question_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.faq_question ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.faq_question_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: forums_contentdate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forums_contentdate (
    id bigint NOT NULL,
    text character varying(40) NOT NULL,
    CONSTRAINT content_date_one_row CHECK ((id = 1))
);


--
-- Name: forums_contentdate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.forums_contentdate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forums_contentdate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: forums_forum; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forums_forum (
    id bigint NOT NULL,
    slug character varying(50) NOT NULL,
    title character varying(60) NOT NULL,
    "group" character varying(20) NOT NULL,
    question character varying(300) NOT NULL,
    goals text NOT NULL,
    "position" smallint NOT NULL,
    ministry_id bigint NOT NULL,
    CONSTRAINT forum_group_known CHECK ((("group")::text = ANY ((ARRAY['community'::character varying, 'economy'::character varying, 'education'::character varying, 'environment'::character varying, 'culture'::character varying])::text[]))),
    CONSTRAINT forums_forum_position_check CHECK (("position" >= 0))
);


--
-- Name: forums_forum_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.forums_forum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forums_forum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: forums_ministry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forums_ministry (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    slug character varying(50) NOT NULL
);


--
-- Name: forums_ministry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.forums_ministry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forums_ministry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: forums_ministry_members; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forums_ministry_members (
    id bigint NOT NULL,
    ministry_id bigint NOT NULL,
    user_id integer NOT NULL
);


--
-- Name: forums_ministry_members_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.forums_ministry_members ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forums_ministry_members_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: forums_moderator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forums_moderator (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    office character varying(200) NOT NULL,
    "position" smallint NOT NULL,
    forum_id bigint NOT NULL,
    CONSTRAINT forums_moderator_position_check CHECK (("position" >= 0))
);


--
-- Name: forums_moderator_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.forums_moderator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forums_moderator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: mfa_authenticator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


--
-- Name: mfa_authenticator_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: procrastinate_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;


--
-- Name: procrastinate_periodic_defers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;


--
-- Name: procrastinate_workers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reversion_revision; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reversion_revision (
    id integer NOT NULL,
    date_created timestamp with time zone NOT NULL,
    comment text NOT NULL,
    user_id integer
);


--
-- Name: reversion_revision_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reversion_revision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reversion_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reversion_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reversion_version (
    id integer NOT NULL,
    object_id character varying(191) NOT NULL,
    format character varying(255) NOT NULL,
    serialized_data text NOT NULL,
    object_repr text NOT NULL,
    content_type_id integer NOT NULL,
    revision_id integer NOT NULL,
    db character varying(191) NOT NULL
);


--
-- Name: reversion_version_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reversion_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reversion_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ruhrdialog_barrierreport; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ruhrdialog_barrierreport (
    id bigint NOT NULL,
    page character varying(300) NOT NULL,
    message character varying(4000) NOT NULL,
    email character varying(254) NOT NULL,
    day date NOT NULL,
    done boolean NOT NULL
);


--
-- Name: ruhrdialog_barrierreport_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ruhrdialog_barrierreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ruhrdialog_barrierreport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_answertemplate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_answertemplate (
    id bigint NOT NULL,
    title character varying(80) NOT NULL,
    text text NOT NULL
);


--
-- Name: survey_answertemplate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_answertemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_answertemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_campaign; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_campaign (
    id bigint NOT NULL,
    signature integer[] NOT NULL,
    share smallint NOT NULL,
    day date NOT NULL,
    CONSTRAINT survey_campaign_share_check CHECK ((share >= 0))
);


--
-- Name: survey_campaign_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_campaign ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_delivery; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_delivery (
    id bigint NOT NULL,
    state character varying(20) NOT NULL,
    marked_at timestamp with time zone,
    subscription_id uuid NOT NULL,
    update_id bigint NOT NULL,
    CONSTRAINT delivery_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying, 'sent'::character varying, 'refused'::character varying])::text[])))
);


--
-- Name: survey_delivery_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_exportrecord; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_exportrecord (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    format character varying(5) NOT NULL,
    filter character varying(1000) NOT NULL,
    number integer NOT NULL,
    by_id integer NOT NULL,
    CONSTRAINT survey_exportrecord_number_check CHECK ((number >= 0))
);


--
-- Name: survey_exportrecord_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_exportrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_exportrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_note; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_note (
    id bigint NOT NULL,
    text character varying(4000) NOT NULL,
    day date NOT NULL,
    by_id integer NOT NULL,
    submission_id uuid NOT NULL
);


--
-- Name: survey_note_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_note ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_ratelimit; Type: TABLE; Schema: public; Owner: -
--

CREATE UNLOGGED TABLE public.survey_ratelimit (
    hour timestamp with time zone NOT NULL,
    sender bytea NOT NULL,
    uses integer NOT NULL,
    CONSTRAINT survey_ratelimit_uses_check CHECK ((uses >= 0))
);


--
-- Name: survey_reviewstep; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_reviewstep (
    id bigint NOT NULL,
    state character varying(20) NOT NULL,
    day date NOT NULL,
    text character varying(4000) NOT NULL,
    by_id integer,
    submission_id uuid NOT NULL,
    forum_id bigint,
    note character varying(4000) NOT NULL,
    verb character varying(20) NOT NULL
);


--
-- Name: survey_reviewstep_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_reviewstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_reviewstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_submission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_submission (
    id uuid NOT NULL,
    receipt_hash bytea NOT NULL,
    reference character varying(8) NOT NULL,
    day date NOT NULL,
    other_topic character varying(120) NOT NULL,
    reason character varying(4000) NOT NULL,
    proposal character varying(4000) NOT NULL,
    further_interests bigint[] NOT NULL,
    publication_consent boolean NOT NULL,
    state character varying(20) NOT NULL,
    assigned_forum_id bigint,
    forum_id bigint,
    check_reason character varying(120) NOT NULL,
    version integer NOT NULL,
    search_vector tsvector GENERATED ALWAYS AS (to_tsvector('german'::regconfig, (((((COALESCE(other_topic, ''::character varying))::text || ' '::text) || (COALESCE(reason, ''::character varying))::text) || ' '::text) || (COALESCE(proposal, ''::character varying))::text))) STORED,
    signature integer[] NOT NULL,
    source character varying(10) NOT NULL,
    campaign_id bigint,
    CONSTRAINT submission_further_interests_are_others CHECK (((forum_id IS NULL) OR (NOT (further_interests @> ARRAY[forum_id])))),
    CONSTRAINT submission_one_topic CHECK ((((forum_id IS NOT NULL) AND ((other_topic)::text = ''::text)) OR ((forum_id IS NULL) AND (NOT ((other_topic)::text = ''::text))))),
    CONSTRAINT submission_state_known CHECK (((state)::text = ANY ((ARRAY['received'::character varying, 'counted'::character varying, 'read'::character varying, 'forwarded'::character varying, 'asked_back'::character varying, 'answered'::character varying, 'not_pursued'::character varying, 'spam'::character varying])::text[]))),
    CONSTRAINT survey_submission_version_check CHECK ((version >= 0))
);


--
-- Name: survey_submission_tags; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_submission_tags (
    id bigint NOT NULL,
    submission_id uuid NOT NULL,
    tag_id bigint NOT NULL
);


--
-- Name: survey_submission_tags_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_submission_tags ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_submission_tags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_subscription; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_subscription (
    id uuid NOT NULL,
    address character varying(254) NOT NULL,
    token character varying(40) NOT NULL,
    wording_version character varying(20) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    topics bigint[] NOT NULL,
    mailed_at timestamp with time zone,
    CONSTRAINT subscription_address_lower_case CHECK (((address)::text = lower((address)::text)))
);


--
-- Name: survey_surveyperiod; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_surveyperiod (
    id bigint NOT NULL,
    opens_at timestamp with time zone,
    closes_at timestamp with time zone,
    text_before text NOT NULL,
    text_after text NOT NULL,
    CONSTRAINT survey_period_begins_before_it_ends CHECK (((opens_at IS NULL) OR (closes_at IS NULL) OR (opens_at < closes_at))),
    CONSTRAINT survey_period_one_row CHECK ((id = 1))
);


--
-- Name: survey_surveyperiod_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_surveyperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_surveyperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_tag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_tag (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    forum_id bigint NOT NULL
);


--
-- Name: survey_tag_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_tally; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_tally (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    what character varying(10) NOT NULL,
    day date NOT NULL,
    state character varying(20) NOT NULL,
    with_proposal boolean NOT NULL,
    value bigint,
    number integer NOT NULL,
    assigned_forum_id bigint,
    forum_id bigint,
    span character varying(5) DEFAULT ''::character varying NOT NULL
);


--
-- Name: survey_update; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_update (
    id bigint NOT NULL,
    title character varying(120) NOT NULL,
    slug character varying(50) NOT NULL,
    text text NOT NULL,
    published_at timestamp with time zone,
    published_by_id integer,
    CONSTRAINT update_published_by_somebody CHECK ((((published_at IS NULL) AND (published_by_id IS NULL)) OR ((published_at IS NOT NULL) AND (published_by_id IS NOT NULL))))
);


--
-- Name: survey_update_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_update ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_update_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_update_topics; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_update_topics (
    id bigint NOT NULL,
    update_id bigint NOT NULL,
    forum_id bigint NOT NULL
);


--
-- Name: survey_update_topics_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_update_topics ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.survey_update_topics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_withdrawal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_withdrawal (
    receipt_hash bytea NOT NULL,
    day date NOT NULL
);


--
-- Name: usersessions_usersession; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id integer NOT NULL
);


--
-- Name: usersessions_usersession_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: procrastinate_events id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);


--
-- Name: procrastinate_jobs id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);


--
-- Name: procrastinate_periodic_defers id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);


--
-- Data for Name: account_emailaddress; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.account_emailaddress (id, email, verified, "primary", user_id) FROM stdin;
\.


--
-- Data for Name: account_emailconfirmation; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.account_emailconfirmation (id, created, sent, key, email_address_id) FROM stdin;
\.


--
-- Data for Name: auth_group; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.auth_group (id, name) FROM stdin;
1	Prüfung
2	Leitung
3	Redaktion
4	Datenschutz
\.


--
-- Data for Name: auth_group_permissions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.auth_group_permissions (id, group_id, permission_id) FROM stdin;
1	1	88
2	1	89
3	2	129
4	2	130
5	2	132
6	2	38
7	2	40
8	2	74
9	2	75
10	2	76
11	2	77
12	2	78
13	2	79
14	2	80
15	2	88
16	2	89
17	2	90
18	3	34
19	3	36
20	3	37
21	3	38
22	3	40
23	3	42
24	3	44
25	3	46
26	3	48
27	3	49
28	3	50
29	3	51
30	3	52
31	3	58
32	3	60
33	3	105
34	3	106
35	3	107
36	3	108
37	3	113
38	3	114
39	3	115
40	3	116
41	4	34
42	4	99
43	4	100
44	4	35
45	4	36
46	4	88
47	4	90
48	4	91
49	2	84
50	4	84
51	1	56
52	1	85
53	2	56
54	2	92
55	2	85
\.


--
-- Data for Name: auth_permission; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.auth_permission (id, name, content_type_id, codename) FROM stdin;
1	Can add procrastinate worker	1	add_procrastinateworker
2	Can change procrastinate worker	1	change_procrastinateworker
3	Can delete procrastinate worker	1	delete_procrastinateworker
4	Can view procrastinate worker	1	view_procrastinateworker
5	Can add procrastinate job	2	add_procrastinatejob
6	Can change procrastinate job	2	change_procrastinatejob
7	Can delete procrastinate job	2	delete_procrastinatejob
8	Can view procrastinate job	2	view_procrastinatejob
9	Can add procrastinate event	3	add_procrastinateevent
10	Can change procrastinate event	3	change_procrastinateevent
11	Can delete procrastinate event	3	delete_procrastinateevent
12	Can view procrastinate event	3	view_procrastinateevent
13	Can add procrastinate periodic defer	4	add_procrastinateperiodicdefer
14	Can change procrastinate periodic defer	4	change_procrastinateperiodicdefer
15	Can delete procrastinate periodic defer	4	delete_procrastinateperiodicdefer
16	Can view procrastinate periodic defer	4	view_procrastinateperiodicdefer
17	Can add email address	5	add_emailaddress
18	Can change email address	5	change_emailaddress
19	Can delete email address	5	delete_emailaddress
20	Can view email address	5	view_emailaddress
21	Can add email confirmation	6	add_emailconfirmation
22	Can change email confirmation	6	change_emailconfirmation
23	Can delete email confirmation	6	delete_emailconfirmation
24	Can view email confirmation	6	view_emailconfirmation
25	Can add authenticator	7	add_authenticator
26	Can change authenticator	7	change_authenticator
27	Can delete authenticator	7	delete_authenticator
28	Can view authenticator	7	view_authenticator
29	Can add user session	8	add_usersession
30	Can change user session	8	change_usersession
31	Can delete user session	8	delete_usersession
32	Can view user session	8	view_usersession
33	Can add Gemeldete Barriere	9	add_barrierreport
34	Can change Gemeldete Barriere	9	change_barrierreport
35	Can delete Gemeldete Barriere	9	delete_barrierreport
36	Can view Gemeldete Barriere	9	view_barrierreport
37	Can add Ministerium	10	add_ministry
38	Can change Ministerium	10	change_ministry
39	Can delete Ministerium	10	delete_ministry
40	Can view Ministerium	10	view_ministry
41	Can add Themenforum	11	add_forum
42	Can change Themenforum	11	change_forum
43	Can delete Themenforum	11	delete_forum
44	Can view Themenforum	11	view_forum
45	Can add Stand der Inhalte	12	add_contentdate
46	Can change Stand der Inhalte	12	change_contentdate
47	Can delete Stand der Inhalte	12	delete_contentdate
48	Can view Stand der Inhalte	12	view_contentdate
49	Can add Moderatorin oder Moderator	13	add_moderator
50	Can change Moderatorin oder Moderator	13	change_moderator
51	Can delete Moderatorin oder Moderator	13	delete_moderator
52	Can view Moderatorin oder Moderator	13	view_moderator
53	Can add Kampagne	14	add_campaign
54	Can change Kampagne	14	change_campaign
55	Can delete Kampagne	14	delete_campaign
56	Can view Kampagne	14	view_campaign
57	Can add Zeitraum der Befragung	15	add_surveyperiod
58	Can change Zeitraum der Befragung	15	change_surveyperiod
59	Can delete Zeitraum der Befragung	15	delete_surveyperiod
60	Can view Zeitraum der Befragung	15	view_surveyperiod
61	Can add Zähler	16	add_ratelimit
62	Can change Zähler	16	change_ratelimit
63	Can delete Zähler	16	delete_ratelimit
64	Can view Zähler	16	view_ratelimit
65	Can add Bearbeitungsschritt	17	add_reviewstep
66	Can change Bearbeitungsschritt	17	change_reviewstep
67	Can delete Bearbeitungsschritt	17	delete_reviewstep
68	Can view Bearbeitungsschritt	17	view_reviewstep
69	Can add Notiz	18	add_note
70	Can change Notiz	18	change_note
71	Can delete Notiz	18	delete_note
72	Can view Notiz	18	view_note
73	Can add Schlagwort	19	add_tag
74	Can change Schlagwort	19	change_tag
75	Can delete Schlagwort	19	delete_tag
76	Can view Schlagwort	19	view_tag
77	Can add Textbaustein	20	add_answertemplate
78	Can change Textbaustein	20	change_answertemplate
79	Can delete Textbaustein	20	delete_answertemplate
80	Can view Textbaustein	20	view_answertemplate
81	Can add Export	21	add_exportrecord
82	Can change Export	21	change_exportrecord
83	Can delete Export	21	delete_exportrecord
84	Can view Export	21	view_exportrecord
85	Can add Beitrag	22	add_submission
86	Can change Beitrag	22	change_submission
87	Can delete Beitrag	22	delete_submission
88	Can view Beitrag	22	view_submission
89	Kann Beiträge der eigenen Ministerien bearbeiten	22	review_submission
90	Kann alle Beiträge sehen	22	view_every_submission
91	Kann Beiträge löschen	22	erase_submission
92	Kann Beiträge aus einer Datei einlesen	22	import_submission
93	Can add Rücknahme	23	add_withdrawal
94	Can change Rücknahme	23	change_withdrawal
95	Can delete Rücknahme	23	delete_withdrawal
96	Can view Rücknahme	23	view_withdrawal
97	Can add Anmeldung	24	add_subscription
98	Can change Anmeldung	24	change_subscription
99	Can delete Anmeldung	24	delete_subscription
100	Can view Anmeldung	24	view_subscription
101	Can add Zählung	25	add_tally
102	Can change Zählung	25	change_tally
103	Can delete Zählung	25	delete_tally
104	Can view Zählung	25	view_tally
105	Can add Neuigkeit	26	add_update
106	Can change Neuigkeit	26	change_update
107	Can delete Neuigkeit	26	delete_update
108	Can view Neuigkeit	26	view_update
109	Can add Zustellung	27	add_delivery
110	Can change Zustellung	27	change_delivery
111	Can delete Zustellung	27	delete_delivery
112	Can view Zustellung	27	view_delivery
113	Can add Frage	28	add_question
114	Can change Frage	28	change_question
115	Can delete Frage	28	delete_question
116	Can view Frage	28	view_question
117	Can add log entry	29	add_logentry
118	Can change log entry	29	change_logentry
119	Can delete log entry	29	delete_logentry
120	Can view log entry	29	view_logentry
121	Can add permission	30	add_permission
122	Can change permission	30	change_permission
123	Can delete permission	30	delete_permission
124	Can view permission	30	view_permission
125	Can add group	31	add_group
126	Can change group	31	change_group
127	Can delete group	31	delete_group
128	Can view group	31	view_group
129	Can add user	32	add_user
130	Can change user	32	change_user
131	Can delete user	32	delete_user
132	Can view user	32	view_user
133	Can add content type	33	add_contenttype
134	Can change content type	33	change_contenttype
135	Can delete content type	33	delete_contenttype
136	Can view content type	33	view_contenttype
137	Can add session	34	add_session
138	Can change session	34	change_session
139	Can delete session	34	delete_session
140	Can view session	34	view_session
141	Can add revision	35	add_revision
142	Can change revision	35	change_revision
143	Can delete revision	35	delete_revision
144	Can view revision	35	view_revision
145	Can add version	36	add_version
146	Can change version	36	change_version
147	Can delete version	36	delete_version
148	Can view version	36	view_version
\.


--
-- Data for Name: auth_user; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.auth_user (id, password, last_login, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined) FROM stdin;
1	!dxwQhvKYXiYzXqDNeBHYCIvdigVdmAsewVb58uR6	\N	f	muster-pruefung			muster-pruefung@example.org	t	t	2026-11-26 07:06:39.946752+00
2	!xsTuIfOOwyw9B0LS38dgyywWTwftURyzTJKKO9sz	\N	f	muster-leitung			muster-leitung@example.org	t	t	2026-11-26 07:06:39.957368+00
3	!HS41asfeSScDA7vnJbYp5hCfSJ6mKrcldC80KI4q	\N	f	muster-redaktion			muster-redaktion@example.org	t	t	2026-11-26 07:06:39.960898+00
4	!lHNVQKiZE82deY8kO0Aujj6XaglfickK3qYYy4fH	\N	f	muster-datenschutz			muster-datenschutz@example.org	t	t	2026-11-26 07:06:39.96385+00
5	!3nfqYeLfTEXEC0MNmf3J1ygzDnclY3RtgfdEAEVk	\N	t	muster-administration			muster-administration@example.org	t	t	2026-11-26 07:06:39.96673+00
\.


--
-- Data for Name: auth_user_groups; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.auth_user_groups (id, user_id, group_id) FROM stdin;
1	1	1
2	2	2
3	3	3
4	4	4
\.


--
-- Data for Name: auth_user_user_permissions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.auth_user_user_permissions (id, user_id, permission_id) FROM stdin;
\.


--
-- Data for Name: django_admin_log; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.django_admin_log (id, action_time, object_id, object_repr, action_flag, change_message, content_type_id, user_id) FROM stdin;
1	2026-11-26 07:06:40.230395+00	1	2018	2	Muster	12	3
\.


--
-- Data for Name: django_cache; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.django_cache (cache_key, value, expires) FROM stdin;
:1:muster	gAVLAS4=	9999-12-31 23:59:59+00
\.


--
-- Data for Name: django_content_type; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.django_content_type (id, app_label, model) FROM stdin;
1	procrastinate	procrastinateworker
2	procrastinate	procrastinatejob
3	procrastinate	procrastinateevent
4	procrastinate	procrastinateperiodicdefer
5	account	emailaddress
6	account	emailconfirmation
7	mfa	authenticator
8	usersessions	usersession
9	ruhrdialog	barrierreport
10	forums	ministry
11	forums	forum
12	forums	contentdate
13	forums	moderator
14	survey	campaign
15	survey	surveyperiod
16	survey	ratelimit
17	survey	reviewstep
18	survey	note
19	survey	tag
20	survey	answertemplate
21	survey	exportrecord
22	survey	submission
23	survey	withdrawal
24	survey	subscription
25	survey	tally
26	survey	update
27	survey	delivery
28	faq	question
29	admin	logentry
30	auth	permission
31	auth	group
32	auth	user
33	contenttypes	contenttype
34	sessions	session
35	reversion	revision
36	reversion	version
\.


--
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.django_migrations (id, app, name, applied) FROM stdin;
1	contenttypes	0001_initial	2026-11-26 07:06:32.952394+00
2	auth	0001_initial	2026-11-26 07:06:32.979803+00
3	account	0001_initial	2026-11-26 07:06:32.995295+00
4	account	0002_email_max_length	2026-11-26 07:06:33.002478+00
5	account	0003_alter_emailaddress_create_unique_verified_email	2026-11-26 07:06:33.013029+00
6	account	0004_alter_emailaddress_drop_unique_email	2026-11-26 07:06:33.022487+00
7	account	0005_emailaddress_idx_upper_email	2026-11-26 07:06:33.029028+00
8	account	0006_emailaddress_lower	2026-11-26 07:06:33.038779+00
9	account	0007_emailaddress_idx_email	2026-11-26 07:06:33.050122+00
10	account	0008_emailaddress_unique_primary_email_fixup	2026-11-26 07:06:33.05743+00
11	account	0009_emailaddress_unique_primary_email	2026-11-26 07:06:33.063101+00
12	admin	0001_initial	2026-11-26 07:06:33.073913+00
13	admin	0002_logentry_remove_auto_add	2026-11-26 07:06:33.079934+00
14	admin	0003_logentry_add_action_flag_choices	2026-11-26 07:06:33.085523+00
15	contenttypes	0002_remove_content_type_name	2026-11-26 07:06:33.099173+00
16	auth	0002_alter_permission_name_max_length	2026-11-26 07:06:33.1053+00
17	auth	0003_alter_user_email_max_length	2026-11-26 07:06:33.110931+00
18	auth	0004_alter_user_username_opts	2026-11-26 07:06:33.115905+00
19	auth	0005_alter_user_last_login_null	2026-11-26 07:06:33.122732+00
20	auth	0006_require_contenttypes_0002	2026-11-26 07:06:33.123305+00
21	auth	0007_alter_validators_add_error_messages	2026-11-26 07:06:33.128946+00
22	auth	0008_alter_user_username_max_length	2026-11-26 07:06:33.135977+00
23	auth	0009_alter_user_last_name_max_length	2026-11-26 07:06:33.144269+00
24	auth	0010_alter_group_name_max_length	2026-11-26 07:06:33.15174+00
25	auth	0011_update_proxy_permissions	2026-11-26 07:06:33.157679+00
26	auth	0012_alter_user_first_name_max_length	2026-11-26 07:06:33.163537+00
27	faq	0001_faq	2026-11-26 07:06:33.169356+00
28	faq	0002_order_by_number	2026-11-26 07:06:33.174579+00
29	forums	0001_forums	2026-11-26 07:06:33.219058+00
30	forums	0002_content_date	2026-11-26 07:06:33.221856+00
31	forums	0003_first_content_date	2026-11-26 07:06:33.230784+00
32	forums	0004_order_by_number	2026-11-26 07:06:33.241939+00
33	mfa	0001_initial	2026-11-26 07:06:33.254246+00
34	mfa	0002_authenticator_timestamps	2026-11-26 07:06:33.271541+00
35	mfa	0003_authenticator_type_uniq	2026-11-26 07:06:33.293284+00
36	procrastinate	0001_initial	2026-11-26 07:06:33.300088+00
37	procrastinate	0002_drop_started_at_column	2026-11-26 07:06:33.301938+00
38	procrastinate	0003_drop_started_at_column	2026-11-26 07:06:33.303003+00
39	procrastinate	0004_drop_procrastinate_version_table	2026-11-26 07:06:33.304049+00
40	procrastinate	0005_fix_procrastinate_fetch_job	2026-11-26 07:06:33.30525+00
41	procrastinate	0006_fix_trigger_status_events_insert	2026-11-26 07:06:33.306007+00
42	procrastinate	0007_add_queueing_lock_column	2026-11-26 07:06:33.306929+00
43	procrastinate	0008_close_fetch_job_race_condition	2026-11-26 07:06:33.308365+00
44	procrastinate	0009_add_defer_job_function	2026-11-26 07:06:33.309607+00
45	procrastinate	0010_add_procrastinate_periodic_defers	2026-11-26 07:06:33.311588+00
46	procrastinate	0011_add_foreign_key_index	2026-11-26 07:06:33.312722+00
47	procrastinate	0012_add_locks_to_periodic_defer	2026-11-26 07:06:33.31422+00
48	procrastinate	0013_fix_procrastinate_defer_periodic_job	2026-11-26 07:06:33.315239+00
49	procrastinate	0014_add_finish_job_and_retry_job_functions	2026-11-26 07:06:33.315924+00
50	procrastinate	0015_add_trigger_on_job_deletion	2026-11-26 07:06:33.316534+00
51	procrastinate	0016_delete_finished_jobs	2026-11-26 07:06:33.317188+00
52	procrastinate	0017_add_checks_to_finish_job	2026-11-26 07:06:33.317822+00
53	procrastinate	0018_add_checks_to_retry_job	2026-11-26 07:06:33.318353+00
54	procrastinate	0019_fix_finish_job_compat_issue	2026-11-26 07:06:33.318927+00
55	procrastinate	0020_add_index_on_procrastinate_jobs	2026-11-26 07:06:33.32025+00
56	procrastinate	0021_add_kwargs_to_defer_periodic_job	2026-11-26 07:06:33.322106+00
57	procrastinate	0022_null_locks_excluded	2026-11-26 07:06:33.32317+00
58	procrastinate	0023_remove_old_finish_job_function	2026-11-26 07:06:33.324027+00
59	procrastinate	0024_job_id_bigint	2026-11-26 07:06:33.326274+00
60	procrastinate	0025_add_models	2026-11-26 07:06:33.3289+00
61	procrastinate	0026_add_job_priority	2026-11-26 07:06:33.331589+00
62	procrastinate	0027_add_periodic_job_priority	2026-11-26 07:06:33.33311+00
63	procrastinate	0028_add_cancel_states	2026-11-26 07:06:33.336061+00
64	procrastinate	0029_add_additional_params_to_retry_job	2026-11-26 07:06:33.337188+00
65	procrastinate	0030_alter_procrastinateevent_options	2026-11-26 07:06:33.338294+00
66	procrastinate	0031_add_indexes_for_fetch_job	2026-11-26 07:06:33.339752+00
67	procrastinate	0032_pre_cancel_notification	2026-11-26 07:06:33.343513+00
68	procrastinate	0033_post_cancel_notification	2026-11-26 07:06:33.352843+00
69	procrastinate	0034_pre_add_heartbeat	2026-11-26 07:06:33.357995+00
70	procrastinate	0035_post_add_heartbeat	2026-11-26 07:06:33.359171+00
71	procrastinate	0036_add_worker_model	2026-11-26 07:06:33.361827+00
72	procrastinate	0037_pre_batch_defer_jobs	2026-11-26 07:06:33.363356+00
73	procrastinate	0038_post_batch_defer_jobs	2026-11-26 07:06:33.364234+00
74	procrastinate	0039_pre_priority_lock_fetch_job	2026-11-26 07:06:33.365268+00
75	procrastinate	0040_pre_retry_failed_job	2026-11-26 07:06:33.366312+00
76	procrastinate	0041_post_retry_failed_job	2026-11-26 07:06:33.367366+00
77	reversion	0001_squashed_0004_auto_20160611_1202	2026-11-26 07:06:33.400966+00
78	reversion	0002_add_index_on_version_for_content_type_and_db	2026-11-26 07:06:33.407944+00
79	survey	0001_survey	2026-11-26 07:06:33.432277+00
80	survey	0002_review_steps	2026-11-26 07:06:33.45122+00
81	survey	0003_consent_mail	2026-11-26 07:06:33.536515+00
82	survey	0004_updates_and_ceilings	2026-11-26 07:06:33.626267+00
83	survey	0005_review_desk	2026-11-26 07:06:33.846428+00
84	survey	0006_survey_period	2026-11-26 07:06:33.870266+00
85	survey	0007_answer_templates	2026-11-26 07:06:33.898816+00
86	survey	0008_search	2026-11-26 07:06:33.924925+00
87	survey	0009_exports	2026-11-26 07:06:33.995041+00
88	survey	0010_campaigns_and_source	2026-11-26 07:06:34.078575+00
89	survey	0011_signatures	2026-11-26 07:06:34.11369+00
90	ruhrdialog	0001_barrier_report	2026-11-26 07:06:34.118534+00
91	ruhrdialog	0002_roles	2026-11-26 07:06:34.240616+00
92	ruhrdialog	0003_cache_table	2026-11-26 07:06:34.273072+00
93	ruhrdialog	0004_export_rights	2026-11-26 07:06:34.298928+00
94	ruhrdialog	0005_recording_rights	2026-11-26 07:06:34.419532+00
95	sessions	0001_initial	2026-11-26 07:06:34.42334+00
96	survey	0012_tallies	2026-11-26 07:06:34.457132+00
97	survey	0013_tally_by_forum	2026-11-26 07:06:34.476763+00
98	survey	0014_tallies_of_months	2026-11-26 07:06:34.501833+00
99	survey	0015_queue_by_day	2026-11-26 07:06:34.546973+00
100	usersessions	0001_initial	2026-11-26 07:06:34.574939+00
\.


--
-- Data for Name: django_session; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.django_session (session_key, session_data, expire_date) FROM stdin;
dov0lyoc224xhizmbo90gzc6lsvlesil	eyJtdXN0ZXIiOnRydWV9:1xWTZ2:5UsPx_JgzMe9yQVjCixlbPwYOceHGXm3lzwp6OLI3l0	2026-11-26 08:06:40.233199+00
\.


--
-- Data for Name: faq_question; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.faq_question (id, slug, question, answer, "position", featured, shows_forums) FROM stdin;
1	was-ist-die-ruhr-konferenz	Was ist die Ruhr-Konferenz?	Die Ruhr-Konferenz ist ein Signal zum Aufbruch. Das Ruhrgebiet hat das Zeug zur erfolgreichen Metropolregion im digitalen Zeitalter. Es ist viel mehr als die Summe seiner Städte und Gemeinden. Es kommt auf Zusammenarbeit auf allen Ebenen an. Dafür schafft die Ruhr-Konferenz der Landesregierung die Grundlagen.	1	t	f
2	warum-gibt-es-die-ruhr-konferenz	Warum hat die Landesregierung die Ruhr-Konferenz auf den Weg gebracht?	Eine erfolgreiche Metropolregion Ruhr ist eine Chance für unser ganzes Land. Den Weg dahin wollen wir aktiv gestalten und die Stärken des Ruhrgebiets nutzen. Schon jetzt ist es ein wichtiger Standort für Wirtschaft, Wissenschaft und Startups, Kultur, Sport und Events.	2	f	f
3	warum-gerade-jetzt	Warum startet die Ruhr-Konferenz gerade jetzt?	In diesem Jahr schließt die letzte Zeche. Das hat gute Gründe, war sorgfältig geplant und wurde ohne soziale Brüche umgesetzt. Aber es endet eine wichtige Ära in der 200-jährigen Industriegeschichte der Region. Das löst auch Wehmut aus, gerade bei den Menschen, die eng mit dem Bergbau verbunden und zurecht stolz darauf sind. Wir blicken aber nicht nur mit Stolz zurück, sondern zugleich mit Zuversicht nach vorn – mit der Ruhr-Konferenz beginnt etwas Neues.	3	f	f
4	wann-findet-sie-statt	Wann findet die Ruhr-Konferenz statt?	Die Ruhr-Konferenz ist ein Prozess, keine einmalige Veranstaltung. Der Kabinettbeschluss beim NRW-Tag war bereits der erste wichtige Meilenstein. Die Landesregierung hat 20 Themenforen auf den Weg gebracht, die sich um Bereiche wie Verkehr, Bildung, Sicherheit, Gesundheit, Umwelt, Stadt- und Landschaftsplanung, Energiewende und Tourismus kümmern. Auch diese Befragung und Ihre Ideen und Hinweise sind Teil der Ruhr-Konferenz.	4	f	f
5	wie-funktioniert-sie	Wie funktioniert die Ruhr-Konferenz?	Die Landesregierung hat Ziele in allen Politikbereichen benannt, die für die Weiterentwicklung der Metropolregion Ruhr wichtig sind, und dafür 20 Themenforen eingerichtet. Hier können sich Kommunen, Hochschulen, Kultureinrichtungen, Verbände, Vereine, Stiftungen, Gewerkschaften und Glaubensgemeinschaften, also alle, die mitwirken wollen, einbringen.	5	f	f
6	was-ist-ein-themenforum	Was ist ein Themenforum?	Aufgabe der Themenforen ist es, geeignete Projekte voranzutreiben – seien es bereits laufende, geplante oder komplett neue – die zwei Bedingungen erfüllen:\n\n1. sie müssen geeignet sein, das vom jeweiligen Themenforum gesteckte Ziel zu erreichen;\n2. sie bringen durch das Zusammenwirken der Beteiligten die ganze Region voran.\n\nDie Spitze jedes Themenforums bilden der zuständige Minister oder die Ministerin beziehungsweise ein Staatssekretär oder eine Staatssekretärin gemeinsam mit Persönlichkeiten, die für das jeweilige Thema stehen. Sie laden Städte, Gemeinden, Kreise, Hochschulen, Kultureinrichtungen, Verbände, Vereine, Gewerkschaften, Stiftungen und Glaubensgemeinschaften ein, sich mit ihren Projekten, Ideen und ihrem Wissen einzubringen.	6	t	f
7	welche-themenforen-gibt-es	Welche Themenforen gibt es?		7	f	t
8	arbeiten-die-themenforen-getrennt	Arbeiten die Themenforen getrennt voneinander?	Jedes Themenforum konzentriert sich auf seine eigenen Ziele. Bei Querschnittsthemen, beispielsweise der Frage, was die Digitalisierung zu einer guten Entwicklung beitragen kann, werden Mitwirkende aus anderen Themenforen einbezogen. Und jedes Themenforum arbeitet in dem Bewusstsein, dass es etwas zum Gesamtziel beiträgt – der erfolgreichen Metropolregion Ruhr.	8	f	f
9	warum-werde-ich-befragt	Warum werde ich denn jetzt befragt?	Weil es auch auf Ihre Ideen ankommt. Ihre Meinung ist uns wichtig. Ihre Erfahrungen aus dem Ehrenamt, der Schule, der Familie, dem Leben und Arbeiten im Ruhrgebiet zählen. Das Ruhrgebiet hat sich schon mehrmals neu erfunden. Hier leben fünf Millionen Menschen – das sind fünf Millionen Ideengeber und Möglichmacherinnen. Der Aufbruch in eine erfolgreiche Zukunft beginnt in den Köpfen. Und wir freuen uns über alle, die mitmachen.	9	t	f
10	welchen-beitrag-kann-ich-leisten	Welchen Beitrag kann ich leisten, indem ich an dieser Befragung teilnehme?	Indem Sie uns sagen:\n\n- Welches Thema ist Ihnen wichtig?\n- Warum?\n- Haben Sie einen konkreten Verbesserungsvorschlag?\n- Welche Themen interessieren Sie noch?	10	f	f
11	wie-kann-ich-mich-noch-einbringen	Wie kann ich mich außerdem noch einbringen?	Gerne können Sie bei der Befragung Ihre Mailadresse angeben, damit wir Sie auf dem Laufenden halten können.	11	f	f
12	familie-und-freunde	Ich möchte, dass meine Familie und meine Freundinnen und Freunde auch an der Befragung teilnehmen. Geht das?	Natürlich geht das. Jederzeit über [www.dialog.ruhr-konferenz.nrw](https://www.dialog.ruhr-konferenz.nrw)	12	t	f
\.


--
-- Data for Name: forums_contentdate; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.forums_contentdate (id, text) FROM stdin;
1	2018
\.


--
-- Data for Name: forums_forum; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.forums_forum (id, slug, title, "group", question, goals, "position", ministry_id) FROM stdin;
1	integration	Integration	community	Wie gelingt Integration?	Anhand von Best-Practice-Beispielen etwa zur Förderung von jungen Talenten oder der Partizipation von Jugendlichen soll aufgezeigt werden, dass die kulturelle Vielfalt des Ruhrgebiets ein Motor für die Entwicklung der Region sein kann. Besonders geeignet sind dafür die Bereiche Kultur und Sport. Es gibt gerade für Jugendliche aus Einwandererfamilien einerseits viele Vorbilder und andererseits niedrigschwellige Angebote, selber mitzumachen.	1	1
2	innovation	Innovation	economy	Wie stärken wir die Innovationsfähigkeit?	Innovationen sind der entscheidende Schlüssel für einen gelungenen Strukturwandel. Neben guter Finanzpolitik sind aktivierende Förderinstrumente Motor für Innovationen im Ruhrgebiet. Im Rahmen des Themenforums sollen erfolgreiche Förderaktivitäten und die Rolle der NRW.BANK herausgestellt sowie Ideen für neue Förderaktivitäten entwickelt werden.	2	2
3	sicherheit	Sicherheit	community	Wie schaffen wir mehr Sicherheit?	Das staatliche Gewaltmonopol muss erhalten bleiben. Zugleich gilt es, das Sicherheitsgefühl der Bürgerinnen und Bürger zu steigern und den Respekt zu stärken.	3	3
4	energie-und-klima	Energie und Klima	environment	Wie gestalten wir die Energiewende und den Klimaschutz?	In der Energiewende steht Nordrhein-Westfalen vor der Herausforderung, Versorgungssicherheit, Klimaschutz und Bezahlbarkeit zugleich sicherzustellen. Deshalb soll in Laboren möglichst nahe an der Realität gezeigt werden, wie urbane, digitale und sektorenübergreifende Energiesysteme in der Praxis gelingen können.	4	4
5	start-ups	Start-ups	economy	Wie gelingt der Transfer aus der Forschung in Start-ups?	Beispiele aus dem Ruhrgebiet sollen zeigen, wie der Transfer aus exzellenten Forschungsstätten in Start-ups erfolgreich gestaltet werden kann.	5	4
6	tourismus	Tourismus	economy	Wie nutzen wir die Digitalisierung für den Tourismus?	Es gilt, touristische Attraktionen des Ruhrgebiets mit dem Einsatz digitaler Technologien zeitgemäß erlebbar zu machen und dauerhaft attraktiv zu halten. Hier stellen sich bei allen Tourismuszielen in der Region ähnliche Herausforderungen, die am besten gemeinsam bearbeitet werden können. Dies wird auch die Entwicklung der Gästezahlen in der Metropolregion Ruhr positiv beeinflussen.	6	4
7	arbeit	Arbeit	economy	Wie gestalten wir die Arbeit von morgen?	Durch den Transfer erfolgreicher Projekte sollen Strategien und Lösungen für moderne Aus- und Weiterbildungskonzepte vorangetrieben, die duale Ausbildung gestärkt und die Zukunft von Industriearbeitsplätzen gesichert werden. Wir wollen alle Chancen nutzen, um durch mehr Arbeitsangebote einen Beitrag zur Armutsbekämpfung zu leisten.	7	5
8	gesundheit	Gesundheit	economy	Wie gestalten wir eine zukunftsfähige Gesundheitsversorgung?	Ein zukunftsfähiges Gesundheitswesen setzt die dauerhafte Sicherstellung qualitativ hochwertiger und wohnortnaher Gesundheitsversorgung und Pflege für alle Menschen voraus. Hierzu wollen wir unter Berücksichtigung der strukturellen Besonderheiten des Ballungsraums Metropolregion Ruhr Chancen hinsichtlich interprofessioneller Zusammenarbeit, technischer Innovationen usw. entwickeln. Es gilt auch, Fachkräfte durch Ausbildung und Studium zu gewinnen und zu halten.	8	5
9	lehrkraefte	Lehrkräfte	education	Wie gelingt es durch mehr Kooperation und intelligente Vernetzung, mehr Lehrerinnen und Lehrer für das Ruhrgebiet auszubilden?	Die Lehrerausbildung an den Universitäten der Metropolregion soll besser koordiniert und laufende Projekte und Initiativen gezielter miteinander verzahnt werden. Darüber hinaus ist das Ziel, wirksamere Maßnahmen zur Lehrergewinnung für das Ruhrgebiet zu entwickeln.	9	6
10	bildungschancen	Bildungschancen	education	Wie schaffen wir Aufstieg durch Bildung für alle Kinder und Jugendlichen?	Kinder sollen unabhängig von der Herkunft und ihrem Wohnort den Aufstieg durch Bildung schaffen können. An bis zu 60 Schulen in einem schwierigen sozialen Umfeld wird erprobt, wie Schülerleistungen durch zusätzliche personelle Ressourcen und besondere Unterrichtskonzepte verbessert werden können. Auf diese Weise will die Landesregierung Kindern und Jugendlichen neue Aufstiegschancen bieten und soziale Nachteile überwinden.	10	6
11	wohnen-und-stadt	Wohnen und Stadt	environment	Wie wollen wir morgen leben?	In der Metropolregion Ruhr sollen Wohnraum, Gewerbe- und Grünflächen entwickelt und Brachen – unter anderem entlang von Bahnschienen – qualifiziert werden, um eine gute Stadtentwicklung zu ermöglichen. Es müssen Wege gefunden werden, damit Altlasten, ungenutzte Bebauung, aber auch die Verschuldungssituation einzelner Kommunen kein Hemmnis für eine gute Stadtentwicklung darstellen.	11	7
12	rechtsstaat	Rechtsstaat	community	Wie stärken wir das Vertrauen in den Rechtsstaat?	Wir haben einen gut funktionierenden Rechtsstaat, der es verdient, dass sich ihm alle gleichermaßen verpflichtet fühlen. Daher gilt es, auch diejenigen zu gewinnen, die derzeit noch nicht auf die rechtsstaatlichen Strukturen in unserem Land vertrauen und Konflikte außerhalb der dafür zuständigen Institutionen zu lösen versuchen. Wir ermitteln und bekämpfen die Ursachen dafür. Zugleich werben wir für die Vorzüge unseres Rechtsstaates, auch durch Stärkung der interkulturellen Kompetenz.	12	8
13	verkehr	Verkehr	environment	Wie vernetzen wir die Metropolregion Ruhr?	Die Metropolregion Ruhr braucht eine systematische Erhaltung, Lückenschlüsse und eine effiziente Nutzung der Verkehrsinfrastruktur. Digitalisierung und eine verbesserte Inter- und Multimodalität können Wege hin zu leistungsfähigen Mobilitätslösungen für das Ruhrgebiet sein. Ziel ist es, im Zusammenspiel der Akteure vor Ort ein Konzept zur intelligenten Verbindung der Zentren der Metropolregion auf einer leistungsfähigen Verkehrsinfrastruktur zu erarbeiten.	13	9
14	natur-und-gruen	Natur und Grün	environment	Wie kann die Grüne Infrastruktur gestärkt werden, um zur ökologischen Vielfalt und zur Anpassung an den Klimawandel beizutragen und so die Region lebenswerter zu machen?	Die Grüne Infrastruktur als ein strategisches Netz von natürlichen und naturnahen Flächen soll im Ruhrgebiet – auch durch kommunale Zusammenarbeit – aufgewertet, gesichert und erweitert werden. Dies dient unter anderem dem Erhalt der Biodiversität, der Anpassung an die Folgen des Klimawandels und der Schaffung eines ökologisch und ökonomisch nachhaltigen, gesunden und attraktiven Umfelds im Ruhrgebiet.	14	10
15	wissenschaft	Wissenschaft	education	Wie kann angesichts der Herausforderungen des demographischen und strukturellen Wandels der Metropolregion Ruhr ein schlüssiges Gesamtkonzept für die Wissenschaft entwickelt werden?	Ein schlüssiges Gesamtkonzept für die Wissenschaftslandschaft der Metropolregion soll das Studienangebot durch intensivere Kooperation zwischen Hochschulen, Forschungs- und Bildungseinrichtungen mit der Wirtschaft weiterentwickeln, die Talentförderung stärken und außeruniversitäre Forschung fördern.	15	11
16	kunst-und-kultur	Kunst und Kultur	culture	Wie wird die Metropolregion zu einem internationalen Hot-Spot der Kreativität und der Künste?	Einrichtungen aller Kunstsparten, Hochschulen und Forschungszentren loten Synergien aus, damit Künstlerinnen, Künstler und Kreative, die an den nordrhein-westfälischen Musik- und Kunsthochschulen und Universitäten ausgebildet werden, attraktive Arbeits- und Lebensbedingungen vorfinden und (inter)nationale Kulturschaffende aller Kunstrichtungen sich neu oder wieder in der Künstler-Metropole Ruhr ansiedeln. Künstlerinnen und Künstler sollen gezielt gefördert werden zum Beispiel durch das Bereitstellen von Laboren und Produktionsstätten mit modernsten digitalen Technologien.	16	11
17	internationales	Internationales	culture	Wie kann die Metropolregion Ruhr ihre Potenziale weltweit sichtbar machen und den internationalen Austausch zur Stärkung der Innovationskultur nutzen?	Die Potentiale der weltweiten Vernetzung sollen noch stärker zur Weiterentwicklung der Metropolregion Ruhr genutzt werden. Zum einen sollen ihre Leistungen international präsenter werden. Zum anderen kann die Expertise weltweiter Turn-around-Regionen dazu beitragen, die Innovationskultur in der Metropolregion weiter voranzutreiben. Damit wird der Grundstein für neue Innovationsstrategien und für langfristige Zusammenarbeit gelegt.	17	12
18	lokale-medien	Lokale Medien	culture	Wie sichern wir Unabhängigkeit, Vielfalt und Qualität lokaler Medien für eine offene Streitkultur über die drängenden Themen vor Ort und nebenan?	Es soll ein Beitrag zur Vernetzung von Informations- und Kommunikationskanälen in der Metropolregion Ruhr für lokale und regionale Themen und zur Verbindung von Wissenschaft und Praxis geleistet werden. Dies befördert auch den offenen demokratischen Diskurs und damit den sozialen Zusammenhalt.	18	13
19	sport-und-events	Sport und Events	culture	Wie können wir die Metropolregion als Sport- und Eventort stärker etablieren?	Ein der Nachfolge der Nachhaltigkeitsstrategie von Ruhr.2010 sind die Ruhr Games ein Ereignis, bei dem neue Formen der kulturellen Arbeit, wie zum Beispiel „Virtual Reality“, aktiv gestaltet werden und bei dem jugendaffine Kultur im urbanen Raum stattfindet. Die Ruhr Games sollen den Sport weiter aus tradierten Sporträumen bringen und das industriegeschichtliche Erbe wird als neuer Sportraum genutzt. Dabei arbeiten die Akteure aus Sport, Kultur und Jugend in der Region eng zusammen.	19	13
20	ehrenamt	Ehrenamt	community	Wie können Unternehmen Menschen im Ehrenamt unterstützen?	Kooperationen, mit denen Unternehmen und andere Akteurinnen und Akteure das Gemeinwesen gestalten und den Zusammenhalt fördern, sollen vorangetrieben werden.	20	13
\.


--
-- Data for Name: forums_ministry; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.forums_ministry (id, name, slug) FROM stdin;
1	Ministerium für Kinder, Familie, Flüchtlinge und Integration des Landes Nordrhein-Westfalen	kinder-familie-und-integration
2	Ministerium der Finanzen des Landes Nordrhein-Westfalen	finanzen
3	Ministerium des Innern des Landes Nordrhein-Westfalen	inneres
4	Ministerium für Wirtschaft, Innovation, Digitalisierung und Energie des Landes Nordrhein-Westfalen	wirtschaft-und-energie
5	Ministerium für Arbeit, Gesundheit und Soziales des Landes Nordrhein-Westfalen	arbeit-gesundheit-und-soziales
6	Ministerium für Schule und Bildung des Landes Nordrhein-Westfalen	schule-und-bildung
7	Ministerium für Heimat, Kommunales, Bau und Gleichstellung des Landes Nordrhein-Westfalen	heimat-und-bau
8	Ministerium der Justiz des Landes Nordrhein-Westfalen	justiz
9	Ministerium für Verkehr des Landes Nordrhein-Westfalen	verkehr
10	Ministerium für Umwelt, Landwirtschaft, Natur- und Verbraucherschutz des Landes Nordrhein-Westfalen	umwelt
11	Ministerium für Kultur und Wissenschaft des Landes Nordrhein-Westfalen	kultur-und-wissenschaft
12	Ministerium für Bundes- und Europaangelegenheiten sowie Internationales des Landes Nordrhein-Westfalen	europa-und-internationales
13	Staatskanzlei des Landes Nordrhein-Westfalen	staatskanzlei
\.


--
-- Data for Name: forums_ministry_members; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.forums_ministry_members (id, ministry_id, user_id) FROM stdin;
1	9	1
\.


--
-- Data for Name: forums_moderator; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.forums_moderator (id, name, office, "position", forum_id) FROM stdin;
1	Minister Dr. Joachim Stamp		1	1
2	Suat Yilmaz	Leiter Landesweite Koordinierungsstelle Kommunale Integrationszentren	2	1
3	Minister Lutz Lienenkämper		1	2
4	Eckhard Forst	Vorstandsvorsitzender der NRW.Bank	2	2
5	Minister Herbert Reul		1	3
6	Frank Richter	Polizeipräsident Essen	2	3
7	Minister Prof. Dr. Andreas Pinkwart		1	4
8	Dr. Johannes Teyssen	Vorstandsvorsitzender E.ON	2	4
9	Minister Prof. Dr. Andreas Pinkwart		1	5
10	Prof. Dr. Martina Havenith	Ruhr-Universität Bochum, Sprecherin des Exzellenzclusters RESOLV	2	5
11	Staatssekretär Christoph Dammermann		1	6
12	Prof. Dr. Hans-Peter Noll	Vorstandsvorsitzender Stiftung Zollverein	2	6
13	Minister Karl-Josef Laumann		1	7
14	Oliver Burkhard	Vorstand Personal und Arbeitsdirektor ThyssenKrupp	2	7
15	Minister Karl-Josef Laumann		1	8
16	Prof. Dr. Christoph M. Schmidt	Präsident des RWI – Leibniz-Institut für Wirtschaftsforschung	2	8
17	Ministerin Yvonne Gebauer		1	9
18	Prof. Dr. Ulrich Radtke	Rektor Uni Duisburg-Essen	2	9
19	Staatssekretär Mathias Richter		1	10
20	Prof. Dr. Bernd Kriegesmann	Präsident der Westf. Hochschule	2	10
21	Ministerin Ina Scharrenbach		1	11
22	Hildegard Müller	Vorstand Netz & Infrastruktur innogy SE	2	11
23	Minister Peter Biesenbach		1	12
24	Anne Heselhaus-Schröer	Polizeipräsidentin Gelsenkirchen	2	12
25	Minister Hendrik Wüst		1	13
26	Ronald Pofalla	Vorstandsmitglied Deutsche Bahn AG	2	13
27	Ministerin Ursula Heinen-Esser		1	14
28	Dr. Ulrich Paetzel	Vorstandsvorsitzender Emschergenossenschaft	2	14
29	Josef Tumbrinck	Vorsitzender NABU NRW	3	14
30	Ministerin Isabel Pfeiffer-Poensgen		1	15
31	Prof. Martin Stratmann	Präsident Max-Planck-Gesellschaft	2	15
32	Ministerin Isabel Pfeiffer-Poensgen		1	16
33	Dr. Thomas Oberender	Intendant Berliner Festspiele	2	16
34	Staatssekretär Dr. Mark Speich		1	17
35	Prof. Dr. Uta Hohn	Ruhr-Universität Bochum	2	17
36	Staatssekretär Nathanael Liminski	Chef der Staatskanzlei	1	18
37	Andrea Donat	Chefredakteurin Radio Bochum	2	18
38	Staatssekretärin Andrea Milz		1	19
39	Christoph Metzelder		2	19
40	Christian Kullmann	Evonik	3	19
41	Staatssekretärin Andrea Milz		1	20
42	Stefanie Janne Klar	Leiterin Human Ressource Management & Soziales Engagement, Dr. Ausbüttel & Co. GmbH	2	20
43	André Koch-Engelmann	gute-sachen.org	3	20
\.


--
-- Data for Name: mfa_authenticator; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mfa_authenticator (id, type, data, user_id, created_at, last_used_at) FROM stdin;
\.


--
-- Data for Name: procrastinate_events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.procrastinate_events (id, job_id, type, at) FROM stdin;
1	1	deferred	2026-11-26 07:06:40.081652+00
2	2	deferred	2026-11-26 07:06:40.086712+00
3	3	deferred	2026-11-26 07:06:40.089422+00
4	4	deferred	2026-11-26 07:06:40.100244+00
\.


--
-- Data for Name: procrastinate_jobs; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.procrastinate_jobs (id, queue_name, task_name, lock, args, status, scheduled_at, attempts, queueing_lock, priority, abort_requested, worker_id) FROM stdin;
1	mail	survey.tasks.send_consent_mail	\N	{"subscription": "e8310c63-cd7c-41af-b4a8-796c6094966b"}	todo	\N	0	\N	0	f	\N
2	mail	survey.tasks.send_consent_mail	\N	{"subscription": "8831823d-f0cf-456d-ad16-7aa6fb2e37c4"}	todo	\N	0	\N	0	f	\N
3	mail	survey.tasks.send_consent_mail	\N	{"subscription": "89a37573-0979-44e3-b582-e41669421b39"}	todo	\N	0	\N	0	f	\N
4	mail	survey.tasks.send_update	\N	{"update": 1}	todo	\N	0	\N	0	f	\N
\.


--
-- Data for Name: procrastinate_periodic_defers; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.procrastinate_periodic_defers (id, task_name, defer_timestamp, job_id, periodic_id) FROM stdin;
\.


--
-- Data for Name: procrastinate_workers; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.procrastinate_workers (id, last_heartbeat) FROM stdin;
\.


--
-- Data for Name: reversion_revision; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.reversion_revision (id, date_created, comment, user_id) FROM stdin;
34	2026-11-26 07:06:37.796166+00	Text der Landesregierung	\N
47	2026-11-26 07:06:40.107829+00		3
\.


--
-- Data for Name: reversion_version; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.reversion_version (id, object_id, format, serialized_data, object_repr, content_type_id, revision_id, db) FROM stdin;
77	1	json	[{"model": "forums.contentdate", "pk": 1, "fields": {"text": "2018"}}]	2018	12	34	default
90	1	json	[{"model": "forums.contentdate", "pk": 1, "fields": {"text": "2018"}}]	2018	12	47	default
\.


--
-- Data for Name: ruhrdialog_barrierreport; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.ruhrdialog_barrierreport (id, page, message, email, day, done) FROM stdin;
1	/mitmachen/	Muster: Das Feld ist zu klein.	muster@example.org	2026-11-26	f
\.


--
-- Data for Name: survey_answertemplate; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_answertemplate (id, title, text) FROM stdin;
1	Dank und Weitergabe	Vielen Dank für Ihren Vorschlag. Wir haben ihn an die Fachleute weitergegeben, die das Themenforum vorbereiten. Er wird dort mit den anderen Vorschlägen beraten.
2	Rückfrage: Ort	Vielen Dank für Ihren Beitrag. Damit wir ihn richtig verstehen: Welchen Ort meinen Sie? Eine Stadt, ein Stadtteil oder eine Haltestelle genügt.
3	Rückfrage: genauer	Vielen Dank für Ihren Beitrag. Können Sie an einem Beispiel zeigen, was besser werden soll?
4	Wird schon bearbeitet	Vielen Dank für Ihren Hinweis. Daran wird bereits gearbeitet. Neues dazu lesen Sie auf der Seite Neuigkeiten.
5	Zuständig ist die Stadt	Vielen Dank für Ihren Beitrag. Darüber entscheidet nicht das Land, sondern Ihre Stadt oder Gemeinde. Bitte wenden Sie sich an die Verwaltung dort.
6	Zuständig ist der Bund	Vielen Dank für Ihren Beitrag. Darüber entscheidet nicht das Land, sondern der Bund. Wir können Ihren Vorschlag deshalb hier nicht weiterverfolgen.
7	Muster	Vielen Dank.
\.


--
-- Data for Name: survey_campaign; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_campaign (id, signature, share, day) FROM stdin;
1	{-1457459952,2022521159,367156441,-1135245652,822373918}	100	2026-11-26
\.


--
-- Data for Name: survey_delivery; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_delivery (id, state, marked_at, subscription_id, update_id) FROM stdin;
2	waiting	\N	8831823d-f0cf-456d-ad16-7aa6fb2e37c4	1
1	sent	2026-11-26 07:06:40.106193+00	e8310c63-cd7c-41af-b4a8-796c6094966b	1
\.


--
-- Data for Name: survey_exportrecord; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_exportrecord (id, at, format, filter, number, by_id) FROM stdin;
1	2026-11-26 07:06:40.077657+00	csv	Verkehr	3	2
\.


--
-- Data for Name: survey_note; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_note (id, text, day, by_id, submission_id) FROM stdin;
1	Notiz zu einem Musterbeitrag.	2026-11-26	1	fb58cd4d-5b98-4c74-aef2-3f0664c534ad
\.


--
-- Data for Name: survey_ratelimit; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_ratelimit (hour, sender, uses) FROM stdin;
2026-11-26 07:00:00+00	\\xa559f57df8f6710e82b8566c58b9711c8b9716cb7bafd81963ee9f7bc04c8677	1
2026-11-26 07:00:00+00	\\x	3
2026-11-26 07:00:00+00	\\x512fff3980cf68898a4e0a7bf79437333286303d7d7b7ff5e3a71e2d80e59808	2
\.


--
-- Data for Name: survey_reviewstep; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_reviewstep (id, state, day, text, by_id, submission_id, forum_id, note, verb) FROM stdin;
1	read	2026-11-26		1	b5fee9e9-17f4-45ad-a4d6-92f4fc2474e5	\N		read
2	asked_back	2026-11-26	Welche Straße meinen Sie?	1	fb58cd4d-5b98-4c74-aef2-3f0664c534ad	\N		asked_back
3	received	2026-11-26	Musterbeitrag: Die Straße zum Bahnhof.	\N	fb58cd4d-5b98-4c74-aef2-3f0664c534ad	\N		replied
4	read	2026-11-26		1	d0be77aa-3563-4dab-9d57-51ba8c4f7943	\N		read
5	forwarded	2026-11-26		1	d0be77aa-3563-4dab-9d57-51ba8c4f7943	13		handed_over
6	answered	2026-11-26	Vielen Dank für Ihren Vorschlag.	1	d0be77aa-3563-4dab-9d57-51ba8c4f7943	\N		answered
7	received	2026-11-26		1	614d9baa-5f10-459d-a753-9c01a6ee57a2	1	Bitte übernehmen.	reassigned
8	not_pursued	2026-11-26	Darüber entscheidet der Bund.	1	8c5e7336-4bc0-41fe-b309-c69bf28276ef	\N		not_pursued
9	read	2026-11-26		2	8c5e7336-4bc0-41fe-b309-c69bf28276ef	\N		reopened
10	spam	2026-11-26		1	be381178-96bb-449c-99c0-81e1345d5833	\N		sorted_out
11	received	2026-11-26		1	34b6538d-03e5-430a-8a92-1ee64e496fb1	\N		released
12	read	2026-11-26		1	d4ff75b0-0dab-4802-98f2-c048b6d5de00	\N		read
\.


--
-- Data for Name: survey_submission; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_submission (id, receipt_hash, reference, day, other_topic, reason, proposal, further_interests, publication_consent, state, assigned_forum_id, forum_id, check_reason, version, signature, source, campaign_id) FROM stdin;
fb58cd4d-5b98-4c74-aef2-3f0664c534ad	\\x943c2466c038d5462523a66806551dd20c558a1afa24c4584572523e32880ab6	HGRXKZMD	2026-11-26		Musterbeitrag: Hier fehlt ein Radweg.	Musterbeitrag: Bitte bauen Sie einen.	{}	f	received	13	13		2	{-725121428,50904606,-262424300,274119637,-20768507}	portal	\N
8c5e7336-4bc0-41fe-b309-c69bf28276ef	\\x40179f734824ecd97e9aea2a8593bc11d873963afe2a7102f1099234ef660333	ZPLKPJPC	2026-11-26		Musterbeitrag: Das geht leider nicht.		{}	f	read	13	13		2	{}	portal	\N
be381178-96bb-449c-99c0-81e1345d5833	\\xe66ec7b9e7b50d088f088b313f82b391c6768f63560fb72d43065001c61c5874	DDBPLXJF	2026-11-26		Musterbeitrag: Jetzt kaufen: https://example.org/ https://example.org/ https://example.org/		{}	f	spam	13	13	3 Links im Text	1	{}	portal	\N
34b6538d-03e5-430a-8a92-1ee64e496fb1	\\x7deaa4cd51653405c70185249b5ad6f21f09b0885fac13cf4f5fa38ccd3b1dc2	PBJMLHMC	2026-11-26		Musterbeitrag: Noch mehr unter https://example.org/ und https://example.org/ und https://example.org/		{}	f	received	13	13		1	{523285501,1577971347,-195603017,422857164,-117212775}	portal	\N
f4e104d0-6ad3-41c4-9ba2-aa7df2cfaa41	\\x564067d7cce7b8c573eb45b6248030b5801fbae110bebbdb5c15b46c86ae2338	CQGJTKCB	2026-11-26	Spielplätze	Musterbeitrag: Es sind zu wenige.		{13,1}	f	received	\N	\N		0	{}	portal	\N
81efd45d-dc0b-4ae8-9d62-6aa686d23878	\\x89585e18d61e21d185132f7a3f268efd1dfeb8588740e5261e237ffdfadf7e7b	RWFKVNDQ	2026-11-26				{}	f	counted	13	13		0	{}	portal	\N
9d64ae9f-7445-4600-b1a7-5fc3740b71e8	\\x081398d5a91dedef91277800935c42f16103258d43bcdfc6fc309c733a27d92b	JSSWMZFP	2026-11-26				{13}	f	counted	1	1		0	{}	portal	\N
850a7e73-c186-49d7-879b-8d8a53c0f99a	\\xde2b91fe4d41e22da25cf9459c4c141328e24ef6401237ce4d1bd13a09a33a4d	LQKLMXNW	2026-11-26		Musterbeitrag: Wir alle schreiben hier genau denselben Text über die Fernwärme in unserer Stadt.		{}	f	received	2	2		0	{-1457459952,2022521159,367156441,-1135245652,822373918}	portal	1
d3127a50-9cf8-45f4-b212-8f721bfcc59a	\\x54c5770bf346c6905612d063f2ff7248bf7801b3a1e69d0b2f4d9dc9a1745321	CVVPLKRB	2026-11-26		Musterbeitrag: Wir alle schreiben hier genau denselben Text über die Fernwärme in unserer Stadt.		{}	f	received	2	2		0	{-1457459952,2022521159,367156441,-1135245652,822373918}	portal	1
19236d4d-d207-4493-b3db-571af8f56178	\\x5bdb166427ab5627252e1fd90a6cc039747367c0005363933a57cfad657c445f	HGSFJXNJ	2026-11-26		Musterbeitrag: Wir alle schreiben hier genau denselben Text über die Fernwärme in unserer Stadt.		{}	f	received	2	2		0	{-1457459952,2022521159,367156441,-1135245652,822373918}	portal	1
b75947a4-9c98-404c-90fa-c8d0ca297d69	\\x5854ed7a73d247507a5ed07b1da3b8e888a7d9c56f6544b3c4d4be731b99f084	NZFTXRXB	2026-11-26		Musterbeitrag: Wir alle schreiben hier genau denselben Text über die Fernwärme in unserer Stadt.		{}	f	received	2	2		0	{-1457459952,2022521159,367156441,-1135245652,822373918}	portal	1
614d9baa-5f10-459d-a753-9c01a6ee57a2	\\x6826a0165826eff96e85774334585a7d23c9e3120c5933e3c11318ab0a3601b1	MSSSLZKH	2026-11-26		Musterbeitrag: Das gehört zu einem anderen Thema.		{}	f	received	1	13		1	{}	paper	\N
d0be77aa-3563-4dab-9d57-51ba8c4f7943	\\x9cd20cf1e1cddf528c6b6f8555d58ed83b24aef38451cc6b64a080c5ef4db1e4	FGSBTSZM	2026-10-17			Musterbeitrag: Ein Fahrplan in großer Schrift.	{}	t	answered	13	13		3	{}	portal	\N
b5fee9e9-17f4-45ad-a4d6-92f4fc2474e5	\\x82d5e9f218b3c4eb8bb95c7aef05a540e52d1a52e25a273d2dc5f5aaeab5566c	GHSVBDDS	2026-11-23		Musterbeitrag: Der Bus kommt zu selten.		{1}	f	read	13	13		1	{}	portal	\N
e8233cef-7924-4f20-829a-e0762df502d0	\\x489be3929dd22377b16f721e3f5d5fa774ebe0f85ca6cf2c9472881331021a31	DBSLNDBC	2026-11-26		Musterbeitrag: Wir alle schreiben hier genau denselben Text über die Fernwärme in unserer Stadt.		{}	f	received	2	2		0	{-1457459952,2022521159,367156441,-1135245652,822373918}	portal	1
d4ff75b0-0dab-4802-98f2-c048b6d5de00	\\x281b4a3181972eb77b490d023895bf6712ad8df6e01a7058e7edf2a8cbfb2aea	STWBGBTC	2026-11-26		Musterbeitrag: Kam nach der Nacht.		{}	f	read	13	13		1	{}	portal	\N
\.


--
-- Data for Name: survey_submission_tags; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_submission_tags (id, submission_id, tag_id) FROM stdin;
1	d0be77aa-3563-4dab-9d57-51ba8c4f7943	1
2	b5fee9e9-17f4-45ad-a4d6-92f4fc2474e5	2
3	fb58cd4d-5b98-4c74-aef2-3f0664c534ad	2
\.


--
-- Data for Name: survey_subscription; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_subscription (id, address, token, wording_version, requested_at, confirmed_at, topics, mailed_at) FROM stdin;
89a37573-0979-44e3-b582-e41669421b39	muster-drei@example.org	NWBXPZKTLWZWBPDQLPMJMBPNRSHGZR	2026-11	2026-11-26 07:06:40.089194+00	\N	{}	\N
e8310c63-cd7c-41af-b4a8-796c6094966b	muster-eins@example.org	BRFJVXJGZTHXRRGRKSQWLFJXPMNNFH	2026-11	2026-11-26 07:06:40.081353+00	2026-11-26 07:06:40.094308+00	{}	2026-11-26 07:06:40.092997+00
8831823d-f0cf-456d-ad16-7aa6fb2e37c4	muster-zwei@example.org	TMQWDGWBCPJDMPVGXVRVVLRTWPVLMD	2026-11	2026-11-26 07:06:40.086456+00	2026-11-26 07:06:40.096089+00	{13}	2026-11-26 07:06:40.095071+00
\.


--
-- Data for Name: survey_surveyperiod; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_surveyperiod (id, opens_at, closes_at, text_before, text_after) FROM stdin;
1	2026-09-27 07:06:40.079008+00	2027-11-26 07:06:40.079018+00	Die Befragung beginnt bald.	Die Befragung ist beendet. Vielen Dank an alle, die mitgemacht haben!
\.


--
-- Data for Name: survey_tag; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_tag (id, name, forum_id) FROM stdin;
1	Fahrplan	13
2	Bus	13
\.


--
-- Data for Name: survey_tally; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_tally (id, what, day, state, with_proposal, value, number, assigned_forum_id, forum_id, span) FROM stdin;
dd5537d6-b94c-4d97-bed5-77e84ef8dc2d	answer	2026-10-17		f	40	1	13	13	day
67741b26-fc53-4ecf-ae2b-2f1817ab0501	interest	2026-11-23		f	1	1	13	13	day
baa0da18-32c2-47b5-b24c-dde6f668c03a	interest	2026-11-26		f	13	1	1	1	day
829318b7-8c3e-45bf-a7c6-acccde50e8dd	interest	2026-11-26		f	1	1	\N	\N	day
0441cccd-8d5e-4c72-9fb3-a43b6f0bee2c	interest	2026-11-26		f	13	1	\N	\N	day
5e50422c-7ed2-43b5-9935-cb61d81ee402	submission	2026-10-17	answered	t	\N	1	13	13	day
f17070ca-6d72-42d0-a4fa-3d9772340637	submission	2026-11-23	read	f	\N	1	13	13	day
58bdc288-b366-49e4-80db-929d0cc0d68d	submission	2026-11-26	counted	f	\N	1	1	1	day
5468eb03-a051-4461-876b-781e15b44264	submission	2026-11-26	received	f	\N	1	1	13	day
62bb9a68-6180-4122-aaed-df20568c0c21	submission	2026-11-26	received	f	\N	5	2	2	day
dd7cf922-62e7-4ebd-9776-7c92d201317a	submission	2026-11-26	counted	f	\N	1	13	13	day
bacdfd97-1c9a-4584-b864-6a0756fd3e04	submission	2026-11-26	read	f	\N	1	13	13	day
fc664b7d-b49a-49ae-9ebd-8dd57460aab2	submission	2026-11-26	received	f	\N	1	13	13	day
d5df2abb-e3aa-49c6-9e73-c86f5d2fb1c0	submission	2026-11-26	received	t	\N	1	13	13	day
297b41a1-e621-4045-9900-5a2fc95c2926	submission	2026-11-26	spam	f	\N	1	13	13	day
32df8f95-d305-4744-8ce4-759410b129c9	submission	2026-11-26	received	f	\N	1	\N	\N	day
4ce8d7f1-a79a-42c4-a094-7d422b4a432f	tag	2026-10-17		f	1	1	13	13	day
6bc3139c-4abd-4469-9231-db7756dc4688	tag	2026-11-23		f	2	1	13	13	day
86a522a4-0f3c-4e36-b3c4-315f5e660126	tag	2026-11-26		f	2	1	13	13	day
d36e1aed-de86-472d-8a70-e530210bc416	answer	2026-10-01		f	40	1	13	13	month
9731e211-5fc8-43c2-b904-274a6a1e29d2	interest	2026-11-01		f	13	1	1	1	month
693aec4c-d15a-4fdb-b0c1-4767cfff50cc	interest	2026-11-01		f	1	1	13	13	month
f00c2516-dad9-406b-b52f-05191357bd47	interest	2026-11-01		f	1	1	\N	\N	month
776f9061-f4d4-42de-9bff-66179659260b	interest	2026-11-01		f	13	1	\N	\N	month
9e88765a-711e-4125-ba75-210d86e63eef	submission	2026-10-01	answered	t	\N	1	13	13	month
58443b83-0ef9-45ff-9c07-466117e5ed8b	submission	2026-11-01	counted	f	\N	1	1	1	month
35501d9b-910f-403e-b3eb-321c5ece95c8	submission	2026-11-01	received	f	\N	1	1	13	month
5267a4f5-b58c-45cf-a9d5-142b5d47c82e	submission	2026-11-01	received	f	\N	5	2	2	month
ed665633-24d3-47c4-9774-cb684afe77d4	submission	2026-11-01	counted	f	\N	1	13	13	month
5937a65f-d0c3-4989-ac66-f1b099f92f0f	submission	2026-11-01	read	f	\N	2	13	13	month
83ebd5fa-794a-41d6-92bc-1e47797d3679	submission	2026-11-01	received	f	\N	1	13	13	month
a06ee8a9-d898-450b-8a52-03fbd8a3e164	submission	2026-11-01	received	t	\N	1	13	13	month
77ed2d5f-94f0-4622-8635-950479348827	submission	2026-11-01	spam	f	\N	1	13	13	month
c06f6005-381a-4f1a-b887-888080860a0b	submission	2026-11-01	received	f	\N	1	\N	\N	month
ba5f98a1-ae24-4119-b98c-a06366ba947b	tag	2026-10-01		f	1	1	13	13	month
d84c7c2d-edfa-41c9-ab7d-e95de2dc92bb	tag	2026-11-01		f	2	2	13	13	month
3287ca47-e507-4dc6-9523-7e486a41d2e4	submission	2026-11-26	received	f	\N	1	13	13	
20751b37-524b-4cd0-b2a5-daf069c0175e	submission	2026-11-26	received	f	\N	-1	13	13	
fa36e8cd-6124-4217-afce-68b29eccc15a	submission	2026-11-26	read	f	\N	1	13	13	
\.


--
-- Data for Name: survey_update; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_update (id, title, slug, text, published_at, published_by_id) FROM stdin;
2	Entwurf eines Musters	entwurf	Noch nicht fertig.	\N	\N
1	Musterneuigkeit	muster	Ein Text, *nur* zum Versuch.	2026-11-26 07:06:40.099993+00	3
\.


--
-- Data for Name: survey_update_topics; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_update_topics (id, update_id, forum_id) FROM stdin;
1	1	13
\.


--
-- Data for Name: survey_withdrawal; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.survey_withdrawal (receipt_hash, day) FROM stdin;
\\x3a4d6b10259ad7eb1682dc3938b59cebe656eba1d3041a8d77c839674db22ec6	2026-11-26
\.


--
-- Data for Name: usersessions_usersession; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.usersessions_usersession (id, created_at, ip, last_seen_at, session_key, user_agent, data, user_id) FROM stdin;
1	2026-11-26 07:06:40.234118+00	192.0.2.1	2026-11-26 07:06:40.234032+00	dov0lyoc224xhizmbo90gzc6lsvlesil	Muster	{}	2
\.


--
-- Name: account_emailaddress_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);


--
-- Name: account_emailconfirmation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);


--
-- Name: auth_group_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_id_seq', 4, true);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 55, true);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_permission_id_seq', 148, true);


--
-- Name: auth_user_groups_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_user_groups_id_seq', 4, true);


--
-- Name: auth_user_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_user_id_seq', 5, true);


--
-- Name: auth_user_user_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_user_user_permissions_id_seq', 1, false);


--
-- Name: django_admin_log_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_admin_log_id_seq', 1, true);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_content_type_id_seq', 36, true);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_migrations_id_seq', 100, true);


--
-- Name: faq_question_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.faq_question_id_seq', 12, true);


--
-- Name: forums_contentdate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.forums_contentdate_id_seq', 1, false);


--
-- Name: forums_forum_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.forums_forum_id_seq', 20, true);


--
-- Name: forums_ministry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.forums_ministry_id_seq', 13, true);


--
-- Name: forums_ministry_members_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.forums_ministry_members_id_seq', 1, true);


--
-- Name: forums_moderator_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.forums_moderator_id_seq', 43, true);


--
-- Name: mfa_authenticator_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 4, true);


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 4, true);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);


--
-- Name: reversion_revision_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reversion_revision_id_seq', 47, true);


--
-- Name: reversion_version_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reversion_version_id_seq', 90, true);


--
-- Name: ruhrdialog_barrierreport_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ruhrdialog_barrierreport_id_seq', 1, true);


--
-- Name: survey_answertemplate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_answertemplate_id_seq', 7, true);


--
-- Name: survey_campaign_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_campaign_id_seq', 1, true);


--
-- Name: survey_delivery_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_delivery_id_seq', 2, true);


--
-- Name: survey_exportrecord_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_exportrecord_id_seq', 1, true);


--
-- Name: survey_note_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_note_id_seq', 1, true);


--
-- Name: survey_reviewstep_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_reviewstep_id_seq', 12, true);


--
-- Name: survey_submission_tags_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_submission_tags_id_seq', 3, true);


--
-- Name: survey_surveyperiod_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_surveyperiod_id_seq', 1, false);


--
-- Name: survey_tag_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_tag_id_seq', 2, true);


--
-- Name: survey_update_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_update_id_seq', 2, true);


--
-- Name: survey_update_topics_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.survey_update_topics_id_seq', 1, true);


--
-- Name: usersessions_usersession_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.usersessions_usersession_id_seq', 1, true);


--
-- Name: account_emailaddress account_emailaddress_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


--
-- Name: account_emailaddress account_emailaddress_user_id_email_987c8728_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


--
-- Name: account_emailconfirmation account_emailconfirmation_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


--
-- Name: account_emailconfirmation account_emailconfirmation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


--
-- Name: auth_group_permissions auth_group_permissions_group_id_permission_id_0cd325b0_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


--
-- Name: auth_group_permissions auth_group_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


--
-- Name: auth_permission auth_permission_content_type_id_codename_01ab375a_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


--
-- Name: auth_permission auth_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


--
-- Name: auth_user_groups auth_user_groups_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_pkey PRIMARY KEY (id);


--
-- Name: auth_user_groups auth_user_groups_user_id_group_id_94350c0c_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_group_id_94350c0c_uniq UNIQUE (user_id, group_id);


--
-- Name: auth_user auth_user_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_pkey PRIMARY KEY (id);


--
-- Name: auth_user_user_permissions auth_user_user_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_pkey PRIMARY KEY (id);


--
-- Name: auth_user_user_permissions auth_user_user_permissions_user_id_permission_id_14a6b632_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_permission_id_14a6b632_uniq UNIQUE (user_id, permission_id);


--
-- Name: auth_user auth_user_username_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_username_key UNIQUE (username);


--
-- Name: survey_delivery delivery_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_delivery
    ADD CONSTRAINT delivery_once UNIQUE (update_id, subscription_id);


--
-- Name: django_admin_log django_admin_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);


--
-- Name: django_cache django_cache_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_cache
    ADD CONSTRAINT django_cache_pkey PRIMARY KEY (cache_key);


--
-- Name: django_content_type django_content_type_app_label_model_76bd3d3b_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


--
-- Name: django_content_type django_content_type_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


--
-- Name: django_migrations django_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


--
-- Name: django_session django_session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


--
-- Name: faq_question faq_question_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.faq_question
    ADD CONSTRAINT faq_question_pkey PRIMARY KEY (id);


--
-- Name: faq_question faq_question_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.faq_question
    ADD CONSTRAINT faq_question_slug_key UNIQUE (slug);


--
-- Name: forums_contentdate forums_contentdate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_contentdate
    ADD CONSTRAINT forums_contentdate_pkey PRIMARY KEY (id);


--
-- Name: forums_forum forums_forum_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_forum
    ADD CONSTRAINT forums_forum_pkey PRIMARY KEY (id);


--
-- Name: forums_forum forums_forum_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_forum
    ADD CONSTRAINT forums_forum_slug_key UNIQUE (slug);


--
-- Name: forums_forum forums_forum_title_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_forum
    ADD CONSTRAINT forums_forum_title_key UNIQUE (title);


--
-- Name: forums_ministry_members forums_ministry_members_ministry_id_user_id_302e9a8d_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry_members
    ADD CONSTRAINT forums_ministry_members_ministry_id_user_id_302e9a8d_uniq UNIQUE (ministry_id, user_id);


--
-- Name: forums_ministry_members forums_ministry_members_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry_members
    ADD CONSTRAINT forums_ministry_members_pkey PRIMARY KEY (id);


--
-- Name: forums_ministry forums_ministry_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry
    ADD CONSTRAINT forums_ministry_name_key UNIQUE (name);


--
-- Name: forums_ministry forums_ministry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry
    ADD CONSTRAINT forums_ministry_pkey PRIMARY KEY (id);


--
-- Name: forums_ministry forums_ministry_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry
    ADD CONSTRAINT forums_ministry_slug_key UNIQUE (slug);


--
-- Name: forums_moderator forums_moderator_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_moderator
    ADD CONSTRAINT forums_moderator_pkey PRIMARY KEY (id);


--
-- Name: mfa_authenticator mfa_authenticator_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);


--
-- Name: forums_moderator moderator_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_moderator
    ADD CONSTRAINT moderator_position_once UNIQUE (forum_id, "position");


--
-- Name: procrastinate_events procrastinate_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_jobs procrastinate_jobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_unique; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


--
-- Name: procrastinate_workers procrastinate_workers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


--
-- Name: reversion_revision reversion_revision_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reversion_revision
    ADD CONSTRAINT reversion_revision_pkey PRIMARY KEY (id);


--
-- Name: reversion_version reversion_version_db_content_type_id_objec_b2c54f65_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reversion_version
    ADD CONSTRAINT reversion_version_db_content_type_id_objec_b2c54f65_uniq UNIQUE (db, content_type_id, object_id, revision_id);


--
-- Name: reversion_version reversion_version_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reversion_version
    ADD CONSTRAINT reversion_version_pkey PRIMARY KEY (id);


--
-- Name: ruhrdialog_barrierreport ruhrdialog_barrierreport_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ruhrdialog_barrierreport
    ADD CONSTRAINT ruhrdialog_barrierreport_pkey PRIMARY KEY (id);


--
-- Name: survey_submission submission_receipt_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission
    ADD CONSTRAINT submission_receipt_once UNIQUE (receipt_hash);


--
-- Name: survey_submission submission_reference_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission
    ADD CONSTRAINT submission_reference_once UNIQUE (reference);


--
-- Name: survey_subscription subscription_address_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_subscription
    ADD CONSTRAINT subscription_address_once UNIQUE (address);


--
-- Name: survey_subscription subscription_token_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_subscription
    ADD CONSTRAINT subscription_token_once UNIQUE (token);


--
-- Name: survey_answertemplate survey_answertemplate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_answertemplate
    ADD CONSTRAINT survey_answertemplate_pkey PRIMARY KEY (id);


--
-- Name: survey_answertemplate survey_answertemplate_title_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_answertemplate
    ADD CONSTRAINT survey_answertemplate_title_key UNIQUE (title);


--
-- Name: survey_campaign survey_campaign_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_campaign
    ADD CONSTRAINT survey_campaign_pkey PRIMARY KEY (id);


--
-- Name: survey_delivery survey_delivery_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_delivery
    ADD CONSTRAINT survey_delivery_pkey PRIMARY KEY (id);


--
-- Name: survey_exportrecord survey_exportrecord_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_exportrecord
    ADD CONSTRAINT survey_exportrecord_pkey PRIMARY KEY (id);


--
-- Name: survey_note survey_note_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_note
    ADD CONSTRAINT survey_note_pkey PRIMARY KEY (id);


--
-- Name: survey_ratelimit survey_ratelimit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_ratelimit
    ADD CONSTRAINT survey_ratelimit_pkey PRIMARY KEY (hour, sender);


--
-- Name: survey_reviewstep survey_reviewstep_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_reviewstep
    ADD CONSTRAINT survey_reviewstep_pkey PRIMARY KEY (id);


--
-- Name: survey_submission survey_submission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission
    ADD CONSTRAINT survey_submission_pkey PRIMARY KEY (id);


--
-- Name: survey_submission_tags survey_submission_tags_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission_tags
    ADD CONSTRAINT survey_submission_tags_pkey PRIMARY KEY (id);


--
-- Name: survey_submission_tags survey_submission_tags_submission_id_tag_id_9a781c89_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission_tags
    ADD CONSTRAINT survey_submission_tags_submission_id_tag_id_9a781c89_uniq UNIQUE (submission_id, tag_id);


--
-- Name: survey_subscription survey_subscription_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_subscription
    ADD CONSTRAINT survey_subscription_pkey PRIMARY KEY (id);


--
-- Name: survey_surveyperiod survey_surveyperiod_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_surveyperiod
    ADD CONSTRAINT survey_surveyperiod_pkey PRIMARY KEY (id);


--
-- Name: survey_tag survey_tag_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_tag
    ADD CONSTRAINT survey_tag_pkey PRIMARY KEY (id);


--
-- Name: survey_tally survey_tally_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_tally
    ADD CONSTRAINT survey_tally_pkey PRIMARY KEY (id);


--
-- Name: survey_update survey_update_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update
    ADD CONSTRAINT survey_update_pkey PRIMARY KEY (id);


--
-- Name: survey_update survey_update_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update
    ADD CONSTRAINT survey_update_slug_key UNIQUE (slug);


--
-- Name: survey_update_topics survey_update_topics_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update_topics
    ADD CONSTRAINT survey_update_topics_pkey PRIMARY KEY (id);


--
-- Name: survey_update_topics survey_update_topics_update_id_forum_id_a4fb48ae_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update_topics
    ADD CONSTRAINT survey_update_topics_update_id_forum_id_a4fb48ae_uniq UNIQUE (update_id, forum_id);


--
-- Name: survey_withdrawal survey_withdrawal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_withdrawal
    ADD CONSTRAINT survey_withdrawal_pkey PRIMARY KEY (receipt_hash);


--
-- Name: usersessions_usersession usersessions_usersession_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);


--
-- Name: usersessions_usersession usersessions_usersession_session_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);


--
-- Name: account_emailaddress_email_03be32b2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


--
-- Name: account_emailaddress_email_03be32b2_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


--
-- Name: account_emailaddress_user_id_2c513194; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


--
-- Name: account_emailconfirmation_email_address_id_5b7f8c58; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


--
-- Name: account_emailconfirmation_key_f43612bd_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


--
-- Name: auth_group_name_a6ea08ec_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


--
-- Name: auth_group_permissions_group_id_b120cbf9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


--
-- Name: auth_group_permissions_permission_id_84c5c92e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


--
-- Name: auth_permission_content_type_id_2f476e4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


--
-- Name: auth_user_groups_group_id_97559544; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_user_groups_group_id_97559544 ON public.auth_user_groups USING btree (group_id);


--
-- Name: auth_user_groups_user_id_6a12ed8b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_user_groups_user_id_6a12ed8b ON public.auth_user_groups USING btree (user_id);


--
-- Name: auth_user_user_permissions_permission_id_1fbb5f2c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_user_user_permissions_permission_id_1fbb5f2c ON public.auth_user_user_permissions USING btree (permission_id);


--
-- Name: auth_user_user_permissions_user_id_a95ead1b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_user_user_permissions_user_id_a95ead1b ON public.auth_user_user_permissions USING btree (user_id);


--
-- Name: auth_user_username_6821ab7c_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_user_username_6821ab7c_like ON public.auth_user USING btree (username varchar_pattern_ops);


--
-- Name: campaign_signature; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX campaign_signature ON public.survey_campaign USING gin (signature);


--
-- Name: delivery_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_open ON public.survey_delivery USING btree (update_id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying])::text[]));


--
-- Name: django_admin_log_content_type_id_c4bce8eb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);


--
-- Name: django_admin_log_user_id_c564eba6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);


--
-- Name: django_cache_expires; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_cache_expires ON public.django_cache USING btree (expires);


--
-- Name: django_session_expire_date_a5c62663; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


--
-- Name: django_session_session_key_c0390e0f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


--
-- Name: faq_question_slug_9739ae09_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX faq_question_slug_9739ae09_like ON public.faq_question USING btree (slug varchar_pattern_ops);


--
-- Name: forums_forum_ministry_id_3c64d34b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_forum_ministry_id_3c64d34b ON public.forums_forum USING btree (ministry_id);


--
-- Name: forums_forum_slug_1262ff97_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_forum_slug_1262ff97_like ON public.forums_forum USING btree (slug varchar_pattern_ops);


--
-- Name: forums_forum_title_8d95d7a6_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_forum_title_8d95d7a6_like ON public.forums_forum USING btree (title varchar_pattern_ops);


--
-- Name: forums_ministry_members_ministry_id_f9847941; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_ministry_members_ministry_id_f9847941 ON public.forums_ministry_members USING btree (ministry_id);


--
-- Name: forums_ministry_members_user_id_afd8042a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_ministry_members_user_id_afd8042a ON public.forums_ministry_members USING btree (user_id);


--
-- Name: forums_ministry_name_9e94603f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_ministry_name_9e94603f_like ON public.forums_ministry USING btree (name varchar_pattern_ops);


--
-- Name: forums_ministry_slug_a9ca1087_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_ministry_slug_a9ca1087_like ON public.forums_ministry USING btree (slug varchar_pattern_ops);


--
-- Name: forums_moderator_forum_id_6f53efad; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX forums_moderator_forum_id_6f53efad ON public.forums_moderator USING btree (forum_id);


--
-- Name: idx_procrastinate_jobs_worker_not_null; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));


--
-- Name: idx_procrastinate_workers_last_heartbeat; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);


--
-- Name: mfa_authenticator_user_id_0c3a50c0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);


--
-- Name: procrastinate_events_job_id_fkey_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);


--
-- Name: procrastinate_jobs_id_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));


--
-- Name: procrastinate_jobs_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);


--
-- Name: procrastinate_jobs_priority_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);


--
-- Name: procrastinate_jobs_queue_name_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);


--
-- Name: procrastinate_jobs_queueing_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);


--
-- Name: procrastinate_periodic_defers_job_id_fkey_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);


--
-- Name: reversion_revision_date_created_96f7c20c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reversion_revision_date_created_96f7c20c ON public.reversion_revision USING btree (date_created);


--
-- Name: reversion_revision_user_id_17095f45; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reversion_revision_user_id_17095f45 ON public.reversion_revision USING btree (user_id);


--
-- Name: reversion_v_content_f95daf_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reversion_v_content_f95daf_idx ON public.reversion_version USING btree (content_type_id, db);


--
-- Name: reversion_version_content_type_id_7d0ff25c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reversion_version_content_type_id_7d0ff25c ON public.reversion_version USING btree (content_type_id);


--
-- Name: reversion_version_revision_id_af9f6a9d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reversion_version_revision_id_af9f6a9d ON public.reversion_version USING btree (revision_id);


--
-- Name: review_step_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX review_step_by ON public.survey_reviewstep USING btree (by_id, verb);


--
-- Name: submission_by_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX submission_by_day ON public.survey_submission USING btree (day, reference);


--
-- Name: submission_queue; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX submission_queue ON public.survey_submission USING btree (assigned_forum_id, state, day);


--
-- Name: submission_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX submission_search ON public.survey_submission USING gin (search_vector);


--
-- Name: submission_signature; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX submission_signature ON public.survey_submission USING gin (signature);


--
-- Name: submission_to_check; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX submission_to_check ON public.survey_submission USING btree (assigned_forum_id, state, check_reason) WHERE (NOT ((check_reason)::text = ''::text));


--
-- Name: survey_answertemplate_title_cc84781f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_answertemplate_title_cc84781f_like ON public.survey_answertemplate USING btree (title varchar_pattern_ops);


--
-- Name: survey_delivery_subscription_id_d9772af8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_delivery_subscription_id_d9772af8 ON public.survey_delivery USING btree (subscription_id);


--
-- Name: survey_delivery_update_id_18c3e0cf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_delivery_update_id_18c3e0cf ON public.survey_delivery USING btree (update_id);


--
-- Name: survey_exportrecord_by_id_7235bc53; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_exportrecord_by_id_7235bc53 ON public.survey_exportrecord USING btree (by_id);


--
-- Name: survey_note_by_id_088663fc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_note_by_id_088663fc ON public.survey_note USING btree (by_id);


--
-- Name: survey_note_submission_id_d2bb5b31; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_note_submission_id_d2bb5b31 ON public.survey_note USING btree (submission_id);


--
-- Name: survey_reviewstep_by_id_9dd4f121; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_reviewstep_by_id_9dd4f121 ON public.survey_reviewstep USING btree (by_id);


--
-- Name: survey_reviewstep_forum_id_156421d5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_reviewstep_forum_id_156421d5 ON public.survey_reviewstep USING btree (forum_id);


--
-- Name: survey_reviewstep_submission_id_ef5fd337; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_reviewstep_submission_id_ef5fd337 ON public.survey_reviewstep USING btree (submission_id);


--
-- Name: survey_submission_campaign_id_53a4b02d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_submission_campaign_id_53a4b02d ON public.survey_submission USING btree (campaign_id);


--
-- Name: survey_submission_forum_id_71abe609; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_submission_forum_id_71abe609 ON public.survey_submission USING btree (forum_id);


--
-- Name: survey_submission_tags_submission_id_e913b3fd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_submission_tags_submission_id_e913b3fd ON public.survey_submission_tags USING btree (submission_id);


--
-- Name: survey_submission_tags_tag_id_a558e7cd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_submission_tags_tag_id_a558e7cd ON public.survey_submission_tags USING btree (tag_id);


--
-- Name: survey_tag_forum_id_30dafa5d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_tag_forum_id_30dafa5d ON public.survey_tag USING btree (forum_id);


--
-- Name: survey_update_published_by_id_da27b5ec; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_update_published_by_id_da27b5ec ON public.survey_update USING btree (published_by_id);


--
-- Name: survey_update_slug_b1b60b3b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_update_slug_b1b60b3b_like ON public.survey_update USING btree (slug varchar_pattern_ops);


--
-- Name: survey_update_topics_forum_id_0fae9317; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_update_topics_forum_id_0fae9317 ON public.survey_update_topics USING btree (forum_id);


--
-- Name: survey_update_topics_update_id_c864553b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_update_topics_update_id_c864553b ON public.survey_update_topics USING btree (update_id);


--
-- Name: tag_once_in_a_forum; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX tag_once_in_a_forum ON public.survey_tag USING btree (lower((name)::text), forum_id);


--
-- Name: tally_by_span; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tally_by_span ON public.survey_tally USING btree (what, span, assigned_forum_id, day) INCLUDE (state, number);


--
-- Name: unique_authenticator_type; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));


--
-- Name: unique_primary_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


--
-- Name: unique_verified_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


--
-- Name: usersessions_usersession_session_key_fd35de43_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);


--
-- Name: usersessions_usersession_user_id_af5e0a6d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_aborted_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_inserted_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_abort_requested_events_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_delete_jobs_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_scheduled_events_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_insert_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_update_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();


--
-- Name: survey_reviewstep survey_reviewstep_tally_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_reviewstep_tally_delete AFTER DELETE ON public.survey_reviewstep REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_others('answer', 'changed.day - submission.day', 'verb = ''answered''');


--
-- Name: survey_reviewstep survey_reviewstep_tally_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_reviewstep_tally_insert AFTER INSERT ON public.survey_reviewstep REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_others('answer', 'changed.day - submission.day', 'verb = ''answered''');


--
-- Name: survey_reviewstep survey_reviewstep_tally_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_reviewstep_tally_update AFTER UPDATE ON public.survey_reviewstep REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_others('answer', 'changed.day - submission.day', 'verb = ''answered''');


--
-- Name: survey_submission_tags survey_submission_tags_tally_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_submission_tags_tally_delete AFTER DELETE ON public.survey_submission_tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_others('tag', 'tag_id', 'true');


--
-- Name: survey_submission_tags survey_submission_tags_tally_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_submission_tags_tally_insert AFTER INSERT ON public.survey_submission_tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_others('tag', 'tag_id', 'true');


--
-- Name: survey_submission_tags survey_submission_tags_tally_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_submission_tags_tally_update AFTER UPDATE ON public.survey_submission_tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_others('tag', 'tag_id', 'true');


--
-- Name: survey_submission survey_submission_tally_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_submission_tally_delete AFTER DELETE ON public.survey_submission REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_submissions();


--
-- Name: survey_submission survey_submission_tally_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_submission_tally_insert AFTER INSERT ON public.survey_submission REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_submissions();


--
-- Name: survey_submission survey_submission_tally_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER survey_submission_tally_update AFTER UPDATE ON public.survey_submission REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.survey_tally_submissions();


--
-- Name: account_emailaddress account_emailaddress_user_id_2c513194_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: account_emailconfirmation account_emailconfirm_email_address_id_5b7f8c58_fk_account_e; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissio_permission_id_84c5c92e_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissions_group_id_b120cbf9_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_permission auth_permission_content_type_id_2f476e4b_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_user_groups auth_user_groups_group_id_97559544_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_group_id_97559544_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_user_groups auth_user_groups_user_id_6a12ed8b_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_6a12ed8b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_user_user_permissions auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_user_user_permissions auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: django_admin_log django_admin_log_content_type_id_c4bce8eb_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: django_admin_log django_admin_log_user_id_c564eba6_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: forums_forum forums_forum_ministry_id_3c64d34b_fk_forums_ministry_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_forum
    ADD CONSTRAINT forums_forum_ministry_id_3c64d34b_fk_forums_ministry_id FOREIGN KEY (ministry_id) REFERENCES public.forums_ministry(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: forums_ministry_members forums_ministry_memb_ministry_id_f9847941_fk_forums_mi; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry_members
    ADD CONSTRAINT forums_ministry_memb_ministry_id_f9847941_fk_forums_mi FOREIGN KEY (ministry_id) REFERENCES public.forums_ministry(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: forums_ministry_members forums_ministry_members_user_id_afd8042a_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_ministry_members
    ADD CONSTRAINT forums_ministry_members_user_id_afd8042a_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: forums_moderator forums_moderator_forum_id_6f53efad_fk_forums_forum_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forums_moderator
    ADD CONSTRAINT forums_moderator_forum_id_6f53efad_fk_forums_forum_id FOREIGN KEY (forum_id) REFERENCES public.forums_forum(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: mfa_authenticator mfa_authenticator_user_id_0c3a50c0_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: procrastinate_events procrastinate_events_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;


--
-- Name: procrastinate_jobs procrastinate_jobs_worker_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);


--
-- Name: reversion_revision reversion_revision_user_id_17095f45_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reversion_revision
    ADD CONSTRAINT reversion_revision_user_id_17095f45_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reversion_version reversion_version_content_type_id_7d0ff25c_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reversion_version
    ADD CONSTRAINT reversion_version_content_type_id_7d0ff25c_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reversion_version reversion_version_revision_id_af9f6a9d_fk_reversion_revision_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reversion_version
    ADD CONSTRAINT reversion_version_revision_id_af9f6a9d_fk_reversion_revision_id FOREIGN KEY (revision_id) REFERENCES public.reversion_revision(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_delivery survey_delivery_subscription_id_d9772af8_fk_survey_su; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_delivery
    ADD CONSTRAINT survey_delivery_subscription_id_d9772af8_fk_survey_su FOREIGN KEY (subscription_id) REFERENCES public.survey_subscription(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_delivery survey_delivery_update_id_18c3e0cf_fk_survey_update_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_delivery
    ADD CONSTRAINT survey_delivery_update_id_18c3e0cf_fk_survey_update_id FOREIGN KEY (update_id) REFERENCES public.survey_update(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_exportrecord survey_exportrecord_by_id_7235bc53_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_exportrecord
    ADD CONSTRAINT survey_exportrecord_by_id_7235bc53_fk_auth_user_id FOREIGN KEY (by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_note survey_note_by_id_088663fc_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_note
    ADD CONSTRAINT survey_note_by_id_088663fc_fk_auth_user_id FOREIGN KEY (by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_note survey_note_submission_id_d2bb5b31_fk_survey_submission_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_note
    ADD CONSTRAINT survey_note_submission_id_d2bb5b31_fk_survey_submission_id FOREIGN KEY (submission_id) REFERENCES public.survey_submission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_reviewstep survey_reviewstep_by_id_9dd4f121_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_reviewstep
    ADD CONSTRAINT survey_reviewstep_by_id_9dd4f121_fk_auth_user_id FOREIGN KEY (by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_reviewstep survey_reviewstep_forum_id_156421d5_fk_forums_forum_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_reviewstep
    ADD CONSTRAINT survey_reviewstep_forum_id_156421d5_fk_forums_forum_id FOREIGN KEY (forum_id) REFERENCES public.forums_forum(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_reviewstep survey_reviewstep_submission_id_ef5fd337_fk_survey_su; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_reviewstep
    ADD CONSTRAINT survey_reviewstep_submission_id_ef5fd337_fk_survey_su FOREIGN KEY (submission_id) REFERENCES public.survey_submission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_submission survey_submission_assigned_forum_id_dc2c3f41_fk_forums_forum_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission
    ADD CONSTRAINT survey_submission_assigned_forum_id_dc2c3f41_fk_forums_forum_id FOREIGN KEY (assigned_forum_id) REFERENCES public.forums_forum(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_submission survey_submission_campaign_id_53a4b02d_fk_survey_campaign_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission
    ADD CONSTRAINT survey_submission_campaign_id_53a4b02d_fk_survey_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.survey_campaign(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_submission survey_submission_forum_id_71abe609_fk_forums_forum_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission
    ADD CONSTRAINT survey_submission_forum_id_71abe609_fk_forums_forum_id FOREIGN KEY (forum_id) REFERENCES public.forums_forum(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_submission_tags survey_submission_ta_submission_id_e913b3fd_fk_survey_su; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission_tags
    ADD CONSTRAINT survey_submission_ta_submission_id_e913b3fd_fk_survey_su FOREIGN KEY (submission_id) REFERENCES public.survey_submission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_submission_tags survey_submission_tags_tag_id_a558e7cd_fk_survey_tag_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_submission_tags
    ADD CONSTRAINT survey_submission_tags_tag_id_a558e7cd_fk_survey_tag_id FOREIGN KEY (tag_id) REFERENCES public.survey_tag(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_tag survey_tag_forum_id_30dafa5d_fk_forums_forum_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_tag
    ADD CONSTRAINT survey_tag_forum_id_30dafa5d_fk_forums_forum_id FOREIGN KEY (forum_id) REFERENCES public.forums_forum(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_update survey_update_published_by_id_da27b5ec_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update
    ADD CONSTRAINT survey_update_published_by_id_da27b5ec_fk_auth_user_id FOREIGN KEY (published_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_update_topics survey_update_topics_forum_id_0fae9317_fk_forums_forum_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update_topics
    ADD CONSTRAINT survey_update_topics_forum_id_0fae9317_fk_forums_forum_id FOREIGN KEY (forum_id) REFERENCES public.forums_forum(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: survey_update_topics survey_update_topics_update_id_c864553b_fk_survey_update_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_update_topics
    ADD CONSTRAINT survey_update_topics_update_id_c864553b_fk_survey_update_id FOREIGN KEY (update_id) REFERENCES public.survey_update(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: usersessions_usersession usersessions_usersession_user_id_af5e0a6d_fk_auth_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- PostgreSQL database dump complete
--

\unrestrict dump

