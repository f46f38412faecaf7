"""Trees of the portal: that of now, and those of other commits."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dev import serve
from dev.environment import ROOT
from dev.postgres import end_with_parent
from dev.release import unpack


class Tree:
    """A tree that answers at a port; `environment` is what differs from that of this process."""

    def __init__(self, folder: Path, port: int, **environment: str) -> None:
        self.folder, self.port = folder, port
        self.url = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "PYTHONPATH": str(folder),
            "STATIC_ROOT": str(folder / "build" / "bench-static"),
            "SITE_URL": self.url,
            "TRUSTED_PROXIES": "1",  # each of the people comes from a network of its own
            **environment,
        }

    def manage(self, *arguments: str) -> str:
        """Run a command; return what it says."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed:\n{done.stdout}")
        return done.stdout

    @contextlib.contextmanager
    def running(self, *, with_worker: bool) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run the web server, and the worker; at the end they finish what they have begun."""
        gunicorn = ["-m", "gunicorn", "--config", "ruhrdialog/gunicorn.conf.py"]
        processes = [self.start(*gunicorn, "--bind", f"127.0.0.1:{self.port}", "ruhrdialog.wsgi")]
        if with_worker:
            processes.append(self.start("manage.py", "run_worker"))
        try:
            serve.wait_until_ready(processes[0], self.port)
            yield processes
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            preexec_fn=end_with_parent(signal.SIGTERM),
        )


def unpacked(commit: str, folder: Path) -> Path:
    """Return a folder with the tree of a commit, and with the assets of now."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "build").mkdir(parents=True)
    unpack(commit, folder)
    (folder / "build" / "assets").symlink_to(ROOT / "build" / "assets")
    return folder
