"""The clients that are compared: each does the same work, as its own README would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BLOCK = 65536
"""Bytes in a block of an upload."""

RECORD = (
    b'{"id":1234567,"name":"Lorem ipsum dolor sit amet",'
    b'"tags":["lorem","ipsum"],"value":0.12,"unit":"g"}\n'
)
"""A record of 100 bytes."""

JOB = [{"id": 1}, {"id": 2}]
"""The records of a small job."""

RECORDS_IN_BLOCK = 655
"""Records in a block of some 64 KiB."""


def blocks(size: int) -> Iterator[bytes]:
    """Give an upload's body of so many bytes."""
    block = bytes(BLOCK)
    for _ in range(size // BLOCK):
        yield block


async def async_blocks(size: int) -> AsyncIterator[bytes]:
    """Give an upload's body of so many bytes."""
    for block in blocks(size):
        yield block


def records(count: int) -> Iterator[bytes]:
    """Give so many records, each by itself."""
    for _ in range(count):
        yield RECORD


async def async_records(count: int) -> AsyncIterator[bytes]:
    """Give so many records, each by itself."""
    for _ in range(count):
        yield RECORD


def record_blocks(count: int) -> Iterator[bytes]:
    """Give so many records, many at once."""
    block = RECORD * RECORDS_IN_BLOCK
    for _ in range(count // RECORDS_IN_BLOCK):
        yield block


async def async_record_blocks(count: int) -> AsyncIterator[bytes]:
    """Give so many records, many at once."""
    for block in record_blocks(count):
        yield block
