"""Cancels a task at one of the suspension points of its work, in each way that can happen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import anyio

from scramjet_facade.http11.async_waiter import AsyncWaiter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

    from scramjet_facade.http11.waiting import Wait

EVERY_POINT = 10_000  # more than there are

MANNERS = ["once", "twice", "always", "late", "scope"]
"""How a task is cancelled: at one suspension; at the next one again; at each further one; when
what it waits for has just happened, but the task does not know yet; by a cancel scope of anyio."""

_TIMES = {"twice": 2, "always": 10**6}


class Moments:
    """Counts the suspensions of some work, in all of its tasks, and acts at some of them.

    Each wait of the protocol for a socket counts as well: a task that connects is suspended once.

    Attributes:
        count: How many suspensions there were.
        act: What to do.
    """

    def __init__(self, point: int, manner: str) -> None:
        self._points = range(point, point + _TIMES.get(manner, 1))
        self._is_late = manner == "late"
        self.count = 0
        self.act: Callable[[], object]

    def suspend(self, awaited: asyncio.Future[Any] | None) -> None:
        """Count a suspension of a task that is about to wait for something."""
        if self.count in self._points:
            if self._is_late and awaited is not None:
                # Its callbacks run in this order: the one that wakes the task is added later.
                awaited.add_done_callback(lambda _: self.act())
            else:
                self.act()
        self.count += 1

    def new_task(
        self, loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **options: Any
    ) -> asyncio.Task[Any]:
        """Make a task whose suspensions are counted."""

        async def run() -> Any:
            return await _Counted(coroutine, self)

        return asyncio.Task(run(), loop=loop, **options)

    def watch(self, waiter: AsyncWaiter, run: Any, wait: Wait) -> None:
        """Count a wait of the protocol."""
        _watch(waiter, run, wait)
        self.suspend(None)


_watch = AsyncWaiter.watch


class _Counted:
    """Awaits a coroutine, and counts its suspensions."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], moments: Moments) -> None:
        self._coroutine = coroutine
        self._moments = moments

    def __await__(self) -> Generator[Any, Any, Any]:
        coroutine = self._coroutine
        error: BaseException | None = None
        while True:
            try:
                awaited = coroutine.send(None) if error is None else coroutine.throw(error)
            except StopIteration as stop:
                return stop.value
            self._moments.suspend(awaited)
            try:
                yield awaited
                error = None
            except BaseException as raised:  # noqa: BLE001 (it belongs to the coroutine)
                error = raised


async def cancelled_at(point: int, manner: str, work: Coroutine[Any, Any, None]) -> bool:
    """Cancel some work at a suspension point; return whether it has so many of them.

    Work that has fewer ends normally. Any other raises CancelledError, or ends normally if the
    cancellation came too late.
    """
    moments = Moments(point, manner)

    async def scoped() -> None:
        with anyio.CancelScope() as scope:
            moments.act = scope.cancel
            await work

    loop = asyncio.get_running_loop()
    loop.set_task_factory(moments.new_task)
    try:
        # A function: a method would not receive the waiter.
        watch = lambda *arguments: moments.watch(*arguments)  # noqa: E731, PLW0108
        with patch.object(AsyncWaiter, "watch", watch):
            task = loop.create_task(scoped() if manner == "scope" else work)
            if manner != "scope":
                moments.act = task.cancel
            await asyncio.wait([task])
    finally:
        loop.set_task_factory(None)
    if moments.count <= point:
        task.result()
        return False
    assert task.cancelled() or task.exception() is None, (point, task)
    return True
