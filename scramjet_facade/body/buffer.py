"""The buffer between a data source and the request that sends its blocks."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, cast

from .closing import async_closed_with, closed_with
from .source import HIGH_WATER, LARGE_HIGH_WATER, MANY_PARTS, PART_OVERHEAD, to_bytes

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable, Iterable

    from .source import Source


class Buffer:
    """Holds the blocks of a source that were not sent yet.

    One thread or task writes, and another one reads. The buffer has no lock, because a signal
    handler may interrupt the writer or the reader at any step.

    Attributes:
        blocks: The blocks.
        is_urgent: Whether the writer must call ``wake_reader`` immediately.
        error: The exception that ended the source early.
        is_complete: Whether the source has ended.
        is_closed: Whether the reader has stopped reading.
    """

    def __init__(
        self, wake_reader: Callable[[], object], wake_writer: Callable[[], object]
    ) -> None:
        """Create a buffer.

        Args:
            wake_reader: A function that is called when the buffer has data.
            wake_writer: A function that is called when the buffer has room again.
        """
        self._wake_reader = wake_reader
        self._wake_writer = wake_writer
        self.blocks: deque[bytes] = deque()
        self.is_urgent: bool = False
        self.is_complete: bool = False
        self.is_closed: bool = False
        self.error: BaseException | None = None

    def wake_reader(self) -> None:
        """Wake the reader, which then takes all blocks."""
        self.is_urgent = self.is_closed
        self._wake_reader()

    def is_full(self, size: int) -> bool:
        """Return whether the writer must wait after it has written this number of bytes."""
        limit = HIGH_WATER if len(self.blocks) >= MANY_PARTS else LARGE_HIGH_WATER
        return size >= limit and bool(self.blocks) and not self.is_closed

    def end(self, error: BaseException | None = None) -> None:
        """Mark the source as ended; ``error`` is the exception that ended it early, or None."""
        self.error = error
        self.is_complete = True
        self._wake_reader()

    def has_data(self) -> bool:
        """Return whether a read returns immediately; otherwise the next write wakes the reader."""
        if not (self.blocks or self.is_complete):
            self.is_urgent = True
        return bool(self.blocks) or self.is_complete

    def read(self) -> list[bytes]:
        """Remove and return all blocks; the list is empty at the end of the source.

        Raises:
            BaseException: The source failed.
        """
        taken = [self.blocks.popleft() for _ in range(len(self.blocks))]
        self._wake_writer()
        if not taken and self.error is not None:
            raise self.error
        return taken

    def close(self) -> None:
        """Stop reading; the writer stops at its next part."""
        self.is_closed = self.is_urgent = True
        self._wake_writer()


def fill(
    source: Source,
    buffer: Buffer,
    wait_for_room: Callable[[], object],
    report: Callable[[], object] | None = None,
) -> None:
    """Advance a source in this thread until it ends or the buffer is closed.

    Args:
        source: The source, whose iterator is also closed in this thread.
        buffer: The buffer for the source's parts.
        wait_for_room: A function that waits until the buffer wakes its writer.
        report: A function that is called from time to time.
    """
    iterator = iter(cast("Iterable[bytes | str]", source.blocks))
    blocks, size = buffer.blocks, 0
    with closed_with(iterator):
        for part in iterator:
            block = part if type(part) is bytes else to_bytes(part)
            blocks.append(block)
            size += len(block) + PART_OVERHEAD
            # Waking the reader for each part would take longer than everything else.
            if buffer.is_urgent or (size >= HIGH_WATER and buffer.is_full(size)):
                buffer.wake_reader()
                while buffer.is_full(size):
                    wait_for_room()
                if buffer.is_closed:
                    return
                if not blocks:
                    size = 0
                if report is not None:
                    report()


async def async_fill(
    source: Source, buffer: Buffer, wait_for_room: Callable[[], Awaitable[object]]
) -> None:
    """Advance an asynchronous source in this task until the source ends, like ``fill``."""
    iterator = aiter(cast("AsyncIterable[bytes | str]", source.blocks))
    blocks, size = buffer.blocks, 0
    async with async_closed_with(iterator):
        async for part in iterator:
            block = part if type(part) is bytes else to_bytes(part)
            blocks.append(block)
            size += len(block) + PART_OVERHEAD
            if buffer.is_urgent or (size >= HIGH_WATER and buffer.is_full(size)):
                buffer.wake_reader()
                while buffer.is_full(size):
                    await wait_for_room()
                if buffer.is_closed:  # the source may have ignored its cancellation
                    return
                if not blocks:
                    size = 0
