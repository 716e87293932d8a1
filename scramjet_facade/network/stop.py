"""The word to stop, for a stream that may be waiting for anything."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

_present: ContextVar[BaseStop | None] = ContextVar("present_stop", default=None)


@contextmanager
def heeding(stop: BaseStop | None) -> Generator[None, None, None]:
    """Let the requests that are made inside, in this thread or task, be stopped by this alone."""
    token = _present.set(stop)
    try:
        yield
    finally:
        _present.reset(token)


def present_stop() -> BaseStop | None:
    """Return what may stop the request that is being made in this thread or task."""
    return _present.get()


def shield() -> AbstractContextManager[object]:
    """Return the scope of anyio that no other around it cancels."""
    from anyio import CancelScope  # noqa: PLC0415 (few programs need it)

    return CancelScope(shield=True)


class BaseStop:
    """Is given once, from any thread, task or signal handler, and ends all that heeds it.

    What waits where it can hear no signal, such as on a socket, says beforehand how it is broken
    off. That must be possible from any thread, at once, and more than once. There is no lock here:
    a signal handler would wait for what it interrupted.
    """

    def __init__(self) -> None:
        self.is_given = False
        self._break_off: Callable[[], object] | None = None

    def give(self) -> None:
        """Stop it all, now and in future."""
        # In this order, which breaks() has the other way round: one of the two sees the other's.
        self.is_given = True
        if (break_off := self._break_off) is not None:
            break_off()

    def breaks(self, break_off: Callable[[], object]) -> None:
        """From now on this is the way to break off what goes on."""
        self._break_off = break_off
        if self.is_given:
            break_off()

    def spares(self, break_off: Callable[[], object]) -> None:
        """This way is the one no more."""
        if self._break_off == break_off:
            self._break_off = None
