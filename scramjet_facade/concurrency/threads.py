"""The threads of this package, and an event that they wait for."""

from __future__ import annotations

import math
import sys
import threading
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from ..errors import ClientError
from . import timing

if TYPE_CHECKING:
    from collections.abc import Callable

# On Windows, Ctrl-C does not interrupt a thread that waits for a lock, so waits are short there.
LOCKS_CAN_BE_INTERRUPTED = sys.platform != "win32"


class Thread(threading.Thread):
    """A thread that does not keep the program from exiting."""

    def __init__(self, name: str, target: Callable[..., object], *args: object) -> None:
        super().__init__(target=target, args=args, name=f"scramjet-{name}", daemon=True)
        self._permits = [True]  # pop() is atomic, so only one thread takes the permit

    def start(self) -> None:
        """Start the thread.

        Raises:
            ClientError: There are too many threads, or the interpreter is about to exit.
            BaseException: A signal handler raised this exception; the thread may have begun.
        """
        outer = sys.exception()
        try:
            super().start()
        except (RuntimeError, KeyError) as error:
            # A signal handler raised, and its exception made Python's own clean-up fail.
            if (raised := error.__context__) is not None and raised is not outer:
                raise raised from None
            raise ClientError(f"cannot start another thread: {error}") from error

    def run(self) -> None:
        """Call the thread's function, unless ``prevent`` was called first."""
        if self.prevent():
            super().run()

    def prevent(self) -> bool:
        """Prevent the call of the thread's function; return False if the call has begun.

        If a signal handler raises while a thread starts, nothing else shows whether the thread
        will run.
        """
        try:
            self._permits.pop()
        except IndexError:
            return False
        return True

    def join(self, timeout: float | None = None) -> None:
        """Wait until the thread has ended; prevent the call of its function if it has not begun."""
        if not self.prevent():
            super().join(timeout)


class Event:
    """Wakes a thread that waits for the event now or later.

    If a signal handler raises during ``threading.Event.wait``, a RuntimeError replaces
    that exception. This class does not replace the exception.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()

    def set(self) -> None:
        """Wake the thread; further calls have no effect until the thread has woken."""
        with suppress(RuntimeError):  # the event is set already
            self._lock.release()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the event is set, or until this many seconds have passed."""
        end = math.inf if seconds is None else monotonic() + seconds
        longest = longest_wait(is_interruptible=LOCKS_CAN_BE_INTERRUPTED)
        while True:
            remaining = min(end - monotonic(), longest)
            timeout = -1 if math.isinf(remaining) else max(0, remaining)
            if self._lock.acquire(timeout=timeout) or monotonic() >= end:
                return


def longest_wait(*, is_interruptible: bool) -> float:
    """Return how long this thread may wait at once, in seconds.

    Only the main thread runs signal handlers. If a signal arrives immediately before the thread
    waits, or in another thread, the handler runs only after the wait.

    Args:
        is_interruptible: Whether Ctrl-C or another thread can end a wait.
    """
    if not is_interruptible:
        return timing.INTERRUPT_CHECK
    if threading.get_ident() == threading.main_thread().ident:
        return timing.SIGNAL_CHECK
    return math.inf
