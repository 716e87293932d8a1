"""Clean exit on Ctrl-C and other termination signals."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Turns these signals into SystemExit, so that everything is cleaned up on exit."""

    def __init__(self) -> None:
        self._delaying = False
        self._pending: int | None = None
        for number in _SIGNALS:
            signal.signal(number, self._receive)

    @contextmanager
    def delayed(self) -> Iterator[None]:
        """Delay a signal while an entity is created, so that its id is known for the clean-up.

        A second signal is not delayed.
        """
        self._delaying = True
        try:
            yield
        finally:
            self._delaying = False
        if self._pending is not None:
            raise SystemExit(128 + self._pending)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self._delaying and self._pending is None:
            self._pending = number
        else:
            raise SystemExit(128 + number)
