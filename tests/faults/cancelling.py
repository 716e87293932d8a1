"""Cancels a coroutine at a chosen suspension point, in each possible manner."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import anyio

from scramjet_facade.http11.async_waiter import AsyncWaiter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

    from scramjet_facade.http11.waiting import Wait

MAX_POINTS = 10_000  # more than any call has

MANNERS = ["once", "twice", "always", "after completion", "scope"]
"""When a task is cancelled: at one suspension; again at the next one; at every further one; after
the event that the task waits for, but before the task resumes; by a cancel scope of anyio."""

_TIMES = {"twice": 2, "always": 10**6}


class SuspensionCounter:
    """Counts the suspensions of a coroutine and its tasks, and calls a function at some of them.

    Each wait of the protocol for a socket also counts, because a task that connects is suspended
    only once.

    Attributes:
        count: The number of suspensions.
        action: The function to call.
    """

    def __init__(self, point: int, manner: str) -> None:
        self._points = range(point, point + _TIMES.get(manner, 1))
        self._after_completion = manner == "after completion"
        self.count = 0
        self.action: Callable[[], object]

    def suspend(self, awaited: asyncio.Future[Any] | None) -> None:
        """Count a suspension of a task, before it waits."""
        if self.count in self._points:
            if self._after_completion and awaited is not None:
                # Callbacks run in order. The one that resumes the task is added later.
                awaited.add_done_callback(lambda _: self.action())
            else:
                self.action()
        self.count += 1

    def create_task(
        self, loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **options: Any
    ) -> asyncio.Task[Any]:
        """Create a task whose suspensions are counted."""

        async def run() -> Any:
            return await _CountedCoroutine(coroutine, self)

        return asyncio.Task(run(), loop=loop, **options)

    def watch(self, waiter: AsyncWaiter, run: Any, wait: Wait) -> None:
        """Count a wait of the protocol."""
        _watch(waiter, run, wait)
        self.suspend(None)


_watch = AsyncWaiter.watch


class _CountedCoroutine:
    """Awaits a coroutine and counts its suspensions."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], counter: SuspensionCounter) -> None:
        self._coroutine = coroutine
        self._counter = counter

    def __await__(self) -> Generator[Any, Any, Any]:
        coroutine = self._coroutine
        error: BaseException | None = None
        while True:
            try:
                awaited = coroutine.send(None) if error is None else coroutine.throw(error)
            except StopIteration as stop:
                return stop.value
            self._counter.suspend(awaited)
            try:
                yield awaited
                error = None
            except BaseException as raised:  # noqa: BLE001 (the coroutine handles it)
                error = raised


async def cancel_at(point: int, manner: str, coroutine: Coroutine[Any, Any, None]) -> bool:
    """Cancel a coroutine at a suspension point; return whether it has this point.

    With fewer points the coroutine must end normally. Otherwise it must raise CancelledError, or
    end normally if it was cancelled too late.
    """
    counter = SuspensionCounter(point, manner)

    async def run_in_scope() -> None:
        with anyio.CancelScope() as scope:
            counter.action = scope.cancel
            await coroutine

    loop = asyncio.get_running_loop()
    loop.set_task_factory(counter.create_task)
    try:
        # A function: a method would not receive the waiter.
        watch = lambda *arguments: counter.watch(*arguments)  # noqa: E731, PLW0108
        with patch.object(AsyncWaiter, "watch", watch):
            task = loop.create_task(run_in_scope() if manner == "scope" else coroutine)
            if manner != "scope":
                counter.action = task.cancel
            await asyncio.wait([task])
    finally:
        loop.set_task_factory(None)
    if counter.count <= point:
        task.result()
        return False
    assert task.cancelled() or task.exception() is None, (point, task)
    return True
