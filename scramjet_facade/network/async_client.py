"""httpx for the asynchronous clients, on aiohttp: faster than httpx's own, and full duplex."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import httpx

from ..errors import ClientError, RequestTimeoutError
from . import failures
from .decoding import Decoder
from .settings import (
    ABORT,
    ALL_SENT,
    ENCODINGS,
    KEEPALIVE_SECONDS,
    joined,
    timeouts,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Mapping
    from contextlib import AbstractAsyncContextManager

    from ..settings.route import Route
    from .aiohttp_transport import Transport

# The attribute of a cancellation that tells a time limit, if it came from one, what was going on.
_REQUEST = "scramjet_request"


class AsyncPool:
    """The connections that a client and all clients reached from it share.

    An event loop's connections are of no use in another, so each loop has its own.
    """

    def __init__(self, route: Route, base_url: str) -> None:
        self._route = route
        self._base_url = base_url
        self._proxy = route.proxy_for(base_url)
        # To list what is in it is one step, whatever other threads do.
        self._answers: WeakValueDictionary[int, httpx.Response] = WeakValueDictionary()
        self._transports: WeakKeyDictionary[asyncio.AbstractEventLoop, Transport] = (
            WeakKeyDictionary()
        )
        self._ends: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncGenerator[None, None]] = (
            WeakKeyDictionary()
        )
        self._closed = False

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._route, self._base_url)  # where it arrives it connects anew

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """Send a request; return its answer with the body unread."""
        if self._closed:
            raise ClientError("this client is closed: make a new one")
        loop = asyncio.get_running_loop()
        transport = self._transports.get(loop)
        if transport is None:
            from .aiohttp_transport import Transport  # noqa: PLC0415 (costs 100 ms: only when used)

            context = self._route.ssl_context(self._base_url)
            transport = Transport(context, self._proxy, KEEPALIVE_SECONDS)
            self._transports[loop] = transport
            # asyncio.run() closes asynchronous generators before it closes their loop.
            self._ends[loop] = self._until_end(loop, transport)
            await anext(self._ends[loop])
        response = await transport.handle_async_request(request)
        self._answers[id(response)] = response
        return response

    async def aclose(self) -> None:
        """Close all connections; requests are refused from now on.

        Those of another event loop are closed by that loop, which is not waited for.
        """
        self._closed = True
        for reference in self._answers.valuerefs():
            if (response := reference()) is not None and not response.is_closed:
                abort(response)
        here = asyncio.get_running_loop()
        for loop, end in list(self._ends.items()):
            if loop is here:
                await _end(end)
            elif not loop.is_closed():
                asyncio.run_coroutine_threadsafe(_end(end), loop)

    async def _until_end(
        self, loop: asyncio.AbstractEventLoop, transport: Transport
    ) -> AsyncGenerator[None, None]:
        """Close a loop's connections when it ends, or when the client is closed."""
        try:
            yield
        finally:
            self._transports.pop(loop, None)
            self._ends.pop(loop, None)
            await transport.aclose()


async def _end(generator: AsyncGenerator[None, None]) -> None:
    await generator.aclose()


