"""Drains the spool of `SPOOL_DIR`, each time in a process that stands still at one of its steps.

For the number of a step that comes in, what a process would do next goes out; for the name of a
signal, which this process then gets, the status with which it ended. That comes at once where a
process has fewer steps. The first line, a 0, tells that all is loaded.
"""

import fcntl
import os
import signal
import sys
from itertools import count

import django
import psycopg
from django.conf import settings
from django.db import connection

from dev.postgres import end_with_parent
from ruhrdialog.lib.codes import random_code


def stand_still_at(number):
    """Let this process stop itself before a step: the Nth that changes something outside of it."""
    steps = count(1)

    def step(name):
        if next(steps) == number:
            say(name)
            os.kill(os.getpid(), signal.SIGSTOP)

    def before(name, call):
        def called(*arguments, **options):
            step(name)
            return call(*arguments, **options)

        return called

    def statement(execute, sql, *arguments):
        kind = sql.partition(" ")[0]
        call = execute if kind in ("SELECT", "SET") else before(kind, execute)
        return call(sql, *arguments)

    connection.execute_wrappers.append(statement)
    psycopg.Connection.commit = before("COMMIT", psycopg.Connection.commit)
    for module, name in ((fcntl, "flock"), (os, "unlink"), (os, "fsync")):
        setattr(module, name, before(name, getattr(module, name)))
    return step


def drain(number):
    end_with_parent(signal.SIGKILL)()
    step = stand_still_at(number)
    spooled.drain()
    step("end")
    os._exit(0)  # which is quick


def say(text):
    print(text, flush=True)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    # Which folder is drained stands in the cache: two steps that matter to nothing here.
    settings.CACHES["default"]["BACKEND"] = "django.core.cache.backends.dummy.DummyCache"
    django.setup()
    from survey.participation import spooled

    spooled.keep(random_code(), {"forum": "verkehr"})
    spooled.drain()
    connection.close()
    say(0)
    for line in sys.stdin:
        process = os.fork()
        if not process:
            drain(int(line))
        _, status = os.waitpid(process, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            os.kill(process, signal.Signals[sys.stdin.readline().strip()])
            _, status = os.waitpid(process, 0)
        say(os.waitstatus_to_exitcode(status))
