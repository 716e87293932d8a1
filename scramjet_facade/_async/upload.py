"""A request body on its way."""

from __future__ import annotations

import logging
import weakref
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from scramjet_bindings.types import File

from ..body.async_feed import AsyncFeed
from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken
from ..concurrency.cancel_token import async_cancellable
from ..concurrency.cancellation import cancelled_by
from ..errors import ClientError, NeedAuthenticationError, UploadInterrupted
from ..http11.settings import upload_timeouts
from .end_watch import AsyncEndWatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from ..body.source import Source
    from ..concurrency.cancellation import Cancellation
    from ..http11 import Timeouts
    from ..options.options import Options

T = TypeVar("T")


_log = logging.getLogger("scramjet_facade")


class AsyncUpload:
    """Hands a source's blocks to the transport, one at a time.

    Attributes:
        timeouts: The time limits of its request.
        content_type: The data's type.
        is_ascii: Whether the data is known to be ASCII.
        is_waiting: Whether it waits for its source, or has not begun.
    """

    def __init__(
        self,
        source: Source,
        options: Options,
        *,
        content_type: str,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        has_ended: Callable[[], Awaitable[bool]] | None = None,
        cancellation: Cancellation | None = None,
    ) -> None:
        self._feed = AsyncFeed(source, progress)
        self.timeouts: Timeouts = upload_timeouts(
            connect=options.connect_timeout, answer=options.timeout, idle=idle_timeout
        )
        # What is small goes out as it is, with its length.
        self._small = source.small if progress is None else None
        # What is small the transport itself sends again, with the token that comes next.
        self._may_repeat = options.token_provider is not None and self._small is None
        self.content_type = content_type
        self.is_ascii = source.is_ascii
        self.is_waiting = self._small is None
        self._has_ended = has_ended
        self._cancellation = cancellation
        self._damage: str | None = None
        self._spared = 0

    @property
    def file(self) -> File:
        """What a generated operation takes as its body."""
        return File(self if self._small is None else self._small, self.content_type)

    async def send(
        self, operation: Callable[..., Awaitable[T]], *arguments: Any, **options: Any
    ) -> T:
        """Send it with a generated operation; the source's own exception gets out as it is."""
        call = partial(operation, *arguments, body=self.file, timeout=self.timeouts, **options)
        try:
            if self._small is not None:
                self._look_for_damage(self._small)
            try:
                return await self._run(call)
            except NeedAuthenticationError as error:
                if not self._may_repeat:
                    raise
                if (feed := self._feed.again()) is None:
                    error.add_note("No new token was tried: the data can't be had twice.")
                    raise
                await self.aclose()
                self._feed = feed
                return await self._run(call)
        except ClientError:
            if self.failure is not None:
                raise self.failure  # noqa: B904 (the cause is in the user's own exception)
            raise
        finally:
            await self.aclose()

    async def _run(self, call: Callable[[], Awaitable[T]]) -> T:
        if self._has_ended is None and self._cancellation is None:
            return await self._feed.run(call)
        if self._cancellation is not None and self._cancellation.is_cancelled:
            raise UploadInterrupted("the upload was cancelled before it began")
        cancel_token = AsyncCancelToken()
        watch: AsyncEndWatch | None = None
        watching: AsyncBackground | None = None
        try:
            if self._has_ended is not None:
                watch = AsyncEndWatch(
                    self._has_ended, cancel_token, weakref.ref(self), patient=False
                )
                watch.expect(within=timing.UPLOAD_AFTER_END)
                watching = AsyncBackground(watch.run)
                watching.start()
            with cancelled_by(self._cancellation, cancel_token):
                return await async_cancellable(cancel_token, lambda: self._feed.run(call))
        except ClientError as error:
            # An answer says more than that it was broken off meanwhile.
            if (
                not cancel_token.is_cancelled
                or error.status is not None
                or self.failure is not None
            ):
                raise
            if watch is not None and watch.error is not None:
                raise watch.error from error
            raise self._interruption(error, watch) from error
        finally:
            cancel_token.cancel()
            if watching is not None:
                await watching.aclose()

    def _interruption(self, error: ClientError, watch: AsyncEndWatch | None) -> UploadInterrupted:
        why = "the upload was cancelled"
        if watch is not None and watch.finished:
            why = "the instance has ended, and did not take all of the upload"
        return UploadInterrupted(
            why,
            method=error.method,
            url=error.url,
            attempts=error.attempts,
            may_have_arrived=error.may_have_arrived,
        )

    def warn_of_damage(self, text: str, *, beyond: int = 0) -> None:
        """Log a warning, once, if the data is other than ASCII and has more than so many bytes."""
        self._damage, self._spared = text, beyond

    def _look_for_damage(self, block: bytes) -> None:
        self._spared -= len(block)
        if self._damage is not None and self._spared < 0 and not block.isascii():
            _warn(self._damage)
            self._damage = None

    @property
    def failure(self) -> Exception | None:
        """What the source raised."""
        return self._feed.failure

    async def aclose(self) -> None:
        """End the source, if it is a generator."""
        await self._feed.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for block in self._feed:
            self.is_waiting = False
            if self._damage is not None:
                self._look_for_damage(block)
            yield block
            self.is_waiting = True
        self.is_waiting = False


@cache
def _warn(text: str) -> None:
    _log.warning(text)