class AsyncHttpClient(httpx.AsyncClient):
    """What the generated bindings call; it adds no policy of its own."""

    def __init__(
        self,
        base_url: str,
        pool: AsyncPool,
        *,
        headers: Mapping[str, str],
        timeout: float | None,
        connect_timeout: float,
    ) -> None:
        super().__init__(
            base_url=base_url,
            headers=headers,
            timeout=timeouts(connect=connect_timeout, answer=timeout),
            transport=httpx.AsyncBaseTransport(),  # never used; closing it closes no connection
            trust_env=False,
        )
        given = {name.lower() for name in headers}
        if "user-agent" not in given:
            del self.headers["User-Agent"]  # httpx's own: ours is added last
        if "accept-encoding" not in given:
            self.headers["Accept-Encoding"] = ENCODINGS
        self._pool = pool
        self._base = str(self.base_url)
        self._stream_timeout = timeouts(connect=connect_timeout, answer=None)

    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:
        """Build a request; httpx by itself would read its URL three times for each."""
        if isinstance(url, str) and url.startswith("/"):
            url = joined(self._base, url)
        return super().build_request(method, url, **options)

    def stream(  # type: ignore[override]
        self, *arguments: Any, **options: Any
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Open a stream, which may be silent for as long as it likes unless told otherwise."""
        options.setdefault("timeout", self._stream_timeout)
        return super().stream(*arguments, **options)

    async def exchange(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:  # noqa: ARG002
        """Send a request once; return its answer with the body unread, or raise a ClientError."""
        try:
            response = await self._pool.handle(request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise failures.before_answer(error, request) from error
        except asyncio.CancelledError as error:
            setattr(error, _REQUEST, request)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _GuardedStream(response.stream, request)
        response.request = request
        return response

    async def read(self, response: httpx.Response, limit: int) -> bytes:
        """Read an answer's body to its end, if it has no more bytes than the limit."""
        pieces: list[bytes] = []
        size = 0
        try:
            async for piece in body(response):
                size += len(piece)
                if size > limit:
                    raise failures.too_large(response, limit)
                pieces.append(piece)
            sent = response.extensions.get(ALL_SENT)
            if sent is not None and response.is_success and not await sent():
                raise failures.half_sent(response.request)
        except asyncio.CancelledError as error:
            setattr(error, _REQUEST, response.request)
            raise
        finally:
            await response.aclose()
        # What httpx's own aread() does, which has no limit.
        content = b"".join(pieces)
        response._content = content  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return content


def abort(response: httpx.Response) -> None:
    """Break an open answer off, from whatever task or thread: its reader sees that at once."""
    with suppress(RuntimeError):  # its loop is closed, and so is its connection
        response.extensions[ABORT]()


async def body(response: httpx.Response) -> AsyncIterator[bytes]:
    """Give an open answer's body as it comes, decompressed."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    received = 0
    try:
        decoder = Decoder(response)
        async for chunk in response.stream:
            received += len(chunk)
            if not decoder.is_needed:
                yield chunk
                continue
            for piece in decoder.feed(chunk):
                yield piece
        decoder.end()
    except httpx.DecodingError as error:
        raise failures.in_body(error, response.request, received) from error


class _GuardedStream(httpx.AsyncByteStream):
    """A body whose end is its real end: anything else is a ClientError."""

    def __init__(self, stream: httpx.AsyncByteStream, request: httpx.Request) -> None:
        self._stream = stream
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        try:
            async for chunk in self._stream:
                received += len(chunk)
                yield chunk
        except httpx.HTTPError as error:
            raise failures.in_body(error, self._request, received) from error

    async def aclose(self) -> None:
        await self._stream.aclose()


def upload_timeouts(*, connect: float, answer: float | None) -> httpx.Timeout:  # noqa: ARG001
    """Return the limits for a request with an upload: AnswerDeadline watches for the answer.

    aiohttp would count the time for the answer from the upload's first byte.
    """
    return httpx.Timeout(connect=connect, read=None, write=None, pool=connect)


class AsyncAnswerDeadline:
    """Limits the wait for an upload's answer, from the moment when its last byte has gone."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._scope = asyncio.timeout(None)

    def start(self) -> None:
        """Begin to count: the last byte has gone."""
        if self._seconds is not None:
            self._scope.reschedule(asyncio.get_running_loop().time() + self._seconds)

    async def __aenter__(self) -> None:
        await self._scope.__aenter__()

    async def __aexit__(self, *exc_info: Any) -> None:
        try:
            await self._scope.__aexit__(*exc_info)
        except TimeoutError as error:
            request: httpx.Request | None = getattr(exc_info[1], _REQUEST, None)
            raise RequestTimeoutError(
                f"no answer within {self._seconds} s after the upload's last byte",
                method=None if request is None else request.method,
                url=None if request is None else str(request.url),
                attempts=1,
                may_have_arrived=True,
            ) from error
