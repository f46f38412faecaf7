"""gunicorn's worker with threads, in which no line of the log carries a former request's number."""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from ruhrdialog.lib.request_numbers import number


class NumberedWorker(ThreadWorker):
    """Forgets the number before each request, in the thread that works on it.

    A hook can't: gunicorn has none before a request is read, and writes lines of one that couldn't
    be read, and of one that failed, after the hook at the end.
    """

    def handle(self, conn: Any) -> Any:
        number.set(None)
        return super().handle(conn)
