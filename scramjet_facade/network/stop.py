"""The word to stop, for a stream that may be waiting for anything."""

from __future__ import annotations

import threading
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
    """Is given once, from any thread or task, and ends all that heeds it.

    What waits where it can hear no signal, such as on a socket, says beforehand how it is broken
    off. That must be possible from any thread, and at once.
    """

    def __init__(self) -> None:
        self._given = threading.Event()
        self._lock = threading.Lock()
        self._break_off: Callable[[], object] | None = None

    @property
    def is_given(self) -> bool:
        """Whether the word to stop was given."""
        return self._given.is_set()

    def give(self) -> None:
        """Stop it all, now and in future."""
        with self._lock:
            if self._given.is_set():
                return
            self._given.set()
            if self._break_off is not None:
                self._break_off()

    def breaks(self, break_off: Callable[[], object]) -> None:
        """From now on this is the way to break off what goes on."""
        with self._lock:
            self._break_off = break_off
            if self._given.is_set():
                break_off()

    def spares(self, break_off: Callable[[], object] | None = None) -> None:
        """Nothing is to be broken off any more, or not in this way."""
        with self._lock:
            if break_off is None or break_off == self._break_off:
                self._break_off = None
