"""The few steps that differ between the asynchronous source and its synchronous twin.

``sync_…`` takes the place of ``async_…``, and ``X`` that of ``AsyncX``, when the twin is generated.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterable
from contextlib import suppress
from types import AsyncGeneratorType, GeneratorType
from typing import IO, TYPE_CHECKING, Any

from .errors import BadParametersError
from .sources import to_bytes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from .sources import Source

async_sleep = asyncio.sleep
sync_sleep = time.sleep


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


class AsyncSignal:
    """Something that one task waits for and another gives."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Give the signal."""
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for the signal; return whether it came within so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._event.wait()
        return False


Signal = threading.Event


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
        self._thread = threading.Thread(target=work, name="scramjet-background", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait for the work's end."""
        self._thread.join()
