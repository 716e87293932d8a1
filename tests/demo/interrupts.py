"""Ctrl-C, and the other signals that ask a program to end, as an orderly end of this one."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Turns these signals into SystemExit, so that everything is cleaned up on the way out."""

    def __init__(self) -> None:
        self._holding = False
        self._held: int | None = None
        for number in _SIGNALS:
            signal.signal(number, self._receive)

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Let a signal wait while something is made whose id we would otherwise never learn.

        A second signal doesn't wait.
        """
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._held is not None:
            raise SystemExit(128 + self._held)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self._holding and self._held is None:
            self._held = number
        else:
            raise SystemExit(128 + number)
