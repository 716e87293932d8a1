"""The synchronous variant of the code that depends on the kind of client."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import suppress
from contextvars import copy_context
from inspect import iscoroutine
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import BadParametersError, ClientError
from . import timing
from .cancel_token import BaseCancelToken, current_token, sync_cancellable
from .threads import Event, Thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from .future import Future


T = TypeVar("T")

_PACKAGE = "scramjet_facade"
_warned: set[str] = set()


class CancelToken(BaseCancelToken):
    """A cancel token for threads."""

    def __init__(self) -> None:
        super().__init__()
        # A signal handler may use this queue even if it interrupts one of the queue's methods. The
        # same use of an Event could cause a deadlock.
        self._cancellations: SimpleQueue[None] = SimpleQueue()

    def cancel(self) -> None:
        """Cancel the requests that wait now, and all later ones."""
        super().cancel()
        self._cancellations.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait for at most this many seconds; return whether the token was cancelled."""
        if not self.is_cancelled:
            with suppress(Empty):
                self._cancellations.get(timeout=seconds)
                self._cancellations.put(None)  # for other waiters
        return self.is_cancelled


def sync_call(function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function of the user.

    The current token does not cancel requests that the function sends.

    Raises:
        BadParametersError: The function returned a coroutine, which nothing would await.
    """
    returned = sync_cancellable(None, lambda: function(*arguments))
    if iscoroutine(returned):
        returned.close()
        raise BadParametersError("a function returned a coroutine: use the asynchronous client")


def sync_warn_in_event_loop(client: type) -> None:
    """Log a warning if a client blocks a running event loop, once for each class of clients."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None or asyncio._get_running_loop() is None:  # noqa: SLF001
        return
    name = next(one.__name__ for one in client.__mro__ if one.__module__.startswith(_PACKAGE))
    # There is no warning in notebooks, because all their cells run in an event loop.
    if name not in _warned and "ipykernel" not in sys.modules:
        _warned.add(name)
        log = logging.getLogger(_PACKAGE)
        log.warning("%s blocks the running event loop: use Async%s in asyncio programs", name, name)


def is_cancelled() -> bool:
    """Return whether the current token of this thread or task is cancelled."""
    cancel_token = current_token()
    return cancel_token is not None and cancel_token.is_cancelled


def sync_sleep(seconds: float) -> None:
    """Wait for this many seconds, or until the current token is cancelled."""
    cancel_token = current_token()
    if isinstance(cancel_token, CancelToken):
        cancel_token.wait(seconds)
    else:
        time.sleep(seconds)


def sync_call_in_background(
    function: Callable[[], object],
    returned: Callable[[object], object],
    raised: Callable[[BaseException | None], object],
) -> None:
    """Call a function in a thread, and pass its result or its exception to a callback."""

    def call() -> None:
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 (its waiters receive it)
            raised(error)
        else:
            returned(result)

    try:
        Thread("callback", call).start()
    except ClientError as error:
        raised(error)
    except BaseException:  # a signal handler raised an exception
        raised(None)
        raise


def sync_settled(future: Future[Any], seconds: float | None) -> bool:
    """Wait until a future is done or the token is cancelled; return whether the future is done."""
    woken = Event()
    future.add_done_callback(lambda _: woken.set())
    cancel_token = current_token()
    if cancel_token is not None:
        cancel_token.add_callback(woken.set)
    woken.wait(seconds)
    if cancel_token is not None:
        cancel_token.remove_callback(woken.set)
    return future.done()


def sync_completed(
    work: Callable[[], T], undo: Callable[[T | BaseException | None, BaseException], object]
) -> T:
    """Return the result of a function; on interruption, wait for the result and call ``undo``.

    Args:
        work: The function, which runs in another thread.
        undo: A function that is called with the result or the exception of ``work`` (None if there
            is none in time) and the interruption.
    """
    returned = list[T]()
    raised = list[BaseException]()
    done = Event()

    def run() -> None:
        try:
            returned.append(work())
        except BaseException as error:  # noqa: BLE001 (it is raised in the thread of the caller)
            raised.append(error)
        done.set()

    background = Background(run)
    try:
        background.start()
        done.wait()
    except BaseException as interruption:
        if not background.prevent():
            if not (returned or raised):
                done.wait(timing.UNDO_TIMEOUT)
            is_late = not (returned or raised)
            background.close()
            if is_late:
                undo(None, interruption)
            elif raised:
                undo(raised[0], interruption)
        if returned:
            undo(returned[0], interruption)
        raise
    if raised:
        raise raised.pop()
    return returned[0]


def sync_surely(work: Callable[[], None], leftover: str) -> None:
    """Call a clean-up function; if it is interrupted, call it once more.

    Args:
        work: The clean-up function.
        leftover: A text about what may remain after a second interruption. The text becomes a note
            on the exception.

    Raises:
        BaseException: The first interruption, or the exception of the function.
    """
    try:
        work()
    except ClientError:
        raise
    except BaseException as interruption:
        try:
            work()
        except BaseException:  # noqa: BLE001 (the first one is raised)
            interruption.add_note(f"{leftover}.")
        raise


def sync_run_blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function that may wait for the disk."""
    return function(*arguments)


class Background:
    """A thread in the background."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._cancel_token = CancelToken()
        self._thread = Thread("background", copy_context().run, self._run)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def prevent(self) -> bool:
        """Prevent the call of the thread's function; return False if the call has begun."""
        return self._thread.prevent()

    def close(self) -> None:
        """Cancel the thread's request, and wait until the thread has ended.

        The wait ends after ``timing.THREAD_JOIN_TIMEOUT``, because a thread that waits for the
        user's data cannot be woken.
        """
        self._cancel_token.cancel()
        self._thread.join(timing.THREAD_JOIN_TIMEOUT)

    def _run(self) -> None:
        sync_cancellable(self._cancel_token, self._work)
