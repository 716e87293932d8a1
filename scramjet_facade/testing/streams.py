"""Streams that keep what is written until it is read."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

_BLOCK_BYTES = 65536


class _Change:
    """Wakes all tasks that wait for a change."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        await self._next.wait()


class Reader:
    """Data that waits for one reader."""

    def __init__(self, change: _Change) -> None:
        self._change = change
        self._parts: deque[bytes] = deque()
        self.size: int = 0
        self.ended: bool = False

    def put(self, part: bytes) -> None:
        """Add a part."""
        self._parts.append(part)
        self.size += len(part)

    async def next(self) -> bytes | None:
        """Wait for the next data, up to a block of many small parts; None at the end."""
        while not self._parts:
            if self.ended:
                return None
            await self._change.wait()
        taken = [self._parts.popleft()]
        size = len(taken[0])
        while self._parts and size + len(self._parts[0]) <= _BLOCK_BYTES:
            size += len(self._parts[0])
            taken.append(self._parts.popleft())
        self.size -= size
        self._change.notify()
        return b"".join(taken)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (part := await self.next()) is not None:
            yield part


class KeptStream:
    """A stream that keeps data until it is read; each part goes to all current readers.

    Args:
        limit: Bytes that may wait for the slowest reader before the writer has to wait.
        falls_silent: Whether all later data is dropped once any reader disconnects, as in the
            log of an instance on hub 1.0.1.
    """

    def __init__(self, limit: float = math.inf, *, falls_silent: bool = False) -> None:
        self._limit = limit
        self._falls_silent = falls_silent
        self._is_silent = False
        self._change = _Change()
        self._unread = Reader(self._change)
        self._readers: list[Reader] = []
        self.ended: bool = False

    def put(self, data: bytes) -> None:
        """Write without waiting for readers."""
        if data and not self.ended and not self._is_silent:
            for reader in self._readers or [self._unread]:
                reader.put(data)
            self._change.notify()

    async def write(self, data: bytes) -> None:
        """Write, and wait until there is room for more."""
        self.put(data)
        while self._is_full() and not self.ended:
            await self._change.wait()

    def end(self) -> None:
        """End the stream for all readers, once they have read what waits for them."""
        self.ended = True
        for reader in self._readers:
            reader.ended = True
        self._change.notify()

    @contextmanager
    def reader(self) -> Generator[Reader]:
        """Read from now on; the first reader also gets the data that was kept before."""
        reader = self.open()
        try:
            yield reader
        finally:
            self._readers.remove(reader)
            if not self._readers:
                self._unread = reader
            self._is_silent = self._falls_silent
            self._change.notify()

    def open(self) -> Reader:
        """Read from now on, until the end."""
        reader = Reader(self._change) if self._readers else self._unread
        reader.ended = self.ended
        self._readers.append(reader)
        return reader

    def _is_full(self) -> bool:
        return max(reader.size for reader in self._readers or [self._unread]) > self._limit


class History:
    """A list of lines; each reader receives all of them."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._change = _Change()

    def put(self, line: bytes) -> None:
        """Add a line."""
        self._lines.append(line)
        self._change.notify()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield all lines, and then new ones, without end."""
        position = 0
        while True:
            while position == len(self._lines):
                await self._change.wait()
            yield self._lines[position]
            position += 1
