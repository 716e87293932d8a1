"""The buffer between the code that advances a data source and the request that sends its blocks."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, cast

from .closing import closed_with
from .source import HIGH_WATER, PART_OVERHEAD, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .source import Source


class Buffer:
    """Holds the blocks that a source has produced and that were not sent yet.

    One thread or task writes, and another one reads. There is no lock: a signal handler may run
    between any two steps of either.

    Attributes:
        error: What ended the source before its end.
        is_complete: Whether the source has ended.
        is_closed: Whether nothing is read any more.
    """

    def __init__(
        self, wake_reader: Callable[[], object], wake_writer: Callable[[], object]
    ) -> None:
        """Create a buffer.

        Args:
            wake_reader: Called when there is something to read.
            wake_writer: Called when there is room again.
        """
        self._wake_reader = wake_reader
        self._wake_writer = wake_writer
        self._blocks: deque[bytes] = deque()
        self._size = 0  # at most
        self._is_starved = False
        self.is_complete: bool = False
        self.is_closed: bool = False
        self.error: BaseException | None = None

    def write(self, part: bytes | str) -> bool:
        """Add a part; return whether the writer must look at ``is_full`` and ``is_closed``."""
        blocks = self._blocks
        if not blocks:
            self._size = 0
        block = part if type(part) is bytes else to_bytes(part)
        blocks.append(block)
        self._size += len(block) + PART_OVERHEAD
        if self._is_starved or self.is_closed or self._size >= HIGH_WATER:
            # Waking the reader for each part would take longer than everything else.
            self._is_starved = False
            self._wake_reader()
            return True
        return False

    @property
    def is_full(self) -> bool:
        """Whether the writer must wait for room."""
        return bool(self._blocks) and self._size >= HIGH_WATER and not self.is_closed

    def end(self, error: BaseException | None = None) -> None:
        """Report that nothing more will be written, and why."""
        self.error = error
        self.is_complete = True
        self._wake_reader()

    def has_data(self) -> bool:
        """Return whether a read returns immediately; otherwise the next write wakes the reader."""
        if not (self._blocks or self.is_complete):
            self._is_starved = True
        return bool(self._blocks) or self.is_complete

    def read(self) -> list[bytes]:
        """Take everything; nothing at the end of the source.

        Raises:
            BaseException: The source failed.
        """
        taken = [self._blocks.popleft() for _ in range(len(self._blocks))]
        self._wake_writer()
        if not taken and self.error is not None:
            raise self.error
        return taken

    def close(self) -> None:
        """Stop reading: the writer ends with its next part."""
        self.is_closed = True
        self._wake_writer()


def fill(
    source: Source,
    buffer: Buffer,
    wait_for_room: Callable[[], object],
    report: Callable[[], object] | None = None,
) -> None:
    """Advance a source in this thread until it ends or the buffer is closed.

    Args:
        source: The source; its iterator is closed in this thread, too.
        buffer: What its parts are written to.
        wait_for_room: Waits until the buffer wakes its writer.
        report: Called now and then.
    """
    iterator = iter(cast("Iterable[bytes | str]", source.blocks))
    with closed_with(iterator):
        for part in iterator:
            if buffer.write(part):
                while buffer.is_full:
                    wait_for_room()
                if buffer.is_closed:
                    return
                if report is not None:
                    report()
