"""What a log line holds, and what never: content, secrets, addresses of people and of networks."""

import logging
import os
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from urllib.parse import quote

from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import Logger
from pythonjsonlogger.json import JsonFormatter

from ruhrdialog.lib.request_numbers import number
from ruhrdialog.lib.secret_paths import secret_places

EVERY_PATH = (re.compile(r"(/)[^\s'\"?#]+"),)
# Between the signs of a code there may be others, percent-encoded or not; it begins like a word.
BETWEEN = r"(?>(?:[^\w%]|_|%(?:25)*[0-9a-f]{2}){0,9})"
BEGINNING = r"(?:(?<![a-z0-9])|(?<=%[0-9a-f]{2}))"
HIDDEN = (
    # Keys of rows (they name who a mail is for), e-mail addresses, IP addresses.
    re.compile(
        r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
        r"|(?<![\w.+%-])[\w.+%-]++@[\w.-]+"
        r"|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f.]{0,15}(?![\w:])"
        r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
        re.IGNORECASE,
    ),
    # Codes and tokens also where no route knows of them: in a query, in an unknown address.
    # With the vowels that are typed in place of a letter a sentence looks like a shorter code.
    re.compile(rf"{BEGINNING}(?>(?:[b-df-hj-np-tv-xz0-2568]{BETWEEN}){{16,}})", re.IGNORECASE),
    re.compile(rf"{BEGINNING}(?>(?:[b-df-hj-np-z0-2568iou]{BETWEEN}){{30,}})", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?=[\w-]{0,200}\d)[\w-]{32,}(?>(?:\.[\w-]+)*)"),
)
MOST = 20  # lines a minute from one place in the code
FORMATS = ("plain", "json")
PLAIN = "%(asctime)s %(levelname)s %(process)d %(name)s [%(number)s] %(message)s"
# What a line in JSON holds, and nothing else: the rest of a record may be a whole request.
FIELDS = {
    "asctime": "time",
    "levelname": "level",
    "process": "process",
    "name": "logger",
    "number": "request",
    "message": "message",
    "exc_info": "exception",
}


class HideSecrets(logging.Filter):
    """Replace by dots what a line must not tell, as the secret in the address of a receipt."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(quoted, record.args))
        line = record.getMessage()
        for place in places():
            line = place.sub(r"\1…", line)
        for pattern in HIDDEN:
            line = pattern.sub("…", line)
        # What a stranger sent can't begin a line of its own.
        record.msg, record.args = " ".join(line.splitlines()), None
        return True


def quoted(value: object) -> object:
    """Return a path as a request sends it: Django tells it decoded, with blanks and line breaks."""
    if isinstance(value, str) and value.startswith("/"):
        return quote(value, "/%:@!$&()*+,;=")
    return value


def places() -> tuple[re.Pattern[str], ...]:
    """Return where secrets stand; without a URL configuration that can be read, any path is one."""
    try:
        return secret_places(settings.ROOT_URLCONF)
    except Exception:  # whatever a broken module raises; a log line must not fail besides
        return EVERY_PATH


class Seldom(logging.Filter):
    """Let MOST lines a minute through from one place in the code: nobody can fill the log."""

    def __init__(self) -> None:
        super().__init__()
        self.minute, self.seen = 0, Counter[tuple[str, int]]()

    def filter(self, record: logging.LogRecord) -> bool:
        minute = int(time.time() // 60)
        if minute != self.minute:
            self.minute, self.seen = minute, Counter()
        place = record.pathname, record.lineno
        self.seen[place] += 1
        if self.seen[place] == MOST:
            record.msg = f"{record.getMessage()} (the last one of these in this minute)"
            record.args = None
        return self.seen[place] <= MOST


class StrayHost(logging.Filter):
    """Make a quiet line of a request for a host that isn't ours: scanners send many.

    Django writes the foreign name down, and calls it an error.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        record.msg = "Somebody asked for a host that ALLOWED_HOSTS doesn't name."
        record.args = record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(record.levelno)


class NoContent(logging.Formatter):
    """Tell of an exception its kind and its place, never its words: they may be a citizen's.

    Postgres says "Failing row contains …", a mail server whom it refuses. The time is UTC, so that
    lines of all processes sort, with its offset (RFC 3339).
    """

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have kept it there, words and all
        record.number = number.get() or "-"
        return super().format(record)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, info: Any) -> str:  # noqa: N802 - the library's name
        error: BaseException | None = info[1]
        return "\n".join(f"{at(each.__traceback__)}{told(each)}" for each in chain(error))


class NoContentAsJson(NoContent, JsonFormatter):
    """The same as one JSON object a line, for machines that collect logs."""

    def __init__(self) -> None:
        super().__init__([field for field in FIELDS if field != "exc_info"])

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        told = record.__dict__ | message_dict  # in which the library puts the exception
        log_data.update({name: told[field] for field, name in FIELDS.items() if told.get(field)})


def formatter() -> logging.Formatter:
    """Return what makes the lines of all our processes; gunicorn asks before there are settings."""
    return NoContentAsJson() if os.environ.get("LOG_FORMAT") == "json" else NoContent(PLAIN)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, then what it came of; each once, since a chain may lead in a circle."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def at(trace: TracebackType | None) -> str:
    return "".join(traceback.format_tb(trace))


def told(error: BaseException) -> str:
    """Return what may be told of an exception: its class, the codes of Postgres and SMTP."""
    codes = (
        getattr(error, "sqlstate", None),
        getattr(getattr(error, "diag", None), "constraint_name", None),
        getattr(error, "smtp_code", None),
    )
    return " ".join([type(error).__name__, *(str(code) for code in codes if code)])


class ServerLog(Logger):
    """gunicorn's own log, by the same rules."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(Seldom())
            handler.addFilter(HideSecrets())
            handler.setFormatter(formatter())
