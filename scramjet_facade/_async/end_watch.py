"""A watch that ends a stream or an upload after its instance has ended."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from ..concurrency import timing
from ..errors import CannotConnectError, ServerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from weakref import ReferenceType

    from ..concurrency.async_flavor import AsyncCancelToken


class AsyncEndWatch:
    """Ends a stream or an upload when its instance has ended and all available data was read.

    The watch holds only a weak reference, so that an unclosed stream can be garbage-collected.

    Attributes:
        finished: Whether the watch has ended the stream because no more data will arrive.
        error: The error that stopped the watch; None if there was none.
    """

    def __init__(
        self,
        has_ended: Callable[[], Awaitable[bool]],
        cancel_token: AsyncCancelToken,
        stream: ReferenceType[object],
        *,
        ignores_errors: bool,
    ) -> None:
        self._has_ended = has_ended
        self._cancel_token = cancel_token
        self._stream = stream
        self._ignores_errors = ignores_errors
        self._waiting_since: float | None = None  # when the reader began to wait
        self._timeout = timing.END_SILENCE
        self._end = 0.0  # when the watch noticed the end of the writer
        self._delay = 0.0  # how long the last status request took
        self.finished = False
        self.error: Exception | None = None

    async def run(self) -> None:
        """Watch until the writer or the stream has ended."""
        try:
            while not await self._look():
                if await self._is_over_after(timing.END_POLL):
                    return
        except Exception as error:  # noqa: BLE001 (the reader gets it, whatever it is)
            self.error = error
        else:
            self._end = monotonic()
            while (remaining := self._remaining_silence()) > 0:
                # The stream may open meanwhile, which shortens the remaining time.
                if await self._is_over_after(min(remaining, timing.END_SILENCE)):
                    return
            self.finished = True
        self._cancel_token.cancel()

    def expect(self, *, within: float) -> None:
        """Set the time limit for opening a stream or ending an upload after the instance's end."""
        self._waiting_since, self._timeout = monotonic(), within

    def has_opened(self) -> None:
        """Record that the stream is open.

        After the writer's end, the watch now ends the stream when no data arrives for a short time.
        """
        self._waiting_since, self._timeout = None, timing.END_SILENCE

    async def watched(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Return the stream's chunks, and measure how long the reader waits for each chunk."""
        try:
            self._waiting_since = monotonic()
            async for chunk in chunks:
                self._waiting_since = None
                yield chunk
                self._waiting_since = monotonic()
        finally:
            self._waiting_since = None

    async def _look(self) -> bool:
        began = monotonic()
        try:
            has_ended = await self._has_ended()
        except (CannotConnectError, ServerError):
            if self._ignores_errors:
                return False
            raise
        self._delay = monotonic() - began
        return has_ended

    async def _is_over_after(self, seconds: float) -> bool:
        return await self._cancel_token.wait(seconds) or self._stream() is None

    def _remaining_silence(self) -> float:
        since = self._waiting_since
        if since is None:
            return timing.END_SILENCE
        # On a slow network, the data may take longer than the response about the status.
        return max(since, self._end) + max(self._timeout, self._delay) - monotonic()
