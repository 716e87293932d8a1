"""The word to stop, for a stream that may be waiting for anything."""

from __future__ import annotations

from contextvars import Context, ContextVar, copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager

T = TypeVar("T")
Value = TypeVar("Value")

_present: ContextVar[BaseCancelToken | None] = ContextVar("current_token", default=None)


# No context managers, nor tokens: the handler of a signal that raises while such a one is entered
# or left would let all that this thread does from then on have the value.


def sync_having(variable: ContextVar[Value], value: Value, work: Callable[[], T]) -> T:
    """Return what some work returns; a variable has this value for it, in this thread."""
    before = variable.get()
    try:
        variable.set(value)
        return work()
    finally:
        variable.set(before)


async def async_having(
    variable: ContextVar[Value], value: Value, work: Callable[[], Awaitable[T]]
) -> T:
    """Return what some work returns; a variable has this value for it, in this task."""
    before = variable.get()
    try:
        variable.set(value)
        return await work()
    finally:
        variable.set(before)


def sync_cancellable(cancel_token: BaseCancelToken | None, work: Callable[[], T]) -> T:
    """Let the requests of some work, in this thread, be stopped by this alone."""
    return sync_having(_present, cancel_token, work)


async def async_cancellable(
    cancel_token: BaseCancelToken | None, work: Callable[[], Awaitable[T]]
) -> T:
    """Let the requests of some work, in this task, be stopped by this alone."""
    return await async_having(_present, cancel_token, work)


def without_token() -> Context:
    """Return a copy of this thread's or task's context in which nothing is to stop requests."""
    context = copy_context()
    context.run(_present.set, None)
    return context


def current_token() -> BaseCancelToken | None:
    """Return what may stop the request that is being made in this thread or task."""
    return _present.get()


def shield() -> AbstractContextManager[object]:
    """Return the scope of anyio that no other around it cancels."""
    from anyio import CancelScope  # noqa: PLC0415 (few programs need it)

    return CancelScope(shield=True)


class BaseCancelToken:
    """Is given once, from any thread, task or signal handler, and ends all that heeds it.

    What waits where it can hear no signal, such as on a socket, says beforehand how it is broken
    off. That must be possible from any thread, at once, and more than once. There is no lock here:
    a signal handler would wait for what it interrupted.
    """

    def __init__(self) -> None:
        self.is_cancelled: bool = False
        self._break_off: Callable[[], object] | None = None

    def cancel(self) -> None:
        """CancelToken it all, now and in future."""
        # In this order, which breaks() has the other way round: one of the two sees the other's.
        self.is_cancelled = True
        if (break_off := self._break_off) is not None:
            break_off()

    def add_callback(self, break_off: Callable[[], object]) -> None:
        """From now on this is the way to break off what goes on."""
        self._break_off = break_off
        if self.is_cancelled:
            break_off()

    def remove_callback(self, break_off: Callable[[], object]) -> None:
        """This way is the one no more."""
        if self._break_off == break_off:
            self._break_off = None
