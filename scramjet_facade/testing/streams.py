"""Streams that keep written data until it is read."""

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
        # Each wait has its own event, because a fake can be started again in another event loop.
        self._waiting: set[asyncio.Event] = set()

    def notify(self) -> None:
        for woken in self._waiting:
            woken.set()

    async def wait(self) -> None:
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            await woken.wait()
        finally:
            self._waiting.discard(woken)


class Reader:
    """The data that waits for one reader."""

    def __init__(self, change: _Change) -> None:
        self._change = change
        self._parts: deque[bytes] = deque()
        self.size: int = 0
        self.ended: bool = False

    def put(self, part: bytes) -> None:
        """Add data."""
        self._parts.append(part)
        self.size += len(part)

    async def next(self) -> bytes | None:
        """Wait for data, and return up to one block of it, or None at the end of the stream."""
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
    """A stream that keeps data until it is read, and sends it to all current readers.

    Args:
        limit: The writer waits while more than this number of bytes waits for the slowest reader.
        falls_silent: Whether the stream drops all data after one of its readers has disconnected,
            like the log of an instance on hub 1.0.1.
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
        """Write data without waiting for readers."""
        if data and not self.ended and not self._is_silent:
            for reader in self._readers or [self._unread]:
                reader.put(data)
            self._change.notify()

    async def write(self, data: bytes) -> None:
        """Write data, and wait until the readers have read enough of it."""
        self.put(data)
        while self._is_full() and not self.ended:
            await self._change.wait()

    def end(self) -> None:
        """End the stream; readers first receive the data that waits for them."""
        self.ended = True
        for reader in self._readers:
            reader.ended = True
        self._change.notify()

    @contextmanager
    def reader(self) -> Generator[Reader]:
        """Open a reader for a ``with`` block; the first one also receives earlier data."""
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
        """Return a reader that stays open until the end of the stream."""
        reader = Reader(self._change) if self._readers else self._unread
        reader.ended = self.ended
        self._readers.append(reader)
        return reader

    def _is_full(self) -> bool:
        return max(reader.size for reader in self._readers or [self._unread]) > self._limit


class History:
    """A list of lines; every reader receives all of them."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._change = _Change()

    def put(self, line: bytes) -> None:
        """Add a line."""
        self._lines.append(line)
        self._change.notify()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield all lines so far, and then new lines as they are added, without end."""
        position = 0
        while True:
            while position == len(self._lines):
                await self._change.wait()
            yield self._lines[position]
            position += 1
