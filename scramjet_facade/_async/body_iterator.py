"""An iterator over the blocks of an upload."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from ..body.async_producer import AsyncProducer
from ..body.closing import async_close_owned, async_owned
from ..body.source import HIGH_WATER, MANY_PARTS, coalesce
from ..concurrency import timing
from ..concurrency.async_flavor import async_call

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

    from ..body.source import Source
    from ..concurrency.cancel_token import BaseCancelToken

T = TypeVar("T")


class AsyncBodyIterator:
    """Iterates over the blocks of a source; blocks that are ready are sent together.

    Attributes:
        deadline: The time at which an iteration ends. The next iteration sends the remaining data.
        is_complete: Whether the source has ended and all of its data was sent.
        is_waiting: Whether a request waits for the source.
        sent: How many bytes were sent.
    """

    def __init__(
        self,
        source: Source,
        progress: Callable[[int, int | None], object] | None = None,
        inspect: Callable[[bytes], object] | None = None,
    ) -> None:
        """Create the iterator.

        Args:
            source: The data.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            inspect: A function that is called with each block before the block is sent.
        """
        self._source = source
        self._progress = progress
        self._inspect = inspect
        self._iteration: Any = None
        self._producer = AsyncProducer(source)
        self._unsent: list[bytes] = []
        self._reported = 0
        self._failure: Exception | None = None
        self.deadline: float | None = None
        self.is_complete = False
        self.is_waiting = True
        self.sent = 0

    @property
    def failure(self) -> Exception | None:
        """The exception that the source or ``progress`` raised, if any."""
        return self._producer.failure or self._failure

    def again(self) -> AsyncBodyIterator | None:
        """Return a new iterator over the same data, or None if the source cannot be repeated."""
        again = self._source.again
        if again is None:
            return None
        return AsyncBodyIterator(again(), self._progress, self._inspect)

    async def is_short(self) -> bool:
        """Return whether the source ends soon and its data is small enough for one request."""
        deadline = monotonic() + timing.READY_WAIT
        size = sum(map(len, self._unsent))
        while size < HIGH_WATER:
            blocks = await self._producer.take(deadline)
            if not blocks:
                return blocks is not None
            self._unsent += coalesce(blocks)
            size += sum(map(len, blocks))
        return False

    async def run(self, call: Callable[[], Awaitable[T]], cancel_token: BaseCancelToken) -> T:
        """Call a function that sends requests with this body.

        Args:
            call: The function.
            cancel_token: The token that cancels the function when the source fails.
        """
        return await self._producer.run(call, cancel_token, self._report)

    async def aclose(self) -> None:
        """End the source."""
        await async_close_owned(self._iteration)
        await self._producer.aclose()

    def __aiter__(self) -> AsyncIterator[bytes]:
        iteration = self._blocks()
        self._iteration = async_owned(iteration)
        return iteration

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        try:
            while not self._is_over():
                blocks = self._unsent
                if not blocks:
                    self.is_waiting = True
                    taken = await self._producer.take(self.deadline)
                    if taken is None:
                        return
                    self.is_waiting = False
                    if not taken:
                        self.is_complete = True
                        return
                    blocks = _coalesced(taken)
                self._unsent = []
                for block in blocks:
                    if self._inspect is not None:
                        self._inspect(block)
                    yield block
                    self.sent += len(block)
                    if self._progress is not None:
                        await self._producer.report(self._report)
        except Exception as error:
            self._failure = error
            raise
        finally:
            if not self.is_complete and not self._is_over():
                self._producer.abandon()

    def _is_over(self) -> bool:
        return self.deadline is not None and monotonic() >= self.deadline

    async def _report(self) -> None:
        if self._progress is not None and self._reported != self.sent:
            self._reported = self.sent
            await async_call(self._progress, self.sent, self._source.size)


def _coalesced(parts: list[bytes]) -> list[bytes]:
    """Join parts that were ready at the same time, unless the parts are large."""
    if len(parts) == 1:
        return parts
    return [b"".join(parts)] if len(parts) > MANY_PARTS else list(coalesce(parts))
