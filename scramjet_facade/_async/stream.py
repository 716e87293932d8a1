"""A stream, which is a response whose data is read while the data arrives."""

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
from ..body.reader import async_reader
from ..concurrency import timing
from ..concurrency.async_flavor import (
    AsyncBackground,
    AsyncCancelToken,
    async_call,
    async_run_blocking,
    async_sleep,
)
from ..concurrency.cancel_token import async_cancellable
from ..errors import CannotConnectError, ClientError, ServerError, StreamInterrupted
from ..options.arguments import async_check_callback, check_function
from ..options.retries import is_transient
from .end_watch import AsyncEndWatch
from .http_client import AsyncBody, comes_over_network
from .spans import is_traced
from .transport import AsyncResponseStream

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from ..http11 import Response
    from .tracing import AsyncSpan
    from .upload import AsyncUpload

T = TypeVar("T")

_SMALL = 32 * 1024  # Chunks of fewer bytes are coalesced.
_MANY = 32  # Coalescing begins after this number of small chunks.

_PROXY_NOTE = (
    "No data had arrived for some time. A proxy in front of the hub may end a silent stream, by "
    "default after 60 s: raise proxy_read_timeout (nginx) or timeout server (HAProxy)."
)

_NOT_OPEN = "this stream is not open: read it inside its with block"

_log = logging.getLogger("scramjet_facade")


