"""Cancel the requests of a thread or task, whatever the requests wait for."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from contextvars import Context, ContextVar, copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager

T = TypeVar("T")
Value = TypeVar("Value")

_current: ContextVar[BaseCancelToken | None] = ContextVar("current_token", default=None)


# These are functions, not context managers. If a signal handler raised while a context manager is
# entered or left, the variable would keep its value in this thread.


def sync_having(variable: ContextVar[Value], value: Value, work: Callable[[], T]) -> T:
    """Set a context variable, call a function in this thread, and reset the variable."""
    before = variable.get()
    try:
        variable.set(value)
        return work()
    finally:
        variable.set(before)


async def async_having(
    variable: ContextVar[Value], value: Value, work: Callable[[], Awaitable[T]]
) -> T:
    """Set a context variable, call a function in this task, and reset the variable."""
    before = variable.get()
    try:
        variable.set(value)
        return await work()
    finally:
        variable.set(before)


def sync_cancellable(cancel_token: BaseCancelToken | None, work: Callable[[], T]) -> T:
    """Call a function in this thread; only this token can cancel its requests."""
    return sync_having(_current, cancel_token, work)


async def async_cancellable(
    cancel_token: BaseCancelToken | None, work: Callable[[], Awaitable[T]]
) -> T:
    """Call a function in this task; only this token can cancel its requests."""
    return await async_having(_current, cancel_token, work)


def without_token() -> Context:
    """Return a copy of the current context in which no token can cancel requests."""
    context = copy_context()
    context.run(_current.set, None)
    return context


def current_token() -> BaseCancelToken | None:
    """Return the token that can cancel the requests of this thread or task."""
    return _current.get()


def shield() -> AbstractContextManager[object]:
    """Return an anyio scope that the cancellation of outer scopes does not affect."""
    if "anyio" not in sys.modules:  # this task is in no scope of anyio
        return nullcontext()
    from anyio import CancelScope  # noqa: PLC0415 (only for programs that have imported it)

    return CancelScope(shield=True)


class BaseCancelToken:
    """Cancels a request, from any thread, task or signal handler.

    Code that waits, for example for a socket, adds a callback that wakes it. The callback may be
    called in any thread, and more than once. There is no lock, because a signal handler would wait
    forever for the code that it has interrupted.

    Attributes:
        is_cancelled: Whether ``cancel()`` was called.
    """

    def __init__(self) -> None:
        self.is_cancelled: bool = False
        self._callback: Callable[[], object] | None = None

    def cancel(self) -> None:
        """Cancel the requests that wait now, and all later ones."""
        # This method sets the flag, and then reads the callback. add_callback() sets the callback,
        # and then reads the flag. So no cancellation is missed.
        self.is_cancelled = True
        if (callback := self._callback) is not None:
            callback()

    def add_callback(self, callback: Callable[[], object]) -> None:
        """Set the function that wakes the waiting code."""
        self._callback = callback
        if self.is_cancelled:
            callback()

    def remove_callback(self, callback: Callable[[], object]) -> None:
        """Remove this callback, unless another callback has replaced it."""
        if self._callback == callback:
            self._callback = None
