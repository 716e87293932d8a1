"""The waits of a task: for an event that any thread may set, or for the end of another task."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from time import monotonic
from typing import Any

from .cancel_token import shield


class AsyncEvent:
    """Wakes a task that waits for the event now or later; each wait needs a new ``set()``."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the task, from any thread."""
        if threading.get_ident() == self._thread:
            self._event.set()
        else:
            with suppress(RuntimeError):  # the loop is closed, and nothing waits
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait; return False if the event was not set within this many seconds."""
        if seconds is None:
            await self._event.wait()
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._event.wait()
        was_set = self._event.is_set()
        self._event.clear()
        return was_set


def is_being_cancelled() -> bool:
    """Return whether the current task is being cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def async_join(task: asyncio.Task[Any], seconds: float | None = None) -> None:
    """Wait until a task has ended, even if the current task is cancelled, once or repeatedly.

    Args:
        task: The task to wait for.
        seconds: How long to wait; None: without limit.

    Raises:
        CancelledError: The current task was cancelled during the wait.
    """
    if task.done():
        return
    interruption: asyncio.CancelledError | None = None
    deadline = None if seconds is None else monotonic() + seconds
    with shield():
        while not task.done():
            remaining = None if deadline is None else deadline - monotonic()
            if remaining is not None and remaining <= 0:
                break
            try:
                await asyncio.wait([task], timeout=remaining)
            except asyncio.CancelledError as error:
                interruption = error
    if interruption is not None:
        raise interruption
