"""A result or an exception that another thread, task or signal handler will set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Future(Generic[T]):
    """Like ``concurrent.futures.Future``, but without a lock and without cancellation.

    If a signal handler raised while the lock is held, the lock would never be released. Instead of
    a lock, this class uses atomic operations of lists.
    """

    def __init__(self) -> None:
        self._outcomes: list[tuple[T | None, BaseException | None]] = []
        self._callbacks: list[Callable[[Future[T]], object]] = []

    def set_result(self, result: T) -> None:
        """Set the result, unless there is a result or an exception already."""
        self._set((result, None))

    def set_exception(self, error: BaseException) -> None:
        """Set an exception, unless there is a result or an exception already."""
        self._set((None, error))

    def done(self) -> bool:
        """Return whether there is a result or an exception."""
        return bool(self._outcomes)

    def result(self) -> T:
        """Return the result or raise the exception; ``done()`` must be true."""
        result, error = self._outcomes[0]
        if error is not None:
            raise error
        return cast("T", result)

    def add_done_callback(self, callback: Callable[[Future[T]], object]) -> None:
        """Call a function when this future is done, in the thread that sets its outcome."""
        # This method adds the callback, and then reads the outcome. _set() adds the outcome, and
        # then reads the callbacks. So each callback is called.
        self._callbacks.append(callback)
        if self._outcomes:
            self._notify()

    def _set(self, outcome: tuple[T | None, BaseException | None]) -> None:
        try:
            self._outcomes.append(outcome)
        finally:
            self._notify()

    def _notify(self) -> None:
        while self._callbacks:
            try:
                callback = self._callbacks.pop(0)
            except IndexError:  # another thread was faster
                return
            callback(self)
