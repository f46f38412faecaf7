"""What a query gave the last time: for a moment, and for as long as the database is away."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar, Generic, TypeVar

from ruhrdialog.lib.connection import UNAVAILABLE

T = TypeVar("T")
REST = 1.0  # seconds


class Remembered(Generic[T]):
    """Asks, and remembers the answer in the memory of this process, if wanted for some seconds.

    After an error none of them asks for a second: one page needs several, and would wait for each.
    """

    next_ask: ClassVar[float] = 0.0  # by the machine's clock that only goes forward
    forgets: ClassVar[bool] = False  # in tests, which change what they ask for
    every: ClassVar[list["Remembered[Any]"]] = []

    def __init__(self, ask: Callable[[], T], seconds: float = 0) -> None:
        self.every.append(self)
        self.ask, self.seconds = ask, seconds
        self.asked_at = 0.0
        self.last: list[T] = []  # one, or none as long as nothing was asked

    def __call__(self) -> T:
        """Return what the query gives, or gave. Raises the database's error if it never did."""
        now = time.monotonic()
        fresh = not self.forgets and now < self.asked_at + self.seconds
        if self.last and (fresh or now < Remembered.next_ask):
            return self.last[0]
        try:
            self.last, self.asked_at = [self.ask()], now
        except UNAVAILABLE:
            Remembered.next_ask = time.monotonic() + REST
            if not self.last:
                raise
        return self.last[0]


def ask_for_all() -> None:
    """Fill the memory of a process that begins: the database may be away before anybody asks."""
    for each in Remembered.every:
        with suppress(*UNAVAILABLE):
            each()
