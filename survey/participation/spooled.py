"""Submissions that were taken while the database was away, until a worker has stored them.

Each is a file in `SPOOL_DIR`, under the hash of its receipt: with what was typed, but without the
address, since two files of one second are linked by their times. What its receipt changes or
withdraws meanwhile is written into that file. Who stores it may do so twice: the receipt's hash
makes it one.
"""

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from ruhrdialog.lib.codes import receipt_hash
from survey.participation.forms import SurveyForm
from survey.spool.files import Spool
from survey.submissions.models import StateError, Submission, Withdrawal
from survey.submissions.own_words import OWN_WORDS

logger = logging.getLogger(__name__)

ANSWERS = ("forum", *OWN_WORDS, "further_interests")
DRAINED = "spool"  # in the cache: which folder a worker drains


class NoSpoolError(OSError):
    """No folder is set, so nothing can be kept."""


class UnreadableError(Exception):
    """A file holds no submission that could be stored."""


class StoredError(Exception):
    """What waited has been stored a moment ago."""


def spool() -> Spool:
    """Return the folder of the files. Raises NoSpoolError."""
    if not settings.SPOOL_DIR:
        raise NoSpoolError("SPOOL_DIR isn't set.")
    return Spool(Path(settings.SPOOL_DIR))


@dataclass(frozen=True)
class Spooled:
    """What waits: the answers as they were typed, or that they were withdrawn."""

    answers: dict[str, Any] = field(default_factory=dict)
    day: date = field(default_factory=timezone.localdate)
    is_withdrawn: bool = False

    def content(self) -> bytes:
        return json.dumps(asdict(self) | {"day": self.day.isoformat()}).encode()

    @classmethod
    def read(cls, content: bytes) -> "Spooled":
        """Return what `content` gave. Raises UnreadableError."""
        try:
            values = json.loads(content)
            return cls(**values | {"day": date.fromisoformat(values["day"])})
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableError("The file is damaged.") from error

    def submission_fields(self) -> dict[str, Any]:
        """Return the answers under the names of the model's fields. Raises UnreadableError."""
        form = SurveyForm(self.answers)
        if not form.is_valid():
            raise UnreadableError("The answers aren't valid any more.")
        marks = {"check_reason": "; ".join(form.marks())}
        return form.submission_fields() | {"day": self.day} | marks


def keep(code: str, answers: dict[str, Any]) -> None:
    """Write valid answers down, durably, without the address. Raises OSError."""
    typed = {name: value for name, value in answers.items() if name != "email"}
    spool().put(key(code), Spooled(typed).content())
    logger.warning("The database is away: a submission was written into the spool.")


def find(code: str) -> Submission | Withdrawal | None:
    """Return what waits under a receipt code, as it will be stored.

    Raises OSError and UnreadableError.
    """
    waiting = read(code)
    if waiting is None:
        return None
    if waiting.is_withdrawn:
        return Withdrawal(day=waiting.day)
    return Submission.made_of(**waiting.submission_fields())


def read(code: str) -> Spooled | None:
    content = content_of(code)
    return Spooled.read(content) if content is not None else None


def is_waiting(code: str) -> bool:
    """Tell whether something waits under a receipt code, be it damaged. Raises OSError."""
    return content_of(code) is not None


def content_of(code: str) -> bytes | None:
    return spool().get(key(code)) if settings.SPOOL_DIR else None


def change(code: str, **answers: Any) -> None:
    """Replace answers of what waits, as typed. Raises StoredError, OSError, UnreadableError."""
    waiting = read(code) or Spooled()
    rewrite(code, replace(waiting, answers=waiting.answers | answers))


def withdraw(code: str) -> None:
    """Delete the answers; that they were withdrawn waits in their place.

    Raises StoredError and OSError.
    """
    rewrite(code, Spooled(is_withdrawn=True))


def rewrite(code: str, waiting: Spooled) -> None:
    if not spool().replace(key(code), waiting.content()):
        raise StoredError("A worker has just stored it.")


def key(code: str) -> str:
    return receipt_hash(code).hex()


def waiting() -> int:
    """Return how many files wait. Raises OSError."""
    return len(spool().keys()) if settings.SPOOL_DIR else 0


def longest_waiting() -> float:
    """Return since when the oldest file waits, in seconds. Raises OSError."""
    return spool().age() if settings.SPOOL_DIR else 0


def is_ready() -> bool:
    """Tell whether a submission could be kept now."""
    return bool(settings.SPOOL_DIR) and spool().is_usable()


def is_drained_elsewhere() -> bool:
    """Tell whether the worker looks into another folder than this process writes to.

    Raises OSError and the database's error.
    """
    if not settings.SPOOL_DIR:
        return False
    drained = cache.get(DRAINED)
    return drained is not None and drained != spool().identity()


def drain() -> None:
    """Store what waits, each for itself; what can't be stored stays.

    Raises the database's error if it is away again, OSError if the folder is.
    """
    if not settings.SPOOL_DIR:
        return
    files = spool()
    cache.set(DRAINED, files.identity(), timeout=3600)
    for name in files.keys():  # noqa: SIM118 - no dictionary
        content = files.get(name)
        if content is None:
            continue
        try:
            store(bytes.fromhex(name), Spooled.read(content))
        except (UnreadableError, ValueError, IntegrityError, DataError) as error:
            # No traceback: it would show answers.
            logger.error("A file in the spool can't be stored and stays: %s", type(error).__name__)
        else:
            files.remove(name, content)  # if it was changed meanwhile it comes once more
    files.clean()


def store(hashed: bytes, waiting: Spooled) -> None:
    """Do what a file says; once more does no harm. Raises UnreadableError."""
    if waiting.is_withdrawn:
        with transaction.atomic():
            Withdrawal.objects.get_or_create(receipt_hash=hashed, defaults={"day": waiting.day})
            Submission.objects.filter(receipt_hash=hashed).delete()
        return
    fields = waiting.submission_fields()
    stored = Submission.objects.receive_hashed(hashed, **fields)
    # Changed after it had been read, before it was removed; a change in the database is newer.
    if stored and stored.version == 0:
        answers = {name: fields[name] for name in ANSWERS}
        if answers != {name: getattr(stored, name) for name in answers}:
            with suppress(StateError):
                stored.change(**answers)
        if stored.publication_consent != fields["publication_consent"]:
            stored.agree(fields["wording_version"] if fields["publication_consent"] else None)
