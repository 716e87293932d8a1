"""The few steps that differ between the asynchronous source and its synchronous twin.

``sync_…`` takes the place of ``async_…`` when the twin is generated.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import IO, TYPE_CHECKING

from .errors import BadParametersError
from .sources import to_bytes

if TYPE_CHECKING:
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


async def async_write_file(file: IO[bytes], chunk: bytes) -> None:
    """Write to a file; the disk is waited for in a thread."""
    await asyncio.to_thread(file.write, chunk)


def sync_write_file(file: IO[bytes], chunk: bytes) -> None:
    """Write to a file."""
    file.write(chunk)
