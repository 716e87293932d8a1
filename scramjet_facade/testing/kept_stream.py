"""Streams that wait for their readers."""

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
    """Wakes all that wait for a change."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        await self._next.wait()


class _Parts:
    """What waits for a reader."""

    def __init__(self) -> None:
        self._parts: deque[bytes] = deque()
        self.size = 0

    def add(self, part: bytes) -> None:
        self._parts.append(part)
        self.size += len(part)

    def take(self) -> bytes:
        """Return what waits, but not more than a block of many small parts."""
        taken = [self._parts.popleft()]
        size = len(taken[0])
        while self._parts and size + len(self._parts[0]) <= _BLOCK_BYTES:
            size += len(self._parts[0])
            taken.append(self._parts.popleft())
        self.size -= size
        return b"".join(taken)


class Reader:
    """One reader's place in a stream."""

    def __init__(self, change: _Change, parts: _Parts) -> None:
        self._change = change
        self.parts = parts
        self.ended = False

    async def next(self) -> bytes | None:
        """Return what comes next; None at the end."""
        while not self.parts.size:
            if self.ended:
                return None
            await self._change.wait()
        part = self.parts.take()
        self._change.tell()
        return part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (part := await self.next()) is not None:
            yield part


class KeptStream:
    """Keeps what is written until somebody reads; then all readers get it, at the slowest's pace.

    Args:
        limit: Bytes that may wait for a reader before the writer has to.
    """

    def __init__(self, limit: float = math.inf) -> None:
        self._limit = limit
        self._change = _Change()
        self._kept = _Parts()
        self._readers: list[Reader] = []
        self.ended = False

    def put(self, data: bytes) -> None:
        """Write without waiting for readers."""
        if data and not self.ended:
            for parts in [reader.parts for reader in self._readers] or [self._kept]:
                parts.add(data)
            self._change.tell()

    async def write(self, data: bytes) -> None:
        """Write, and wait until there is room for more."""
        self.put(data)
        while self._is_full() and not self.ended:
            await self._change.wait()

    def end(self) -> None:
        """Let all readers come to the end, once they have read what waits for them."""
        self.ended = True
        for reader in self._readers:
            reader.ended = True
        self._change.tell()

    @contextmanager
    def reader(self) -> Generator[Reader]:
        """Read from now on; the only reader gets what was kept, and leaves what it didn't read."""
        reader = self.open()
        try:
            yield reader
        finally:
            self._readers.remove(reader)
            if not self._readers:
                self._kept = reader.parts
            self._change.tell()

    def open(self) -> Reader:
        """Read from now on, until the end."""
        reader = Reader(self._change, _Parts() if self._readers else self._kept)
        reader.ended = self.ended
        if not self._readers:
            self._kept = _Parts()
        self._readers.append(reader)
        return reader

    def _is_full(self) -> bool:
        waiting = [reader.parts for reader in self._readers] or [self._kept]
        return max(parts.size for parts in waiting) > self._limit


class SilencedStream(KeptStream):
    """Falls silent for good when a reader leaves, as the log of an instance does on hub 1.0.1."""

    @contextmanager
    def reader(self) -> Generator[Reader]:
        """Read from now on."""
        with super().reader() as reader:
            try:
                yield reader
            finally:
                self.put = _to_nobody  # type: ignore[method-assign]


def _to_nobody(data: bytes) -> None:
    del data


class History:
    """Lines that each reader gets from the very first."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._change = _Change()

    def put(self, line: bytes) -> None:
        """Add a line."""
        self._lines.append(line)
        self._change.tell()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give all lines, and then those that come, without end."""
        position = 0
        while True:
            while position == len(self._lines):
                await self._change.wait()
            yield self._lines[position]
            position += 1
