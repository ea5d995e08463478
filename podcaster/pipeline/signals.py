"""Signals that ask a run to end: the first one is an exception, at whatever it does."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """A signal asks the run to end."""


@dataclass(slots=True)
class Signals:
    """Turns the first signal into an exception; none where the run tidies up."""

    caught: int | None = None
    is_tidying: bool = False

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """As Python calls a handler."""
        is_first = self.caught is None
        self.caught = self.caught or number
        if is_first and not self.is_tidying:
            raise Interrupted

    @contextmanager
    def caring(self) -> Iterator[None]:
        """Take the signals, where this is the main thread, which alone can."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
