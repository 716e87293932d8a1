"""The few steps of the asynchronous source that are others in its synchronous twin.

The twin imports ``sync_flavor``, where ``sync_…`` takes the place of ``async_…``, and ``X`` that of
``AsyncX``. They are two modules since asyncio takes 10 ms to import.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import AsyncGeneratorType
from typing import IO, TYPE_CHECKING, Any

from ..network.stop import BaseStop, present_stop, shield
from .sources import package_source
from .sync_flavor import sync_close

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractContextManager

    from .sources import Source


class AsyncStop(BaseStop):
    """The word to stop, for tasks."""

    def __init__(self) -> None:
        super().__init__()
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def give(self) -> None:
        """Stop it all, now and in future."""
        super().give()
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> bool:
        """Wait; return whether the word came within so many seconds."""
        self._loop = asyncio.get_running_loop()  # first: the word may come right now
        if not self.is_given:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._event.wait()
        return self.is_given


async def async_sleep(seconds: float) -> None:
    """Wait, unless the stream that this is done for is stopped."""
    stop = present_stop()
    if isinstance(stop, AsyncStop):
        await stop.wait(seconds)
    else:
        await asyncio.sleep(seconds)


def async_shield() -> AbstractContextManager[object]:
    """Let what is inside be done: a cancelled scope of anyio would cancel each step of it anew."""
    return shield()


async def async_package_source(package: Any, exclude: Any) -> Source:
    """Return the source for a package; a directory is looked through in a thread."""
    return await asyncio.to_thread(package_source, package, exclude)


async def async_close(source: Source) -> None:
    """Close a source that is a generator, so that it ends now and not at some time."""
    blocks: Any = source.blocks
    if isinstance(blocks, AsyncGeneratorType):
        if not blocks.ag_running:  # else it is being cancelled
            await blocks.aclose()
    else:
        sync_close(source)


async def async_write_file(file: IO[bytes], chunk: bytes) -> None:
    """Write to a file; the disk is waited for in a thread."""
    await asyncio.to_thread(file.write, chunk)


class AsyncBackground:
    """Work that goes on beside its owner."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._task = asyncio.create_task(work())

    async def aclose(self) -> None:
        """End the work."""
        self._task.cancel()
        await asyncio.wait([self._task])
