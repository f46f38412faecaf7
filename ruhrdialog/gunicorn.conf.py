"""gunicorn's settings; GUNICORN_CMD_ARGS and the command line go above them."""

import ctypes
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Idle connections of browsers each hold a thread: with few threads the next page hangs.
threads = 80
worker_class = "ruhrdialog.lib.numbered_worker.NumberedWorker"  # gthread
keepalive = 5  # seconds
timeout = 30  # seconds without a sign of life until a worker is replaced
graceful_timeout = 10  # seconds
preload_app = False  # a pool of connections can't be shared by fork
control_socket_disable = True
worker_tmp_dir = "/dev/shm"
loglevel = "error"  # warnings are of requests that nobody could read, with what was in them
logger_class = "ruhrdialog.lib.logs.ServerLog"
limit_request_line = 8190  # bytes, the most that gunicorn takes; what is longer gets its own page

M_ARENA_MAX = -8  # mallopt(3)

# Where the processes count, and share what the watch has told: the memory of this server, a folder
# of its own that nobody else can read.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(server: Any) -> None:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="portal-", dir="/dev/shm")


def post_fork(server: Any, worker: Any) -> None:
    """Let all threads take memory from one place: Python's one lock has them take turns anyway."""
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def post_worker_init(worker: Any) -> None:
    from ruhrdialog.health import watch

    watch.start(Path(os.environ[FOLDER]))


def child_exit(server: Any, worker: Any) -> None:
    """Take a process that has ended out of what is the case now; what it has counted stays."""
    for file in Path(os.environ[FOLDER]).glob(f"*_{worker.pid}.db"):
        # One that was killed while it made a file would fail each collection (client_python #1199).
        if file.name.startswith("gauge_live") or not file.stat().st_size:
            file.unlink()


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ[FOLDER], ignore_errors=True)
