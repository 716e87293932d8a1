"""The asynchronous variant of the code that depends on the kind of client.

Synchronous clients import ``sync_flavor`` instead, which defines ``sync_…`` for each ``async_…``
and ``X`` for each ``AsyncX``. There are two modules because importing asyncio takes 10 ms.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import Context, copy_context
from functools import partial
from inspect import isawaitable, iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import ClientError
from . import timing
from .async_waiting import async_join, is_being_cancelled
from .cancel_token import BaseCancelToken, async_cancellable, current_token
from .sync_flavor import sync_call_in_background

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from .future import Future


T = TypeVar("T")

# This set keeps the tasks alive, because an event loop has only weak references to them.
_background_tasks: set[asyncio.Task[None]] = set()


class AsyncCancelToken(BaseCancelToken):
    """A cancel token for tasks."""

    def __init__(self) -> None:
        super().__init__()
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def cancel(self) -> None:
        """Cancel the requests that wait now, and all later ones."""
        super().cancel()
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed, and nothing waits
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> bool:
        """Wait for at most this many seconds; return whether the token was cancelled."""
        # The loop must be set first, because another thread may cancel at any time.
        self._loop = asyncio.get_running_loop()
        if not self.is_cancelled:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._event.wait()
        return self.is_cancelled


async def async_call(function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function of the user, and await its result if the result is awaitable.

    The current token does not cancel requests that the function sends.
    """

    async def call() -> None:
        returned = function(*arguments)
        if isawaitable(returned):
            await returned

    await async_cancellable(None, call)


def async_warn_in_event_loop(client: type) -> None:
    """Do nothing: an asynchronous client does not block the event loop."""


async def async_sleep(seconds: float) -> None:
    """Wait for this many seconds, or until the current token is cancelled."""
    cancel_token = current_token()
    if isinstance(cancel_token, AsyncCancelToken):
        await cancel_token.wait(seconds)
    else:
        await asyncio.sleep(seconds)


def async_call_in_background(
    function: Callable[[], Any],
    returned: Callable[[object], object],
    raised: Callable[[BaseException | None], object],
) -> None:
    """Call a function in the background, and pass its result or its exception to a callback.

    A coroutine function runs in this loop. Any other function runs in a thread, because it may
    block.
    """
    loop = asyncio.get_running_loop()

    async def finish(call: Callable[[], Awaitable[object]]) -> None:
        try:
            result = await call()
        except asyncio.CancelledError as error:
            raised(_failure_of_function(error))
            raise
        except BaseException as error:  # noqa: BLE001 (its waiters receive it)
            raised(error)
        else:
            returned(result)

    def start(call: Callable[[], Awaitable[object]]) -> None:
        # The task gets a new context, because its result is also for other callers.
        task = loop.create_task(finish(call), context=Context())
        _background_tasks.add(task)
        task.add_done_callback(_background_tasks.discard)

    def pass_on(outcome: object) -> None:
        if not isawaitable(outcome):
            returned(outcome)
            return
        try:
            loop.call_soon_threadsafe(start, lambda: outcome)
        except RuntimeError:  # the loop is closed
            raised(None)

    if iscoroutinefunction(function):
        start(function)
    else:
        sync_call_in_background(function, pass_on, raised)


def _failure_of_function(error: asyncio.CancelledError) -> ClientError | None:
    """Return the error of a function that raised CancelledError; None if its task was cancelled."""
    if is_being_cancelled():
        return None
    failure = ClientError("the function was cancelled before it returned a result")
    failure.__cause__ = error
    return failure


async def async_settled(future: Future[Any], seconds: float | None) -> bool:
    """Wait until a future is done or the token is cancelled; return whether the future is done."""
    woken = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wake(_: object = None) -> None:
        with suppress(RuntimeError):  # the loop is closed, and nothing waits
            loop.call_soon_threadsafe(woken.set)

    future.add_done_callback(wake)
    cancel_token = current_token()
    if cancel_token is not None:
        cancel_token.add_callback(wake)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await woken.wait()
    if cancel_token is not None:
        cancel_token.remove_callback(wake)
    return future.done()


async def async_completed(
    work: Callable[[], Coroutine[Any, Any, T]],
    undo: Callable[[T | BaseException | None, BaseException], Awaitable[object]],
) -> T:
    """Return the result of a function; on cancellation, wait for the result and call ``undo``.

    Further cancellations do not interrupt ``undo``.

    Args:
        work: The function.
        undo: A function that is called with the result or the exception of ``work`` (None if there
            is none in time) and the cancellation.
    """
    task = asyncio.create_task(work())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError as interruption:
        undoing = asyncio.create_task(_undo(task, undo, interruption))
        with suppress(asyncio.CancelledError):  # the first cancellation is raised
            await async_join(undoing)
        if undoing.cancelled():  # the loop is about to end
            await undo(None, interruption)
        else:
            undoing.result()
        raise
    finally:
        task.cancel()


async def _undo(
    task: asyncio.Task[T],
    undo: Callable[[T | BaseException | None, BaseException], Awaitable[object]],
    interruption: BaseException,
) -> None:
    await asyncio.wait([task], timeout=timing.UNDO_TIMEOUT)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        await undo(None, interruption)
    elif not task.cancelled():
        await undo(task.exception() or task.result(), interruption)


async def async_surely(work: Callable[[], Awaitable[None]], leftover: str) -> None:
    """Call a clean-up function; cancelling this task, even repeatedly, does not interrupt the call.

    If the function is interrupted because the loop is about to end, it is called once more.

    Args:
        work: The clean-up function.
        leftover: A text about what may remain if the function fails. The text becomes a note on the
            exception.

    Raises:
        BaseException: The first interruption, or the exception of the function.
    """
    interruption: BaseException | None = None
    failure: BaseException | None = None
    for _ in range(2):
        task = asyncio.ensure_future(work())
        try:
            await async_join(task)
        except asyncio.CancelledError as error:
            interruption = interruption or error
        failure = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failure is None or isinstance(failure, ClientError):
            break
        interruption = interruption or failure
    if interruption is None:
        if failure is not None:
            raise failure
        return
    if failure is not None:
        interruption.add_note(
            f"{leftover}: {failure}" if isinstance(failure, ClientError) else f"{leftover}."
        )
    raise interruption


async def async_run_blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function in a thread, because it may wait for the disk."""
    context, call = copy_context(), partial(function, *arguments)
    try:
        called = asyncio.get_running_loop().run_in_executor(None, lambda: context.run(call))
    except RuntimeError:  # the interpreter exits, so the executor is closed
        return function(*arguments)
    return await called


class AsyncBackground:
    """A task in the background."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._work = work
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the task."""
        self._task = asyncio.create_task(self._work())

    async def aclose(self) -> None:
        """Cancel the task, and wait until it has ended."""
        if self._task is not None:
            self._task.cancel()
            await async_join(self._task)
