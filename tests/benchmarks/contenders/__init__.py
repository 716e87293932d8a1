"""The compared clients: each runs the same workloads as its documentation recommends."""

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
"""Records in a block of about 64 KiB."""


def blocks(size: int) -> Iterator[bytes]:
    """Yield the body of an upload of this size."""
    block = bytes(BLOCK)
    for _ in range(size // BLOCK):
        yield block


async def async_blocks(size: int) -> AsyncIterator[bytes]:
    """Yield the body of an upload of this size."""
    for block in blocks(size):
        yield block


def records(count: int) -> Iterator[bytes]:
    """Yield records one by one."""
    for _ in range(count):
        yield RECORD


async def async_records(count: int) -> AsyncIterator[bytes]:
    """Yield records one by one."""
    for _ in range(count):
        yield RECORD


def record_blocks(count: int) -> Iterator[bytes]:
    """Yield records in blocks."""
    block = RECORD * RECORDS_IN_BLOCK
    for _ in range(count // RECORDS_IN_BLOCK):
        yield block


async def async_record_blocks(count: int) -> AsyncIterator[bytes]:
    """Yield records in blocks."""
    for block in record_blocks(count):
        yield block
