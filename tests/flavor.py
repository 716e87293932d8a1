"""Helpers that differ between asynchronous tests and their synchronous twins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import threading
    from collections.abc import AsyncIterator, Iterator

T = TypeVar("T")


async def async_wait(event: threading.Event, seconds: float) -> bool:
    """Wait for an event of another thread without blocking the event loop."""
    return await asyncio.to_thread(event.wait, seconds)


def sync_wait(event: threading.Event, seconds: float) -> bool:
    """Wait for an event of another thread."""
    return event.wait(seconds)


async def async_source(blocking: Iterator[T]) -> AsyncIterator[T]:
    """Turn a blocking iterator into an asynchronous one."""
    while (block := await asyncio.to_thread(next, blocking, None)) is not None:
        yield block


def sync_source(blocking: Iterator[T]) -> Iterator[T]:
    """Return the iterator unchanged: synchronous clients may block."""
    return blocking
