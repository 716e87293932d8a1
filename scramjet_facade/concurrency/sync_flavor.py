"""The few steps of the synchronous twin that are others in its asynchronous source."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import nullcontext, suppress
from contextvars import copy_context
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import ClientError
from . import timing
from .cancel_token import BaseCancelToken, current_token, sync_cancellable
from .threads import Event, Thread

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from contextlib import AbstractContextManager


T = TypeVar("T")

_PACKAGE = "scramjet_facade"
_warned: set[str] = set()


class CancelToken(BaseCancelToken):
    """A cancel token for threads."""

    def __init__(self) -> None:
        super().__init__()
        self._words: SimpleQueue[None] = SimpleQueue()  # a signal handler may put, whatever it hit

    def cancel(self) -> None:
        """Cancel everything, now and in future."""
        super().cancel()
        self._words.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait; return whether the word came within so many seconds."""
        if not self.is_cancelled:
            with suppress(Empty):
                self._words.get(timeout=seconds)
                self._words.put(None)  # for who waits beside
        return self.is_cancelled


def sync_warn_in_event_loop(client: type) -> None:
    """Log one warning for each class of clients that blocks a running event loop."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None or asyncio._get_running_loop() is None:  # noqa: SLF001
        return
    name = next(one.__name__ for one in client.__mro__ if one.__module__.startswith(_PACKAGE))
    # In notebooks, all cells run in an event loop.
    if name not in _warned and "ipykernel" not in sys.modules:
        _warned.add(name)
        log = logging.getLogger(_PACKAGE)
        log.warning("%s blocks the running event loop: use Async%s in asyncio programs", name, name)


def is_cancelled() -> bool:
    """Tell whether what is being done in this thread or task is to end."""
    cancel_token = current_token()
    return cancel_token is not None and cancel_token.is_cancelled


def sync_sleep(seconds: float) -> None:
    """Wait, unless the stream that this is done for is stopped."""
    cancel_token = current_token()
    if isinstance(cancel_token, CancelToken):
        cancel_token.wait(seconds)
    else:
        time.sleep(seconds)


def sync_call_beside(
    function: Callable[[], object],
    returned: Callable[[object], object],
    raised: Callable[[BaseException | None], object],
) -> None:
    """Call a function in a thread of its own, and hand on what it returns or raises."""

    def call() -> None:
        try:
            said = function()
        except BaseException as error:  # noqa: BLE001 (it is for those who wait for it)
            raised(error)
        else:
            returned(said)

    try:
        Thread("beside", call).start()
    except ClientError as error:
        raised(error)
    except BaseException:  # the handler of a signal raised
        raised(None)
        raise


def sync_settled(future: Future[Any], seconds: float | None) -> bool:
    """Wait for a future; return whether it has its result, and was not stopped or too late."""
    woken = Event()
    future.add_done_callback(lambda _: woken.set())
    cancel_token = current_token()
    if cancel_token is not None:
        cancel_token.add_callback(woken.set)
    woken.wait(seconds)
    if cancel_token is not None:
        cancel_token.remove_callback(woken.set)
    return future.done()


def sync_completed(work: Callable[[], T], undo: Callable[[T | None, BaseException], object]) -> T:
    """Return what some work returns; if this is interrupted, wait for the work and undo it.

    What is to be undone is None if nothing comes in time.
    """
    returned = list[T]()
    raised = list[BaseException]()
    done = Event()

    def run() -> None:
        try:
            returned.append(work())
        except BaseException as error:  # noqa: BLE001 (it is raised where the work was asked for)
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
        if returned:
            undo(returned[0], interruption)
        raise
    if raised:
        raise raised.pop()
    return returned[0]


def sync_surely(work: Callable[[], None], leftover: str) -> None:
    """Finish some clean-up even if this is interrupted once; a second interruption ends it.

    Args:
        work: The clean-up.
        leftover: What may remain then; a note of the first interruption.

    Raises:
        BaseException: What interrupted it first, or what the work raised.
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


def sync_shield() -> AbstractContextManager[object]:
    """Let what is inside be done: nothing but a second Ctrl-C disturbs it."""
    return nullcontext()


def sync_run_blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function that may wait for the disk."""
    return function(*arguments)


class Background:
    """Work that goes on beside its owner; it must end by itself when the owner wants it to."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._cancel_token = CancelToken()
        self._thread = Thread("background", copy_context().run, self._run)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def prevent(self) -> bool:
        """Keep the work from beginning; return False if it has begun."""
        return self._thread.prevent()

    def close(self) -> None:
        """Break off the request that the work is waiting for, and wait for the work's end.

        What waits for something else, such as data of the user's own, is left to itself after a
        while: it can't be woken.
        """
        self._cancel_token.cancel()
        self._thread.join(timing.THREAD_JOIN_TIMEOUT)

    def _run(self) -> None:
        sync_cancellable(self._cancel_token, self._work)
