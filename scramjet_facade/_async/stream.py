"""A download: data that comes for as long as it comes."""

from __future__ import annotations

import logging
import random
import weakref
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, overload

from ..body.gap import Gap
from ..body.lines import LineSplitter, TextDecoder, decode_line, parse_lines
from ..concurrency import timing
from ..concurrency.async_flavor import (
    AsyncBackground,
    AsyncCancelToken,
    async_run_blocking,
    async_sleep,
)
from ..concurrency.cancel_token import async_cancellable
from ..errors import CannotConnectError, ClientError, ServerError, StreamInterrupted
from ..options.arguments import check_function
from .end_watch import AsyncEndWatch
from .http_client import AsyncBody, comes_over_network
from .spans import is_traced

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from ..http11 import Response
    from .tracing import AsyncSpan
    from .upload import AsyncUpload

T = TypeVar("T")

_SMALL = 32 * 1024  # bytes of a part that others may come together with
_MANY = 32  # such parts, after which they get time for that

_PROXY_NOTE = (
    "Nothing had arrived for a while. A proxy in front of the hub ends a silent stream, by default "
    "after 60 s: raise proxy_read_timeout (nginx) or timeout server (HAProxy)."
)

_log = logging.getLogger("scramjet_facade")


class AsyncStream:
    """A stream of the platform, as a context manager; nothing is sent before it is entered.

    Inside the ``with`` block, once, one of ``iter_bytes``, ``iter_text``, ``iter_lines``,
    ``iter_json`` or ``save``; iterating the stream itself gives bytes. Only a complete body ends
    normally: one that breaks off raises StreamInterrupted. Leaving the block frees the connection.
    """

    def __init__(
        self,
        open_: Callable[[], AbstractAsyncContextManager[Response]],
        *,
        upload: AsyncUpload | None = None,
        on_gap: Callable[[Gap], object] | None = None,
        on_open: Callable[[], None] | None = None,
        has_ended: Callable[[], Awaitable[bool]] | None = None,
        cancel_token: AsyncCancelToken | None = None,
    ) -> None:
        self._cancel_token = AsyncCancelToken() if cancel_token is None else cancel_token
        self._open = open_
        self._upload = upload
        self._on_gap = on_gap
        self._on_open = on_open
        self._watch: AsyncEndWatch | None = None
        if has_ended is not None:
            self._watch = AsyncEndWatch(
                has_ended, self._cancel_token, weakref.ref(self), patient=on_gap is not None
            )
        self._watching: AsyncBackground | None = None
        self._context: AbstractAsyncContextManager[Response] | None = None
        self._response: Response | None = None
        self._entered = self._used = self._cancelled = False
        self._received = 0
        self._span: AsyncSpan | None = None
        self._how = "left"  # how it ended, for its span
        self._source = ""  # the request that opened it
        self._pause = timing.FIRST_RECONNECT_PAUSE

    async def __aenter__(self) -> Self:
        if self._entered:
            raise ClientError("this stream was entered before: ask the client for a new one")
        self._entered = True
        if is_traced():
            from .tracing import AsyncSpan  # noqa: PLC0415 (it brings OpenTelemetry)

            self._span = AsyncSpan()
        try:
            if self._watch is not None:  # hubs may open nothing if the instance ends before
                self._watch.expect(within=timing.OPEN_AFTER_END)
                self._watching = AsyncBackground(self._watch.run)
                self._watching.start()
            await self._connect()
        except BaseException as error:
            if self._span is not None:
                self._span.end(error)
            self._cancel_token.cancel()
            await self._release()
            raise
        if self._watch is not None:
            self._watch.has_come()
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if self._span is not None:
                own = error if isinstance(error, ClientError) else None
                self._span.end(own, how=self._how, received=self._received)
            self._cancel_token.cancel()
        finally:
            await self._release()

    async def _release(self) -> None:
        """Release everything, each even if releasing another one is interrupted."""
        try:
            await self._disconnect()
        finally:
            try:
                if self._watching is not None:
                    await self._watching.aclose()
            finally:
                if self._upload is not None:
                    await self._upload.aclose()

    def __repr__(self) -> str:
        what = f"{self._source} " if self._source else ""
        state = "not entered" if not self._entered else "open" if self._response else self._how
        return f"<{type(self).__name__} {what}{state}, {self._received} bytes>"

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self.iter_bytes()

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Give the data in chunks as they come.

        Raises:
            ClientError: The stream isn't open, was read before, or fails.
            StreamInterrupted: It broke off, or was cancelled.
        """
        self._refuse_to_follow("iter_bytes")
        async for chunk in self._chunks():
            yield chunk

    async def iter_text(self, encoding: str = "utf-8") -> AsyncIterator[str]:
        """Give the data as text in pieces as they come.

        Args:
            encoding: The data's encoding; characters may be split over chunks.

        Raises:
            InvalidResponseError: The data isn't in that encoding; the message names the place.
            ClientError: As for ``iter_bytes``.
        """
        self._refuse_to_follow("iter_text")
        decoder = TextDecoder(encoding)
        async for chunk in self._chunks():
            if text := decoder.feed(chunk):
                yield text
        if text := decoder.feed(b"", final=True):
            yield text

    async def iter_lines(self) -> AsyncIterator[str]:
        r"""Give the data as lines of UTF-8 text, without their ``\n`` or ``\r\n``.

        Raises:
            InvalidResponseError: A line isn't UTF-8.
            ClientError: As for ``iter_bytes``.
        """
        before = 0
        async for lines in self._lines():
            for number, line in enumerate(lines, before + 1):
                yield decode_line(line, number)
            before += len(lines)

    @overload
    def iter_json(self) -> AsyncIterator[Any]: ...

    @overload
    def iter_json(self, loads: Callable[[bytes], T]) -> AsyncIterator[T]: ...

    async def iter_json(self, loads: Callable[[bytes], Any] | None = None) -> AsyncIterator[Any]:
        """Give the values of newline-delimited JSON; empty lines are passed over.

        Args:
            loads: Makes a value of one line's bytes, in place of Python's json:
                ``msgspec.json.Decoder(Record).decode``, ``Record.model_validate_json`` of pydantic,
                ``orjson.loads``.

        Raises:
            InvalidResponseError: A line isn't JSON, or ``loads`` fails; the message has the line's
                number, from 1.
            ClientError: As for ``iter_bytes``.
        """
        check_function("loads", loads)
        before = 0
        async for lines in self._lines():
            for value in parse_lines(lines, before, loads):
                yield value
            before += len(lines)

    async def save(
        self, path: str | os.PathLike[str], progress: Callable[[int], object] | None = None
    ) -> int:
        """Write the data to a file, which is made or overwritten.

        Args:
            path: The file.
            progress: Called with the number of bytes written so far.

        Returns:
            The number of bytes.

        Raises:
            ClientError: As for ``iter_bytes``; the file then holds what had come.
            OSError: The file can't be written.
        """
        self._refuse_to_follow("save")
        check_function("progress", progress)
        written = 0
        with Path(path).open("wb") as file:  # noqa: ASYNC230 (once a download)
            async for chunk in self._chunks():
                await async_run_blocking(file.write, chunk)
                written += len(chunk)
                if progress is not None:
                    progress(written)
        return written

    def cancel(self) -> None:
        """End the stream from another task or thread, whether it is open, opens or will be opened.

        Whoever opens or reads it gets StreamInterrupted at once; in a synchronous client that is
        just connecting, when the connection is made or the time for that is over.
        """
        self._cancelled = True
        self._cancel_token.cancel()

    async def _lines(self) -> AsyncIterator[list[bytes]]:
        """Give the lines, those of one chunk at once."""
        while True:
            splitter = LineSplitter()
            try:
                async for chunk in self._chunks():
                    self._pause = timing.FIRST_RECONNECT_PAUSE
                    yield splitter.feed(chunk)
            except (StreamInterrupted, CannotConnectError) as error:
                if self._on_gap is None or self._cancel_token.is_cancelled:
                    raise
                await self._reconnect(error, self._on_gap)
                continue
            yield splitter.end()
            return

    async def _chunks(self) -> AsyncIterator[bytes]:
        response = self._take()
        chunks = AsyncBody(response)
        upload = self._upload if comes_over_network(response) else None
        small = 0
        last = monotonic()
        try:
            async for chunk in chunks if self._watch is None else self._watch.watched(chunks):
                last = monotonic()
                self._received += len(chunk)
                if self._cancelled:
                    break
                yield chunk
                # To be woken for each small part costs more than to read it, so they get time to
                # come together. But what the upload waits for may be in the next one.
                if upload is not None and len(chunk) < _SMALL and not upload.is_waiting:
                    small += 1
                    if small > _MANY:
                        await async_sleep(timing.COALESCE_PAUSE)
        except ClientError as error:
            if self._watch is not None and self._watch.finished:
                self._how = "complete"
                return
            if isinstance(error, StreamInterrupted) and monotonic() - last > timing.PROXY_SILENCE:
                error.add_note(_PROXY_NOTE)
            self._raise(error)
        if self._cancelled:
            self._raise()
        self._how = "complete"

    def _take(self) -> Response:
        """Return the open response, for its only reader."""
        if self._response is None:
            raise ClientError("this stream is not open: read it inside its own with block")
        if self._used:
            raise ClientError("this stream was read before: its data came only once")
        self._used = True
        return self._response

    async def _connect(self) -> None:
        if self._cancel_token.is_cancelled:
            self._raise()
        context = self._open()
        opening = context.__aenter__
        if (span := self._span) is not None:
            opening = partial(span.opening, opening)
        try:
            response = await async_cancellable(self._cancel_token, opening)
        except ClientError as error:
            self._raise(error)
        self._context, self._response = context, response
        self._source = f"{response.request.method} {response.request.url}"
        if self._on_open is not None:
            self._on_open()
        if self._cancel_token.is_cancelled:  # too late for the opening, and perhaps for __aexit__
            await self._disconnect()
            self._raise()

    async def _disconnect(self) -> None:
        context, self._response, self._context = self._context, None, None
        if context is not None:
            await context.__aexit__(None, None, None)

    async def _reconnect(self, error: ClientError, on_gap: Callable[[Gap], object]) -> None:
        """Connect again, however long it takes, and tell the gap."""
        began = monotonic()
        attempts = 0
        await self._disconnect()
        while self._response is None:
            attempts += 1
            pause = random.uniform(self._pause / 2, self._pause)  # noqa: S311
            self._pause = min(self._pause * 2, timing.LONGEST_RECONNECT_PAUSE)
            if await self._cancel_token.wait(pause):
                self._raise(error)
            try:
                await self._connect()
            except (CannotConnectError, ServerError, StreamInterrupted):
                if self._cancel_token.is_cancelled:
                    raise
        self._used = False
        gap = Gap(error, monotonic() - began, attempts)
        why = type(error).__name__
        _log.warning("%s %s: %s; goes on after %.3f s", error.method, error.url, why, gap.seconds)
        if self._span is not None:
            self._span.tell_gap(gap)
        on_gap(gap)

    def _raise(self, error: ClientError | None = None) -> NoReturn:
        """Raise what made the stream fail: the cause before what it brought about."""
        self._how = "interrupted"
        if (cause := self._cause()) is not None:
            raise cause
        if error is not None and not self._cancel_token.is_cancelled:
            raise error
        if self._watch is not None and self._watch.finished and not self._cancelled:
            raise ClientError("the instance has ended, and this stream never began") from error
        how = "cancelled" if self._cancelled else "left"
        self._how = how
        raise StreamInterrupted(
            f"the stream was {how} after {self._received} bytes", received=self._received
        ) from error

    def _cause(self) -> Exception | None:
        """Return what happened beside the reading and made it fail."""
        if self._upload is not None and self._upload.failure is not None:
            return self._upload.failure
        return None if self._watch is None else self._watch.error

    def _refuse_to_follow(self, name: str) -> None:
        if self._on_gap is not None:
            raise ClientError(
                f"a stream with on_gap is read by iter_lines or iter_json, not {name}"
            )
