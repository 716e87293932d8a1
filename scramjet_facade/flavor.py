"""The few steps that differ between the asynchronous source and its synchronous twin.

``sync_…`` takes the place of ``async_…``, and ``X`` that of ``AsyncX``, when the twin is generated.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterable
from types import AsyncGeneratorType, GeneratorType
from typing import IO, TYPE_CHECKING, Any

from .errors import BadParametersError
from .sources import to_bytes
from .stop import AsyncStop, Stop, heeding, present_stop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from .sources import Source


async def async_sleep(seconds: float) -> None:
    """Wait, unless the stream that this is done for is stopped."""
    stop = present_stop()
    if isinstance(stop, AsyncStop):
        await stop.wait(seconds)
    else:
        await asyncio.sleep(seconds)


def sync_sleep(seconds: float) -> None:
    """Wait, unless the stream that this is done for is stopped."""
    stop = present_stop()
    if isinstance(stop, Stop):
        stop.wait(seconds)
    else:
        time.sleep(seconds)


async def async_blocks(source: Source) -> AsyncIterator[bytes]:
    """Give a source's blocks; a disk is waited for in a thread."""
    if isinstance(source.blocks, AsyncIterable):
        async for block in source.blocks:
            yield to_bytes(block)
        return
    blocks = iter(source.blocks)
    if not source.blocking:
        for block in blocks:
            yield to_bytes(block)
        return
    while (read := await asyncio.to_thread(next, blocks, None)) is not None:
        yield to_bytes(read)


def sync_blocks(source: Source) -> Iterator[bytes]:
    """Give a source's blocks."""
    if isinstance(source.blocks, AsyncIterable):
        raise BadParametersError("an async iterable needs the asynchronous client")
    for block in source.blocks:
        yield to_bytes(block)


async def async_close(source: Source) -> None:
    """Close a source that is a generator, so that it ends now and not at some time."""
    blocks: Any = source.blocks
    if isinstance(blocks, AsyncGeneratorType):
        if not blocks.ag_running:  # else it is being cancelled
            await blocks.aclose()
    else:
        sync_close(source)


def sync_close(source: Source) -> None:
    """Close a source that is a generator, so that it ends now and not at some time."""
    blocks: Any = source.blocks
    # One that runs does so in the thread that fetches from it, which closes it afterwards.
    if isinstance(blocks, GeneratorType) and not blocks.gi_running:
        blocks.close()


async def async_write_file(file: IO[bytes], chunk: bytes) -> None:
    """Write to a file; the disk is waited for in a thread."""
    await asyncio.to_thread(file.write, chunk)


def sync_write_file(file: IO[bytes], chunk: bytes) -> None:
    """Write to a file."""
    file.write(chunk)


class AsyncBackground:
    """Work that goes on beside its owner."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._task = asyncio.create_task(work())

    async def aclose(self) -> None:
        """End the work."""
        self._task.cancel()
        await asyncio.wait([self._task])


class Background:
    """Work that goes on beside its owner; it must end by itself when the owner wants it to."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._stop = Stop()
        self._thread = threading.Thread(target=self._run, name="scramjet-background", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Break off the request that the work is waiting for, and wait for the work's end."""
        self._stop.give()
        self._thread.join()

    def _run(self) -> None:
        with heeding(self._stop):
            self._work()
