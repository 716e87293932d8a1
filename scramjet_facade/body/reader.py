"""Iterators that never report an interrupted stream as complete."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

T = TypeVar("T")


def sync_reader(items: Iterator[T], check_end: Callable[[], None]) -> Iterator[T]:
    """Return an iterator that never ends normally after an error.

    A generator that has raised an error ends normally at the next read, like a complete stream.

    Args:
        items: A generator.
        check_end: A function that is called after the last item, and raises an exception if data
            is missing.
    """
    return chain(items, iter(check_end, None))


def async_reader(items: AsyncGenerator[T, None], check_end: Callable[[], None]) -> AsyncReader[T]:
    """Return an iterator that never ends normally after an error.

    A generator that has raised an error ends normally at the next read, like a complete stream.

    Args:
        items: A generator.
        check_end: A function that is called after the last item, and raises an exception if data
            is missing.
    """
    return AsyncReader(items, check_end)


class AsyncReader(Generic[T]):
    """Iterates over an asynchronous generator."""

    def __init__(self, items: AsyncGenerator[T, None], check_end: Callable[[], None]) -> None:
        self._items: Any = items
        self._check_end = check_end

    def __aiter__(self) -> Self:
        return self

    def __anext__(self) -> Awaitable[T]:
        # A coroutine function would add more than a tenth to the time of each record.
        if self._items.ag_frame is None:
            return self._end()
        step: Awaitable[T] = self._items.__anext__()
        return step

    async def aclose(self) -> None:
        """Close the generator."""
        await self._items.aclose()

    async def _end(self) -> T:
        self._check_end()
        raise StopAsyncIteration
