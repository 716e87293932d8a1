"""What an upload's source gives, on its way to the request that sends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from ..concurrency.async_flavor import async_close
from .source import AHEAD, PART, TOGETHER, to_bytes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator

    from .source import Source

T = TypeVar("T")

_LARGE = 16 * 1024  # bytes: to join such parts would cost more than to send each
_QUICK = 50e-6  # seconds in which an iterator gives a part that it has at hand


class AsyncFeed:
    """Gives a source's blocks to a request; parts that are there at the same time go together.

    Attributes:
        failure: What the source raised.
    """

    def __init__(
        self, source: Source, progress: Callable[[int, int | None], object] | None = None
    ) -> None:
        """Take the source, and what is told how many bytes of how many were sent."""
        self._source = source
        self._progress = progress
        self._fetching: asyncio.Task[None] | None = None
        self._scope: asyncio.Timeout | None = None
        self.failure: Exception | None = None

    def again(self) -> AsyncFeed | None:
        """Return another feed of the same data, if there can be one."""
        again = self._source.again
        return None if again is None else AsyncFeed(again(), self._progress)

    async def run(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call returns that sends a request with this as its body."""
        self._scope = asyncio.timeout(None)
        try:
            async with self._scope:
                return await call()
        except TimeoutError:
            if self.failure is None:
                raise
            raise self.failure  # noqa: B904 (the cause is in the user's own exception)

    async def aclose(self) -> None:
        """End the source, if it is a generator."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])
        await async_close(self._source)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        try:
            async for block in self._blocks():
                yield block
                sent += len(block)
                if self._progress is not None and block:
                    self._progress(sent, self._source.size)
        except Exception as error:
            self.failure = error
            raise

    async def _blocks(self) -> AsyncIterator[bytes]:
        source = self._source
        if isinstance(source.blocks, AsyncIterable):
            async for block in self._together(source.blocks):
                yield block
        elif source.blocking:
            blocks = iter(source.blocks)
            while (read := await asyncio.to_thread(next, blocks, None)) is not None:
                yield to_bytes(read)
        else:
            for part in _quick(source.blocks) if source.waits else source.blocks:
                yield to_bytes(part)

    async def _together(self, parts: AsyncIterable[bytes | str]) -> AsyncIterator[bytes]:
        """Give what a source gives, joined while it isn't waited for.

        The source runs in a task of its own: what it gave goes out when it begins to wait.
        """
        held: list[bytes] = []
        size = 0
        filled, emptied = asyncio.Event(), asyncio.Event()

        async def fetch() -> None:
            nonlocal size
            async for part in parts:
                block = part if type(part) is bytes else to_bytes(part)
                if not held:
                    filled.set()
                held.append(block)
                size += len(block) + PART
                if size >= AHEAD:
                    emptied.clear()
                    await emptied.wait()

        self._fetching = fetching = asyncio.create_task(fetch())
        fetching.add_done_callback(lambda _: filled.set())
        fetching.add_done_callback(self._break_off)
        try:
            while held or not fetching.done():
                await filled.wait()
                filled.clear()
                blocks = held.copy() if size > len(held) * _LARGE else [b"".join(held)]
                held.clear()
                size = 0
                emptied.set()
                for block in blocks:
                    if block:
                        yield block
            await fetching
        finally:
            fetching.cancel()  # whoever closes this waits for it

    def _break_off(self, fetching: asyncio.Task[None]) -> None:
        """End the call if its source failed, even while the server takes nothing."""
        error = None if fetching.cancelled() else fetching.exception()
        if isinstance(error, Exception) and self._scope is not None:
            self.failure = error
            with suppress(RuntimeError):  # it is over already
                self._scope.reschedule(0)


def _quick(parts: Iterable[bytes | str]) -> Iterator[bytes]:
    """Join parts as long as an iterator gives each at once: nobody is told if it begins to wait."""
    held: list[bytes] = []
    size = 0
    then = 0.0  # the first goes out at once
    for part in parts:
        held.append(part if type(part) is bytes else to_bytes(part))
        size += len(part)
        now = perf_counter()
        if size >= TOGETHER or now - then > _QUICK:
            yield b"".join(held)
            held.clear()
            size = 0
            now = perf_counter()
        then = now
    if held:
        yield b"".join(held)
