"""The end of a stream or an upload that does not end by itself."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from ..concurrency import timing
from ..errors import CannotConnectError, ClientError, ServerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from weakref import ReferenceType

    from ..concurrency.async_flavor import AsyncCancelToken


class AsyncEndWatch:
    """Stops a stream when its writer has ended and all was read; an upload likewise.

    It holds no stream: one that was forgotten without being left is collected all the same.

    Attributes:
        finished: Whether the stream was stopped because nothing comes any more.
        error: Why it is not known any more whether the writer has ended.
    """

    def __init__(
        self,
        has_ended: Callable[[], Awaitable[bool]],
        cancel_token: AsyncCancelToken,
        stream: ReferenceType[object],
        *,
        patient: bool,
    ) -> None:
        self._has_ended = has_ended
        self._cancel_token = cancel_token
        self._stream = stream
        self._patient = patient
        self._waiting_since: float | None = None  # when its reader began to; None: it doesn't
        self._patience = timing.END_SILENCE
        self._end = 0.0  # when the writer's end was known
        self.finished = False
        self.error: ClientError | None = None

    async def run(self) -> None:
        """Watch until the writer's end, or the stream's."""
        try:
            while not await self._look():
                if await self._is_over_after(timing.END_POLL):
                    return
        except ClientError as error:
            self.error = error
        else:
            self._end = monotonic()
            while (left := self._silence_left()) > 0:
                if await self._is_over_after(left):
                    return
            self.finished = True
        self._cancel_token.cancel()

    def expect(self, *, within: float) -> None:
        """Begin to wait for an opening, or an upload's end: for so long after the writer's end."""
        self._waiting_since, self._patience = monotonic(), within

    def has_come(self) -> None:
        """End to wait for that."""
        self._waiting_since, self._patience = None, timing.END_SILENCE

    async def watched(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Give the stream's data, and see how long its reader waits for each part."""
        try:
            self._waiting_since = monotonic()
            async for chunk in chunks:
                self._waiting_since = None
                yield chunk
                self._waiting_since = monotonic()
        finally:
            self._waiting_since = None

    async def _look(self) -> bool:
        try:
            return await self._has_ended()
        except (CannotConnectError, ServerError):
            if self._patient:
                return False
            raise

    async def _is_over_after(self, seconds: float) -> bool:
        return await self._cancel_token.wait(seconds) or self._stream() is None

    def _silence_left(self) -> float:
        since = self._waiting_since
        if since is None:
            return timing.END_SILENCE
        return max(since, self._end) + self._patience - monotonic()
