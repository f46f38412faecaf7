-- The portal's role and database, as the portal needs them and with no other right: run once by the
-- administrator of the server, with the role's password in PORTAL_PASSWORD, or in the file that
-- PORTAL_PASSWORD_FILE names:
--   psql --file=deploy/database.sql postgres
\set ON_ERROR_STOP on
\getenv password PORTAL_PASSWORD
\if :{?password}
\else
\set password `cat "$PORTAL_PASSWORD_FILE"`
\endif
SELECT :'password' = '' AS is_empty \gset
\if :is_empty
DO $$ BEGIN RAISE EXCEPTION 'No password, or its file can''t be read.'; END $$;
\endif
CREATE ROLE portal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'password';
-- It owns its database, since the nightly job writes tables anew, and pg_trgm is made by the owner.
CREATE DATABASE portal OWNER portal;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
