"""Durable files: bytes under keys, for what can't go into the database now.

What `put`, `replace` and `remove` have done when they return is still so after a loss of power: a
file is written and synchronised under another name, renamed, and its folder synchronised as well
(fsync(2), rename(2)). Whoever reads finds a whole file or none.
"""

import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 1.0  # seconds to wait for another process that changes a file
LEFT_BEHIND = 3600  # seconds after which a file that was never renamed is nobody's any more
LEAST_FREE = 50_000_000  # bytes on the disk


class Spool:
    """A folder with a file for each key, for all processes that may write there.

    Processes on several machines may share it, if its file system knows flock(2) across them. Every
    method raises OSError if the folder isn't there, can't be written, or its disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, content: bytes) -> None:
        """Write a file, durably, unless there is one under this key: that one stays."""
        with self.locked():
            if not self.path(key).exists():
                self.write(key, content)

    def replace(self, key: str, content: bytes) -> bool:
        """Give a file another content, durably; return False if there is no such file any more."""
        with self.locked():
            if there := self.path(key).exists():
                self.write(key, content)
        return there

    def remove(self, key: str, content: bytes) -> bool:
        """Remove a file, if this is its content; return False if it has another by now."""
        with self.locked():
            if same := self.get(key) == content:
                self.path(key).unlink()
                self.synchronise()
        return same

    def get(self, key: str) -> bytes | None:
        """Return what stands in a file."""
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError:
            if not self.folder.is_dir():  # what it holds isn't known then
                raise
            return None

    def keys(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.name[0] != ".")

    def age(self) -> float:
        """Return how long the file that was written first lies here, in seconds; 0 without any."""
        times = [self.path(key).stat().st_mtime for key in self.keys()]
        return max(0.0, time.time() - min(times)) if times else 0.0

    def clean(self) -> None:
        """Remove what a killed process left behind: files that nobody was told of."""
        for path in self.folder.glob(".*.new"):
            if path.stat().st_mtime < time.time() - LEFT_BEHIND:
                path.unlink(missing_ok=True)

    def identity(self) -> str:
        """Return what tells this folder from every other one; it is drawn the first time."""
        with self.locked():
            if not (self.folder / ".identity").exists():
                self.write(".identity", uuid.uuid4().hex.encode())
            return (self.get(".identity") or b"").decode()

    def is_usable(self) -> bool:
        """Tell whether a file can probably be written."""
        try:
            disk = os.statvfs(self.folder)
        except OSError:
            return False
        is_free = disk.f_bavail * disk.f_frsize >= LEAST_FREE
        return is_free and os.access(self.folder, os.R_OK | os.W_OK | os.X_OK)

    def path(self, key: str) -> Path:
        return self.folder / key

    def write(self, key: str, content: bytes) -> None:
        new = self.folder / f".{uuid.uuid4().hex}.new"
        try:
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                left = memoryview(content)
                while left:
                    left = left[os.write(file, left) :]
                os.fsync(file)
            finally:
                os.close(file)
            new.rename(self.path(key))
        except OSError:
            new.unlink(missing_ok=True)
            raise
        self.synchronise()

    def synchronise(self) -> None:
        """Make sure that the disk has the names of the files."""
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from changing a file. Raises TimeoutError, an OSError, after PATIENCE."""
        lock = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise TimeoutError("Another process holds the spool.") from None
                    time.sleep(0.005)
            yield
        finally:
            os.close(lock)  # which lets it go
