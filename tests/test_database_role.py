"""The role that deploy/database.sql makes for the portal: owner of its database, and no more."""

import os
import subprocess

import psycopg
import pytest

from dev.environment import ROOT
from tests.portal import database_at, run

PASSWORD = "it's a 'password' only for this test"
NAME = "portal_of_this_test"


@pytest.fixture
def administrator():
    """A connection of the server's administrator, who has made the role and its database."""
    server = os.environ["DATABASE_URL"]
    sql = (ROOT / "deploy" / "database.sql").read_text()
    sql = sql.replace(" portal ", f" {NAME} ").replace("OWNER portal;", f"OWNER {NAME};")
    arguments = ["--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={server}"]
    run("psql", *arguments, input=sql, env=os.environ | {"PORTAL_PASSWORD": PASSWORD})
    with psycopg.connect(server, autocommit=True) as connection:
        yield connection
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        connection.execute(f"DROP ROLE {NAME}")


def test_its_password_may_stand_in_a_file(tmp_path):
    """As compose.yaml gives it; psql reads the file itself."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    sql = (ROOT / "deploy" / "database.sql").read_text().split("CREATE ROLE")[0]
    environment = {n: v for n, v in os.environ.items() if n != "PORTAL_PASSWORD"}
    said = run(
        *("psql", "--no-align", "--tuples-only", f"--dbname={os.environ['DATABASE_URL']}"),
        input=f"{sql}SELECT :'password';\n",
        env=environment | {"PORTAL_PASSWORD_FILE": str(file)},
    )
    assert said.strip() == PASSWORD


def test_without_a_password_it_makes_nothing(tmp_path):
    environment = {n: v for n, v in os.environ.items() if n != "PORTAL_PASSWORD"}
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(
            *("psql", f"--dbname={os.environ['DATABASE_URL']}"),
            input=(ROOT / "deploy" / "database.sql").read_text(),
            env=environment | {"PORTAL_PASSWORD_FILE": str(tmp_path / "none")},
            stderr=subprocess.PIPE,
        )
    assert "No password" in refused.value.stderr


def test_it_is_no_superuser_and_makes_neither_roles_nor_databases(administrator):
    rights = "rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin"
    row = administrator.execute(f"SELECT {rights} FROM pg_roles WHERE rolname = '{NAME}'")
    assert row.fetchone() == (False, False, False, False, False, True)


def test_its_database_is_its_own_and_nobody_elses(administrator):
    owner = "SELECT pg_get_userbyid(datdba), datacl::text FROM pg_database WHERE datname = %s"
    assert administrator.execute(owner, [NAME]).fetchone() == (NAME, f"{{{NAME}=CTc/{NAME}}}")


def test_it_can_make_what_migrations_need(administrator):
    with psycopg.connect(database_at(os.environ["DATABASE_URL"], NAME)) as own:
        own.execute(f"SET ROLE {NAME}")
        own.execute("CREATE EXTENSION pg_trgm")
        own.execute("CREATE TABLE of_its_own (name text)")
        own.rollback()


def test_compose_gives_the_portal_this_role_and_not_the_administrators():
    compose = (ROOT / "compose.yaml").read_text()
    assert "./deploy/database.sql:/docker-entrypoint-initdb.d/database.sql:ro" in compose
    assert "DATABASE_URL: postgres://portal@%2Fvar%2Frun%2Fpostgresql/portal" in compose
    assert "POSTGRES_INITDB_ARGS: --auth-local=scram-sha-256" in compose  # nobody is trusted
    assert "POSTGRES_USER" not in compose
