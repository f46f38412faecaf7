"""Notices what is wrong when nobody asks: a line in the log when it begins, and one when it ends.

A thread of each web process, since a worker that is dead can't tell. Of all processes of one server
one looks, the one that holds the lock on a file which they share; when it ends the kernel gives the
lock to the next. In the file stands of what was told, so that the next one doesn't tell it again.
"""

import fcntl
import json
import logging
import threading
import time
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import connections

from ruhrdialog.health.counting import count_pool
from ruhrdialog.health.looked_at import look

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)  # a start and a good end are no warnings, but belong in the log


def start(folder: Path) -> None:
    """Begin to watch, in a thread that ends with the process."""
    threading.Thread(target=watch, args=[folder], name="watch", daemon=True).start()


def watch(folder: Path) -> None:
    with (folder / "told").open("a+") as file:
        watcher = Watcher(file)
        while True:
            watcher.turn()
            time.sleep(settings.WATCH_INTERVAL)


class Watcher:
    """One process that would watch, and does so once the lock is its own."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.is_watching = False
        self.told: set[str] = set()
        self.before: set[str] = set()

    def turn(self) -> None:
        """Look once. Whatever fails is told, and tried again the next time."""
        try:
            count_pool()
            if self.is_watching or self.takes_over():
                self.look()
        except Exception:  # the thread must not end
            logger.exception("The watch has failed.")
        finally:
            connections.close_all()

    def takes_over(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.is_watching = True
        self.file.seek(0)
        if kept := self.file.read():
            self.told = set(json.loads(kept))
        else:
            logger.info("The portal has started, version %s.", settings.VERSION)
            self.keep()
        return True

    def look(self) -> None:
        """Tell what was wrong twice in a row, and what is no longer.

        Twice, since a worker that is started again is away for a moment. What is unknown while the
        database is away neither begins nor ends.
        """
        findings = look()
        wrong = {each.row.name: each.wrong for each in findings if each.wrong}
        right = {each.row.name for each in findings if each.value is not None} - wrong.keys()
        begun = (wrong.keys() & self.before) - self.told
        ended = self.told & right
        for name in sorted(begun):
            logger.error("Wrong: %s. %s", name, wrong[name])
        for name in sorted(ended):
            logger.info("Right again: %s.", name)
        self.before = set(wrong)
        if begun or ended:
            self.told = self.told - ended | begun
            self.keep()

    def keep(self) -> None:
        self.file.truncate(0)
        self.file.write(json.dumps(sorted(self.told)))
        self.file.flush()
