"""Advance the data sources of asynchronous clients: in a task, or in a thread if they may block."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar, cast

from ..concurrency import timing
from ..concurrency.async_waiting import AsyncEvent, async_join
from ..concurrency.cancel_token import async_cancellable, without_token
from ..concurrency.threads import Event, Thread
from .buffer import Buffer, async_fill, fill
from .closing import log_failure, source_failure
from .source import to_bytes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from ..concurrency.cancel_token import BaseCancelToken
    from .source import Source

T = TypeVar("T")

_SQLITE = (
    "The asynchronous client advances a blocking iterator in a thread of its own. Connect to "
    "sqlite3 inside the generator, or with check_same_thread=False."
)


class AsyncProducer:
    """Produces the blocks of a source.

    An asynchronous source runs in one task. A source that may block runs in one thread. The thread
    is a daemon and not part of the loop's executor. So a source that never returns does not delay
    cancellation or the program's exit.
    """

    def __init__(self, source: Source) -> None:
        """Create the producer; the first ``take()`` starts to read the source."""
        self._source = source
        self._iterator: Iterator[bytes | str] | None = None
        self._buffer: Buffer | None = None
        self._data: AsyncEvent | None = None
        self._task: asyncio.Task[None] | None = None
        self._cancel_token: BaseCancelToken | None = None
        self.failure: Exception | None = None

    async def run(
        self,
        call: Callable[[], Awaitable[T]],
        cancel_token: BaseCancelToken,
        _report: Callable[[], object],
    ) -> T:
        """Call a function that sends the blocks, and cancel the token if the source fails."""
        self._cancel_token = cancel_token
        try:
            return await async_cancellable(cancel_token, call)
        finally:
            self._cancel_token = None  # breaks a reference cycle

    async def take(self, deadline: float | None) -> list[bytes] | None:
        """Return the blocks that are ready; if there are none, wait for the first one.

        Args:
            deadline: The time at which to stop waiting, by ``time.monotonic()``.

        Returns:
            The blocks; an empty list at the end of the source; None at the deadline.
        """
        source = self._source
        if not (source.waits or source.blocking):
            return self._take_ready()
        if self._buffer is None:
            self._data, self._buffer = self._start()
        assert self._data is not None
        while not self._buffer.has_data():
            seconds = None if deadline is None else max(0.0, deadline - monotonic())
            if seconds == 0:
                return None
            await self._data.wait(seconds)
        return self._buffer.read()

    async def report(self, report: Callable[[], Awaitable[object]]) -> None:
        """Call a function."""
        await report()

    def abandon(self) -> None:
        """Let the source be closed by the thread or task that advances the source."""
        if self._buffer is not None:
            self._buffer.close()
        # A second cancellation would interrupt the source while the source cleans up.
        if self._task is not None and not self._task.cancelling():
            self._task.cancel()

    async def aclose(self) -> None:
        """End the source, and wait until it is closed; the wait is limited."""
        self.abandon()
        buffer, task = self._buffer, self._task
        if buffer is None:
            return
        if task is not None:
            await async_join(task, timing.SOURCE_CLOSE_TIMEOUT)
            return
        deadline = monotonic() + timing.SOURCE_GRACE
        while not buffer.is_complete and (remaining := deadline - monotonic()) > 0:
            assert self._data is not None
            await self._data.wait(remaining)

    def _take_ready(self) -> list[bytes]:
        if self._iterator is None:
            self._iterator = iter(cast("Iterable[bytes | str]", self._source.blocks))
        try:
            block = next(self._iterator, b"")
            return [to_bytes(block)] if block else []
        except Exception as error:
            self.failure = error
            raise

    def _start(self) -> tuple[AsyncEvent, Buffer]:
        # The source may make requests of its own, which the token must not cancel.
        data, context = AsyncEvent(), without_token()
        if isinstance(self._source.blocks, AsyncIterable):
            room = AsyncEvent()
            buffer = Buffer(data.set, room.set)
            self._task = asyncio.create_task(self._run_task(buffer, room), context=context)
        else:
            room_for_thread = Event()
            buffer = Buffer(data.set, room_for_thread.set)
            Thread("source", context.run, self._run_thread, buffer, room_for_thread).start()
        return data, buffer

    async def _run_task(self, buffer: Buffer, room: AsyncEvent) -> None:
        try:
            await async_fill(self._source, buffer, room.wait)
        except asyncio.CancelledError as error:
            if buffer.is_closed:
                buffer.end(error)
                raise
            self._fail(buffer, error)
        except Exception as error:  # noqa: BLE001 (the request's caller receives it)
            self._fail(buffer, error)
        except BaseException as error:
            buffer.end(error)
            raise
        else:
            buffer.end()

    def _run_thread(self, buffer: Buffer, room: Event) -> None:
        try:
            fill(self._source, buffer, room.wait)
        except BaseException as error:  # noqa: BLE001 (the request's caller receives it)
            self._fail(buffer, error)
        else:
            buffer.end()

    def _fail(self, buffer: Buffer, error: BaseException) -> None:
        failure = source_failure(error)
        if buffer.is_closed:
            log_failure(error)
            buffer.end(failure)
            return
        if type(error).__module__ == "sqlite3":
            error.add_note(_SQLITE)
        self.failure = failure
        buffer.end(failure)
        if (cancel_token := self._cancel_token) is not None:
            cancel_token.cancel()
