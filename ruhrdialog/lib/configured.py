"""What the environment says in ways of its own: secrets in files, several servers of a database."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SEVERAL = {
    "target_session_attrs": "read-write",  # the one that leads, whichever it is now
    # Seconds. One that is gone without a word must not be waited for as long as TCP does.
    "connect_timeout": 2,  # for each of them, until the next is asked
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def secret(name: str, default: str = "") -> str:
    """Return the value of a variable, or what stands in the file that NAME_FILE names.

    A file holds the secret as it is, whatever its characters; the end of its line is none of it.
    """
    value, file = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if not file:
        return value or default
    if value:
        raise refused(f"set either {name} or {name}_FILE")
    try:
        return Path(file).read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        kind = getattr(error, "strerror", None) or "it is no text"
        raise refused(f"{name}_FILE can't be read: {kind}") from None


def database(url: str, password: str) -> dict[str, Any]:
    """Return Django's settings of a database; of several hosts the one that takes writes counts.

    A refusal holds no part of the address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql", "pgsql"):
        raise refused("DATABASE_URL must name a PostgreSQL")
    login, at, hosts = parts.netloc.rpartition("@")
    try:
        servers = [urlsplit(f"//{host}") for host in hosts.split(",")]
        first = parts._replace(netloc=f"{login}{at}{hosts.split(',')[0]}")
        found: dict[str, Any] = {**dj_database_url.parse(first.geturl(), conn_max_age=0)}
        ports = [str(server.port or 5432) for server in servers]
    except ValueError:
        raise refused(f"DATABASE_URL can't be read; {ENCODE}") from None
    # Where a password has such a sign as it is, the address ends too early.
    is_cut = parts.fragment or "@" in parts.path + parts.query or "/" in parts.path[1:]
    if is_cut or not found["NAME"] or not all(server.hostname for server in servers):
        raise refused(f"DATABASE_URL must name host and database; {ENCODE}")
    options = found.setdefault("OPTIONS", {})
    if len(servers) > 1:
        found["HOST"] = ",".join(unquote(server.hostname or "") for server in servers)
        found["PORT"] = ",".join(ports)
        found["OPTIONS"] = SEVERAL | options
    if password:
        if found["PASSWORD"]:
            raise refused("set the password either in DATABASE_URL or as DATABASE_PASSWORD")
        found["PASSWORD"] = password
    return found


ENCODE = (
    "in user and password write / as %2F, # as %23, ? as %3F, @ as %40 and % as %25, or put the "
    "password as it is into DATABASE_PASSWORD, or into a file that DATABASE_PASSWORD_FILE names"
)


def refused(reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The portal doesn't start: {reason}.")