class AsyncStream:
    """A stream of data from the platform, to be used as a context manager.

    Entering the ``with`` block sends the request. Inside the block, call one of ``iter_bytes``,
    ``iter_text``, ``iter_lines``, ``iter_json`` or ``save`` once. Iterating over the stream itself
    returns bytes. The iteration ends normally only if the stream is complete. If the connection
    breaks, StreamInterrupted is raised. Leaving the block releases the connection.
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
                has_ended, self._cancel_token, weakref.ref(self), ignores_errors=on_gap is not None
            )
        self._watching: AsyncBackground | None = None
        self._context: AbstractAsyncContextManager[Response] | None = None
        self._response: Response | None = None
        self._entered = self._is_left = self._used = self._cancelled = self._is_complete = False
        self._is_cut_off = False  # whether the watch has ended the body
        self._silence: float | None = None  # the idle timeout of the body, if it differs
        self._received = 0
        self._span: AsyncSpan | None = None
        self._how = "left"  # How the stream ended, for its span.
        self._source = ""  # The request that opened the stream.
        self._pause = timing.FIRST_RECONNECT_PAUSE

    async def __aenter__(self) -> Self:
        if self._entered:
            raise ClientError(
                "this stream was entered before: call the client's method again for a new stream"
            )
        self._entered = True
        try:
            await self._enter()
        except BaseException as error:
            await self._leave(error)
            raise
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            await self._leave(error)
        except BaseException as interruption:
            await self._leave(interruption)  # a signal handler may have interrupted the first call
            raise

    async def _enter(self) -> None:
        """Open the stream."""
        if is_traced():
            from .tracing import AsyncSpan  # noqa: PLC0415 (it brings OpenTelemetry)

            self._span = AsyncSpan()
        try:
            if self._watch is not None:  # a hub may never open the stream of an ended instance
                self._watch.expect(within=timing.OPEN_AFTER_END)
                self._watching = AsyncBackground(self._watch.run)
                self._watching.start()
            await self._connect()
        except BaseException as error:
            span, self._span = self._span, None
            if span is not None:
                span.end(error)
            raise

    async def _leave(self, error: BaseException | None) -> None:
        """Close the stream; a second call completes a close that was interrupted."""
        self._is_left = True
        try:
            self._cancel_token.cancel()
            span, self._span = self._span, None
            if span is not None:
                own = error if isinstance(error, ClientError) else None
                span.end(own, how=self._how, received=self._received)
        finally:
            await self._release()

    async def _release(self) -> None:
        """Close the connection, the watch and the upload; continue if one close is interrupted."""
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

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """Return the data in chunks as they arrive.

        The iteration ends normally only if the stream is complete; this is true for every reading
        method. If one step is interrupted, for example by a timeout or Ctrl-C, the next step raises
        StreamInterrupted, because data may be lost.

        Returns:
            An iterator over the chunks.

        Raises:
            ClientError: The stream is not open, was read before, or fails.
            StreamInterrupted: The connection broke, the stream was cancelled, or an earlier step
                was interrupted.
        """
        return async_reader(self._iter_bytes(), self._check_end)

    def iter_text(self, encoding: str = "utf-8") -> AsyncIterator[str]:
        """Return the data as pieces of text as they arrive.

        Args:
            encoding: The encoding of the data. A character that is split between two chunks is
                decoded correctly.

        Returns:
            An iterator over the pieces.

        Raises:
            InvalidResponseError: The data does not have this encoding; the message contains the
                position.
            ClientError: The same errors as for ``iter_bytes``.
        """
        return async_reader(self._iter_text(encoding), self._check_end)

    def iter_lines(self) -> AsyncIterator[str]:
        r"""Return the data as lines of UTF-8 text, without their ``\n`` or ``\r\n``.

        Returns:
            An iterator over the lines.

        Raises:
            InvalidResponseError: A line is not UTF-8.
            ClientError: The same errors as for ``iter_bytes``.
        """
        return async_reader(self._iter_lines(), self._check_end)

    @overload
    def iter_json(self) -> AsyncIterator[Any]: ...

    @overload
    def iter_json(self, loads: Callable[[bytes], T]) -> AsyncIterator[T]: ...

    def iter_json(self, loads: Callable[[bytes], Any] | None = None) -> AsyncIterator[Any]:
        """Return the values of newline-delimited JSON; empty lines are skipped.

        Args:
            loads: A function that parses the bytes of one line. The default uses Python's json.
                Other functions are ``msgspec.json.Decoder(Record).decode``, pydantic's
                ``Record.model_validate_json`` and ``orjson.loads``.

        Returns:
            An iterator over the values.

        Raises:
            InvalidResponseError: A line is not JSON, or ``loads`` fails. The message contains the
                line number; the first line has number 1.
            ClientError: The same errors as for ``iter_bytes``.
        """
        return async_reader(self._iter_json(loads), self._check_end)

    async def save(
        self, path: str | os.PathLike[str], progress: Callable[[int], object] | None = None
    ) -> int:
        """Write the data to a file, which is created or overwritten.

        Args:
            path: The file.
            progress: A function that is called with the number of bytes written so far.

        Returns:
            The number of bytes.

        Raises:
            ClientError: The same errors as for ``iter_bytes``. The file then contains the data that
                was received before the error.
            OSError: The file cannot be written.
        """
        self._refuse_to_follow("save")
        async_check_callback("progress", progress)
        self._check_unread()
        written = 0
        with Path(path).open("wb") as file:  # noqa: ASYNC230 (once a download)
            async for chunk in self._chunks():
                await async_run_blocking(file.write, chunk)
                written += len(chunk)
                if progress is not None:
                    await async_call(progress, written)
        return written

    def cancel(self) -> None:
        """Cancel the stream; any task or thread may call this, even before the stream is open.

        Opening or reading the stream then raises StreamInterrupted immediately. A synchronous
        client that is connecting raises StreamInterrupted only after it has connected or the
        connection attempt has timed out. A ``run`` raises StreamInterrupted
        only after the instance was started.
        """
        self._cancelled = True
        self._cancel_token.cancel()

    async def _iter_bytes(self) -> AsyncGenerator[bytes, None]:
        self._refuse_to_follow("iter_bytes")
        async for chunk in self._chunks():
            yield chunk
        self._is_complete = True

    async def _iter_text(self, encoding: str) -> AsyncGenerator[str, None]:
        self._refuse_to_follow("iter_text")
        decoder = TextDecoder(encoding)
        async for chunk in self._chunks():
            if text := decoder.feed(chunk):
                yield text
        if text := decoder.feed(b"", final=True):
            yield text
        self._is_complete = True

    async def _iter_lines(self) -> AsyncGenerator[str, None]:
        before = 0
        async for lines in self._lines():
            for number, line in enumerate(lines, before + 1):
                yield decode_line(line, number)
            before += len(lines)
        self._is_complete = True

    async def _iter_json(self, loads: Callable[[bytes], Any] | None) -> AsyncGenerator[Any, None]:
        check_function("loads", loads)
        before = 0
        async for lines in self._lines():
            for value in parse_lines(lines, before, loads):
                yield value
            before += len(lines)
        self._is_complete = True

    def _check_end(self) -> None:
        """Raise an error unless the stream was read to its end."""
        if not self._is_complete:
            raise StreamInterrupted(
                f"reading was interrupted after {self._received} bytes, and data may be lost: "
                "open the stream again",
                received=self._received,
            )

    async def _lines(self) -> AsyncIterator[list[bytes]]:
        """Return the lines of each chunk."""
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
                # Small chunks are coalesced, because waking up for each chunk costs more than
                # reading it. If the upload's source waits, it may need the next chunk immediately.
                if upload is not None and len(chunk) < _SMALL:
                    small = 0 if upload.is_waiting else small + 1
                    if small > _MANY:
                        await async_sleep(timing.COALESCE_PAUSE)
        except ClientError as error:
            if self._watch is not None and self._watch.finished:
                self._is_cut_off = True
                self._how = "complete"
                return
            if isinstance(error, StreamInterrupted) and monotonic() - last > timing.PROXY_SILENCE:
                error.add_note(_PROXY_NOTE)
            self._raise(error)
        if self._cancelled or self._source_failure is not None:
            self._raise()
        self._how = "complete"

    def _check_output(self) -> None:
        """Raise an error if the watch has ended the output of a program that did not fail.

        Hubs end the output of such a program themselves.
        """
        if self._is_cut_off:
            raise StreamInterrupted(
                "the instance ended without an error, but the end of its output did not arrive: "
                "data may be missing",
                received=self._received,
            )

    def _take(self) -> Response:
        """Return the open response to its only reader."""
        self._check_unread()
        if self._response is None:
            raise ClientError(_NOT_OPEN)
        self._used = True
        return self._response

    def _check_unread(self) -> None:
        """Raise an error if the stream is not open or was read before."""
        if not self._entered or self._is_left:
            raise ClientError(_NOT_OPEN)
        if self._used:
            raise ClientError("this stream was read before: its data can be read only once")

    async def _connect(self) -> None:
        if self._cancel_token.is_cancelled:
            self._raise()
        context = self._open()
        opening = context.__aenter__
        if (span := self._span) is not None:
            opening = partial(span.opening, opening)
        began = monotonic()
        try:
            response = await async_cancellable(self._cancel_token, opening)
        except ClientError as error:
            self._raise(error)
        self._context, self._response = context, response
        if self._silence is not None and isinstance(response.stream, AsyncResponseStream):
            # On a slow network, the first data may take as long as the headers did.
            response.stream.limit_silence(max(self._silence, monotonic() - began))
        self._how = "left"
        self._source = f"{response.request.method} {response.request.url}"
        if self._watch is not None:
            self._watch.has_opened()
        if self._on_open is not None:
            self._on_open()
        if self._cancel_token.is_cancelled:  # the stream was cancelled just after it was opened
            await self._disconnect()
            self._raise()

    async def _disconnect(self) -> None:
        context, self._response, self._context = self._context, None, None
        if context is not None:
            await context.__aexit__(None, None, None)

    async def _reconnect(self, error: ClientError, on_gap: Callable[[Gap], object]) -> None:
        """Reconnect without a time limit, and report the gap."""
        began = monotonic()
        attempts = 0
        await self._disconnect()
        if self._watch is not None:
            self._watch.expect(within=timing.OPEN_AFTER_END)
        while self._response is None:
            attempts += 1
            pause = random.uniform(self._pause / 2, self._pause)  # noqa: S311
            self._pause = min(self._pause * 2, timing.LONGEST_RECONNECT_PAUSE)
            if await self._cancel_token.wait(pause):
                self._raise(error)
            try:
                await self._connect()
            except ClientError as failure:
                may_recover = is_transient(failure) or isinstance(failure, ServerError)
                if self._cancel_token.is_cancelled or not may_recover:
                    raise
        self._used = False
        gap = Gap(error, monotonic() - began, attempts)
        why = type(error).__name__
        _log.warning(
            "%s %s: %s; reconnected after %.3f s", error.method, error.url, why, gap.seconds
        )
        if self._span is not None:
            self._span.record_gap(gap)
        await async_call(on_gap, gap)

    def _raise(self, error: ClientError | None = None) -> NoReturn:
        """Raise the error that explains why the stream failed."""
        self._how = "interrupted"
        if (cause := self._cause()) is not None:
            raise cause
        if error is not None and not self._cancel_token.is_cancelled:
            raise error
        if self._watch is not None and self._watch.finished and not self._cancelled:
            if not self._source:
                raise ClientError("the instance ended before this stream began") from error
            raise StreamInterrupted(
                "the instance ended before the stream could be opened again",
                received=self._received,
            ) from error
        how = "cancelled" if self._cancelled else "left"
        self._how = how
        raise StreamInterrupted(
            f"the stream was {how} after {self._received} bytes",
            received=self._received,
            cancelled=True,
        ) from error

    def _cause(self) -> Exception | None:
        """Return the failure of the upload or of the watch, if this failure made reading fail."""
        if (failure := self._source_failure) is not None:
            return failure
        return None if self._watch is None else self._watch.error

    @property
    def _source_failure(self) -> Exception | None:
        """The exception that the upload's source raised, if any."""
        return None if self._upload is None else self._upload.failure

    def _refuse_to_follow(self, name: str) -> None:
        if self._on_gap is not None:
            raise ClientError(f"a stream with on_gap= needs iter_lines or iter_json, not {name}")
