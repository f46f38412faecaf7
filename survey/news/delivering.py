"""Sending an update to its subscribers, so that neither crash nor server makes a mail two."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from ruhrdialog.lib.smtp.trouble import RefusedError, Trouble, TroubleError, UnknownEndError
from survey.news.bounces import is_no_such_user
from survey.news.mail_server import MailServer, trying
from survey.news.mails import envelope_sender
from survey.news.models import DELIVERIES_KEPT, REST, Delivery, Subscription, Update
from survey.news.moulds import Mould, ReadyMail, address_of

T = TypeVar("T")
SLICE = 5  # seconds of one job, so that it ends soon when the worker is to end
HEAD_START = timedelta(seconds=SLICE / 2)  # for the next job to wait in: it may be found late
BATCH = 50  # mails under way; as many at most does a killed worker leave unclear
STALE = timedelta(minutes=1)  # a marked mail that is not begun by then waits again: see CUT_OFF
# So many refused in a row are no fault of the addresses: for now, after others were taken, they are
# the server's pace; for good, before any was taken, it wants nothing of ours (many servers say only
# to the recipient that they don't take the sender).
RUN = 20
PAUSE = timedelta(minutes=1)  # for a server that wants no more just now


class Ended(NamedTuple):
    """How it went with a mail; without one, the line itself has ended."""

    delivery: Delivery | None
    error: Exception | None = None


def deliver(update: Update) -> datetime | None:
    """Send the next mails of an update; return when to go on, None if nothing is left to send.

    Raises TroubleError if the mail server takes nothing.
    """
    if is_to_be_prepared(update):
        update.prepare_deliveries()
    with trying():
        sending = Sending(update)
        sending.run()
    waiting = update.deliveries.waiting()
    if not waiting.exists():
        return None
    now = timezone.now()
    if sending.has_to_pause:
        return now + PAUSE
    if waiting.filter(marked_at=None).exists():
        return sending.goes_on_at or now
    first: datetime = waiting.aggregate(at=Min("marked_at"))["at"]
    return first + REST


def is_to_be_prepared(update: Update) -> bool:
    """Tell whether nobody has got it; later nobody knows any more who has."""
    published_at = update.published_at
    is_new = published_at and published_at > timezone.now() - DELIVERIES_KEPT
    return bool(is_new) and not update.deliveries.exists()


class Sending:
    """One slice of sending: several lines, each a thread with a connection, and one that marks.

    The lines know nothing of the database. A mail is marked before it is begun, and how it ended is
    written down afterwards, many at a time.
    """

    def __init__(self, update: Update) -> None:
        self.update = update
        self.mould = Mould(update)
        self.todo: SimpleQueue[Delivery | None] = SimpleQueue()
        self.ended: SimpleQueue[Ended] = SimpleQueue()
        self.threads: list[Thread] = []
        self.lines = 0  # that work
        self.error: Exception | None = None  # of the last one that no longer does
        self.under_way = 0  # mails that are marked and have not ended
        self.answered = False  # the server has said something to a mail
        self.taken = 0
        self.put_off_in_a_row: list[int] = []
        self.refused: list[int] = []  # for good, but not for being nobody's
        self.nobodys: list[int] = []  # there is no such address
        self.is_dry = False  # nothing more is marked
        self.has_to_pause = False
        self.goes_on_at: datetime | None = None
        self.was_well = not MailServer.objects.state().failing_since
        self.ends_at = time.monotonic() + SLICE

    def run(self) -> None:
        """Send until the slice is over. Raises the error of the last line if nothing went out."""
        try:
            self.go_on()
        finally:
            untried = [row for row in drained(self.todo) if row]
            for _ in self.threads:
                self.todo.put(None)
            for thread in self.threads:
                thread.join()
            self.write_down(list(drained(self.ended)))
            untried += [row for row in drained(self.todo) if row]
            self.put_back(row.pk for row in untried)
        if self.is_at_the_wall:
            self.put_back(self.put_off_in_a_row)
        if self.is_refusing_all:
            self.put_back(self.refused)
            raise TroubleError(Trouble.REFUSING)
        for row in Subscription.objects.filter(deliveries__in=self.nobodys):
            row.note_bounce()

    def go_on(self) -> None:
        """Begin with one line; the others follow when it has had an answer."""
        self.hand_out(self.marked())
        if self.under_way:
            self.add_line()
        while self.under_way and self.lines:
            ended = self.next_ended()
            with transaction.atomic():  # in one: Postgres writes to its disk once
                self.write_down(ended)
                self.has_to_pause = self.is_at_the_wall or self.is_refusing_all
                batch = [] if self.has_to_pause else self.marked()
            if self.has_to_pause:
                return
            if self.answered and len(self.threads) == 1:
                for _ in range(settings.EMAIL_CONNECTIONS - 1):
                    self.add_line()
            self.hand_out(batch)
        if self.under_way:  # but no line is left
            if not self.answered and self.error:
                raise self.error
            self.has_to_pause = True

    def marked(self) -> list[Delivery]:
        """Mark the next mails, if there is room for them under way."""
        room = BATCH - self.under_way
        if self.is_dry or room < BATCH / 2 or time.monotonic() > self.ends_at:
            return []
        if settings.EMAIL_PER_MINUTE:
            room = min(room, max(1, settings.EMAIL_PER_MINUTE // 60))
        batch = self.update.deliveries.claim(room)
        self.is_dry = not batch
        return batch

    def hand_out(self, batch: list[Delivery]) -> None:
        """Give marked mails to the lines, at the pace of EMAIL_PER_MINUTE."""
        ends_at = timezone.now() + timedelta(seconds=self.ends_at - time.monotonic())
        begins = MailServer.objects.reserve(len(batch), ends_at)
        if batch and begins > ends_at:
            self.is_dry, self.goes_on_at = True, begins - HEAD_START
            self.put_back(delivery.pk for delivery in batch)
            return
        time.sleep(max(0, (begins - timezone.now()).total_seconds()))
        self.under_way += len(batch)
        for delivery in batch:
            delivery.update = self.update
            self.todo.put(delivery)

    def next_ended(self) -> list[Ended]:
        """Wait for a mail that has ended, and a moment for more: many are written down at once."""
        ended: list[Ended] = []
        with suppress(Empty):
            ended.append(self.ended.get(timeout=0.2))
            until = time.monotonic() + 0.02
            while len(ended) < BATCH // 2:
                ended.append(self.ended.get(timeout=max(0, until - time.monotonic())))
        return ended

    def write_down(self, ended: list[Ended]) -> None:
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for delivery, error in ended:
            if delivery is None:
                self.lines -= 1
                self.error = error
                continue
            self.under_way -= 1
            self.answered |= error is None or isinstance(error, RefusedError)
            groups[kind_of(error)].append(delivery.pk)
            if error is None:
                self.taken += 1
                self.put_off_in_a_row.clear()
            elif isinstance(error, RefusedError) and not error.is_final:
                self.put_off_in_a_row.append(delivery.pk)
        for (kind, reason), keys in groups.items():
            Delivery.objects.filter(pk__in=keys).ended(kind, reason)
            if is_no_such_user(reason):
                self.nobodys += keys
            elif kind == Delivery.State.REFUSED:
                self.refused += keys
        if not self.was_well and self.taken:
            MailServer.objects.worked()
            self.was_well = True

    def put_back(self, keys: Iterable[int]) -> None:
        if keys := list(keys):
            Delivery.objects.filter(pk__in=keys).put_back()

    @property
    def is_at_the_wall(self) -> bool:
        return self.taken > 0 and len(self.put_off_in_a_row) >= RUN

    @property
    def is_refusing_all(self) -> bool:
        many = not self.taken and len(self.refused) >= RUN
        return many and not self.update.deliveries.filter(state=Delivery.State.SENT).exists()

    # A line

    def add_line(self) -> None:
        self.lines += 1
        self.threads.append(Thread(target=self.line, daemon=True))
        self.threads[-1].start()

    def line(self) -> None:
        """Send what is to do over one connection, until there is no more or it doesn't work.

        A connection over which something went is opened again when it breaks: some servers close
        it after twenty mails.
        """
        with closing(get_connection(patient=True)) as server:
            was_used = False
            while delivery := self.todo.get():
                try:
                    error = self.send(server, delivery)
                except Exception as trouble:  # whatever it is, this mail was not taken
                    self.todo.put(delivery)
                    if not was_used or not isinstance(trouble, TroubleError):
                        self.ended.put(Ended(None, trouble))
                        return
                    was_used = False
                    continue
                self.ended.put(Ended(delivery, error))
                if isinstance(error, UnknownEndError) and not was_used:
                    self.ended.put(Ended(None, TroubleError(Trouble.CLOSED)))
                    return
                was_used = not isinstance(error, UnknownEndError)

    def send(self, server: Any, delivery: Delivery) -> Exception | None:
        """Hand one mail over; return what became of it: None when it was taken."""
        if delivery.marked_at and timezone.now() - delivery.marked_at > STALE:
            return UntriedError()
        try:
            content = self.mould.filled(delivery.subscription)
            sender, recipient = envelope_sender(delivery), address_of(delivery.subscription)
        except ValueError:  # an address that can't be written in a mail
            return RefusedError(553)
        try:
            server.open()
            server.send_messages([ReadyMail(content, sender, recipient)])
        except (RefusedError, UnknownEndError) as error:
            return error
        return None


class UntriedError(Exception):
    """A mail was marked, but not begun."""


def drained(queue: SimpleQueue[T]) -> Iterator[T]:
    with suppress(Empty):
        while True:
            yield queue.get_nowait()


def kind_of(error: Exception | None) -> tuple[str, str]:
    """Return the next state of a delivery and the reason that the mail server gave for it."""
    if error is None:
        return Delivery.State.SENT, ""
    if isinstance(error, RefusedError):
        return Delivery.State.REFUSED if error.is_final else Delivery.State.WAITING, error.reason
    if isinstance(error, UntriedError):
        return Delivery.State.WAITING, ""
    return Delivery.State.SENDING, ""
