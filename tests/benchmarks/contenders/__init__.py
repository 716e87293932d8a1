"""The clients that are compared: each does the same work, as its own README would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BLOCK = 65536
"""Bytes in a block of an upload."""


def blocks(size: int) -> Iterator[bytes]:
    """Give an upload's body of so many bytes."""
    block = bytes(BLOCK)
    for _ in range(size // BLOCK):
        yield block


async def async_blocks(size: int) -> AsyncIterator[bytes]:
    """Give an upload's body of so many bytes."""
    for block in blocks(size):
        yield block
