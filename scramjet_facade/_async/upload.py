"""An upload, which sends the data of a source in one or more requests."""

from __future__ import annotations

import logging
import weakref
from functools import cache, partial
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from scramjet_bindings.types import File

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken
from ..concurrency.cancel_token import current_token
from ..concurrency.cancellation import cancelled_by
from ..errors import (
    CannotConnectError,
    ClientError,
    NeedAuthenticationError,
    RequestTimeoutError,
    UploadInterrupted,
    extend,
)
from .body_iterator import AsyncBodyIterator
from .end_watch import AsyncEndWatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from scramjet_bindings.types import Unset

    from ..body.source import Source
    from ..concurrency.cancellation import Cancellation
    from ..http11 import Timeouts
    from ..options.options import Options
    from .session import AsyncSession

T = TypeVar("T")

_log = logging.getLogger("scramjet_facade")


class AsyncUpload:
    """Sends the data of a source in one request, or in several successive requests.

    Attributes:
        timeouts: The timeouts of the upload's requests.
        content_type: The type of the data.
        is_ascii: Whether the data is known to be ASCII.
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
        session: AsyncSession | None = None,
    ) -> None:
        """Create the upload; nothing is sent yet.

        Args:
            source: The data.
            options: The options of the client.
            content_type: The type of the data.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds to wait until the server accepts more data; None: no limit.
            has_ended: A function that returns whether the receiving instance has ended.
            cancellation: A Cancellation that can cancel the upload.
            session: The session of the server, if the server may limit the duration of requests.
        """
        self._damage = _DamageWarning()
        self._body = AsyncBodyIterator(source, progress, self._damage.check)
        self.timeouts: Timeouts = options.timeouts(answer=options.timeout, idle=idle_timeout)
        # A request that is followed by another part needs no response timeout, because the server
        # limits the duration of a request.
        self._part_timeouts: Timeouts = options.timeouts(answer=None, idle=idle_timeout)
        # Small data is sent with its length, and the HTTP client can send it again.
        self._small = source.small if progress is None else None
        self._may_repeat = options.token_provider is not None and self._small is None
        self.content_type = content_type
        self.is_ascii: bool = source.is_ascii
        self._has_ended = has_ended
        self._cancellation = cancellation
        self._session = session
        self._arrived = 0

    @property
    def failure(self) -> Exception | None:
        """The exception that the source raised, if any."""
        return self._body.failure

    @property
    def is_waiting(self) -> bool:
        """Whether the request waits for the source, or has not begun."""
        return self._small is None and self._body.is_waiting

    def file(self) -> File:
        """Return the body to pass to a generated operation."""
        if self._small is None:
            return File(self, self.content_type)
        self._damage.check(self._small)
        return File(self._small, self.content_type)

    async def send(
        self, operation: Callable[..., Awaitable[T]], *arguments: Any, **options: Any
    ) -> T:
        """Send the data as the body of one request.

        Raises:
            Exception: The source raised this exception.
            ClientError: The request failed.
        """
        call = partial(operation, *arguments, body=self.file(), timeout=self.timeouts, **options)
        began = monotonic()
        try:
            return await self._send(call)
        except CannotConnectError as error:
            seconds = monotonic() - began
            if self._session is not None and seconds >= timing.REQUEST_LIMIT:
                limit = await self._session.request_limit()
                if limit is not None:
                    extend(
                        error,
                        f"this hub ends every request after {limit:g} s, and a package cannot be "
                        "continued in another request: make it smaller, or use a faster connection",
                    )
            raise

    async def send_in_parts(
        self,
        operation: Callable[..., Awaitable[T]],
        *arguments: Any,
        x_end_stream: bool | Unset,
        **options: Any,
    ) -> T:
        """Send the data in one request, or in several if the server limits a request's duration.

        Args:
            operation: The generated operation that sends data to an input, to stdin or to a topic.
            *arguments: The positional arguments of the operation.
            x_end_stream: Whether the stream ends after the data.
            **options: The keyword arguments of the operation.

        Raises:
            Exception: The source raised this exception.
            ClientError: A request failed.
        """
        call = partial(operation, *arguments, **options)
        return await self._send_parts(lambda: self._parts(call, x_end_stream))

    async def _send_parts(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await self._send(call)
        except ClientError as error:
            is_partial = self._arrived or (error.status is None and error.may_have_arrived)
            if is_partial and self._small is None and error is not self.failure:
                arrived = f"{self._arrived} of {self._body.sent} bytes certainly arrived"
                if error.status is None and not isinstance(
                    error, RequestTimeoutError | UploadInterrupted
                ):
                    extend(error, arrived)
                else:
                    error.add_note(f"{arrived}.")
            raise

    async def _parts(self, call: Callable[..., Awaitable[T]], x_end_stream: bool | Unset) -> T:
        """Send one request after another, and end the stream if the caller wants that."""
        if not await self._may_take_long():
            return await call(body=self.file(), timeout=self.timeouts, x_end_stream=x_end_stream)
        while True:
            self._body.deadline = monotonic() + timing.REQUEST_RENEWAL
            returned = await call(body=self.file(), timeout=self._part_timeouts, x_end_stream=False)
            self._arrived = self._body.sent
            if self._body.is_complete:
                break
        if x_end_stream is False:
            return returned
        end = File(b"", self.content_type)
        return await call(body=end, timeout=self.timeouts, x_end_stream=x_end_stream)

    async def _may_take_long(self) -> bool:
        """Return whether the upload may exceed the hub's time limit for one request."""
        session = self._session
        if self._small is not None or session is None or session.has_request_limit is False:
            return False
        return not await self._body.is_short() and await session.request_limit() is not None

    async def _send(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            try:
                return await self._run(call)
            except NeedAuthenticationError as error:
                if not self._may_repeat or self._arrived:
                    raise
                if (body := self._body.again()) is None:
                    error.add_note("No new token was tried: the data cannot be read twice.")
                    raise
                await self.aclose()
                self._body = body
                return await self._run(call)
        except ClientError:
            if self.failure is not None:
                raise self.failure  # noqa: B904 (the cause is in the user's own exception)
            raise
        finally:
            await self.aclose()

    async def _run(self, call: Callable[[], Awaitable[T]]) -> T:
        if self._small is not None and self._has_ended is None and self._cancellation is None:
            return await call()
        if self._cancellation is not None and self._cancellation.is_cancelled:
            raise UploadInterrupted("the upload was cancelled before it began", cancelled=True)
        cancel_token, outer = AsyncCancelToken(), current_token()
        watch: AsyncEndWatch | None = None
        watching: AsyncBackground | None = None
        try:
            if outer is not None:
                outer.add_callback(cancel_token.cancel)
            if self._has_ended is not None:
                watch = AsyncEndWatch(
                    self._has_ended, cancel_token, weakref.ref(self), ignores_errors=False
                )
                watch.expect(within=timing.UPLOAD_AFTER_END)
                watching = AsyncBackground(watch.run)
                watching.start()
            with cancelled_by(self._cancellation, cancel_token):
                return await self._body.run(call, cancel_token)
        except ClientError as error:
            # An error that the server sent is more helpful than the cancellation.
            if cancel_token.is_cancelled and error.status is None and self.failure is None:
                raise self._interruption(error, watch) from error
            raise
        finally:
            if outer is not None:
                outer.remove_callback(cancel_token.cancel)
            cancel_token.cancel()
            if watching is not None:
                await watching.aclose()

    def _interruption(self, error: ClientError, watch: AsyncEndWatch | None) -> Exception:
        """Return why the upload was cancelled."""
        if watch is not None and watch.error is not None:
            return watch.error
        why, cancelled = "the upload was cancelled", True
        if watch is not None and watch.finished:
            why, cancelled = "the instance ended before it accepted the whole upload", False
        return UploadInterrupted(
            why,
            cancelled=cancelled,
            method=error.method,
            url=error.url,
            attempts=error.attempts,
            may_have_arrived=error.may_have_arrived,
        )

    def set_request_limit(self, seconds: float | None) -> None:
        """Set the hub's time limit for one request in seconds; None: no limit."""
        if self._session is not None:
            self._session.set_request_limit(seconds)

    def warn_of_damage(self, text: str, *, beyond: int = 0) -> None:
        """Log a warning once if the data is not ASCII and is longer than ``beyond`` bytes."""
        self._damage.text, self._damage.harmless = text, beyond

    def count_sent(self) -> SentCount:
        """Count the bytes and records that are sent from now on."""
        self._damage.count = SentCount()
        return self._damage.count

    async def aclose(self) -> None:
        """End the source."""
        await self._body.aclose()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)


class SentCount:
    """Counts the bytes and records that an upload has sent.

    Attributes:
        bytes: The number of bytes.
        records: The number of records, which are lines.
    """

    def __init__(self) -> None:
        self.bytes: int = 0
        self.records: int = 0

    def add(self, block: bytes) -> None:
        """Count a block."""
        self.bytes += len(block)
        self.records += block.count(b"\n")


class _DamageWarning:
    """Logs a warning if the data of an upload is not ASCII."""

    def __init__(self) -> None:
        self.count: SentCount | None = None
        self.text = ""
        self.harmless = 0

    def check(self, block: bytes) -> None:
        """Check a block before the block is sent."""
        if self.count is not None:
            self.count.add(block)
        if not self.text:
            return
        self.harmless -= len(block)
        if self.harmless < 0 and not block.isascii():
            _warn(self.text)
            self.text = ""


@cache
def _warn(text: str) -> None:
    _log.warning(text)
