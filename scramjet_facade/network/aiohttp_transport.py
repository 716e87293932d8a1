"""httpx-aiohttp with its gaps closed; imported only when the first asynchronous call is made."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from httpx_aiohttp.transport import AiohttpResponseStream

from .settings import ABORT, ALL_SENT
from .stop import heeding, present_stop

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    from aiohttp.client_proto import ResponseHandler
    from aiohttp.client_reqrep import ConnectionKey

# Larger ones malloc gives back to the system, and fetches again.
_CHUNK = 65536


class Transport(AiohttpTransport):
    """One event loop's connections.

    Beyond what httpx-aiohttp does: no limit on connections, since an open stream holds its own;
    no cookies; and each failure is the httpx error that says whether the request had left.
    """

    def __init__(
        self,
        ssl_context: ssl.SSLContext,
        proxy: str | None,
        keepalive_seconds: float,
        *,
        chunk: int = _CHUNK,
    ) -> None:
        """Take what leads to a service, and how many bytes a download may give at once."""
        self._chunk = chunk

        def session() -> aiohttp.ClientSession:
            session = aiohttp.ClientSession(
                connector=_Connector(limit=0, ssl=ssl_context, keepalive_timeout=keepalive_seconds),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("Content-Type",),
                request_class=_Request,
                response_class=_Answer,
            )
            # aiohttp by itself sends a GET or DELETE again when the connection breaks.
            session._retry_connection = False  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            return session

        super().__init__(
            verify=ssl_context, proxy=None if proxy is None else _read_proxy(proxy), client=session
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; return its answer with the body unread."""
        source = None
        if not isinstance(request.stream, httpx.ByteStream):
            assert isinstance(request.stream, httpx.AsyncByteStream)
            source = request.stream = _Source(request.stream)
        try:
            # aiohttp counts the time for each part of a head that comes in parts without end.
            async with asyncio.timeout(_patience(request)):
                response = await self._answer(request)
        except httpx.HTTPError as error:
            raise _corrected(error.__cause__ or error, request) from error
        except (aiohttp.ClientError, OSError) as error:
            raise _corrected(error, request) from error
        except AttributeError as error:
            if error.obj is not None or error.name != "read":
                raise
            # From Python 3.12 on aiohttp can lose the connection before it looks for the answer.
            raise httpx.ReadError("it broke while the request was sent", request=request) from error
        assert isinstance(response.stream, AiohttpResponseStream)
        answer = response.stream._aiohttp_response  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        response.stream = _Body(answer, request, self._chunk)
        if source is not None:
            source.answer = answer
            response.extensions[ALL_SENT] = partial(_all_sent, source, answer)
        abort = partial(_soon, asyncio.get_running_loop(), answer.close)
        response.extensions[ABORT] = abort
        if (stop := present_stop()) is not None:
            stop.breaks(abort)
        return response

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """Send a request; return its answer, unless the stream is stopped before it comes."""
        stop = present_stop()
        if stop is None:
            return await super().handle_async_request(request)
        scope = asyncio.timeout(None)
        try:
            # The source of the request's body may make requests of its own.
            async with scope:
                stop.breaks(partial(_soon, asyncio.get_running_loop(), partial(_expire, scope)))
                with heeding(None):
                    return await super().handle_async_request(request)
        except TimeoutError as error:
            if not scope.expired():
                raise
            raise httpx.ReadError("the stream was stopped") from error


class _Connector(aiohttp.TCPConnector):
    """Drops the connections that are broken off; aiohttp would first send what it holds yet."""

    def _release(
        self, key: ConnectionKey, protocol: ResponseHandler, *, should_close: bool = False
    ) -> None:
        if should_close and protocol.transport is not None:
            protocol.transport.abort()
        super()._release(key, protocol, should_close=should_close)


class _Request(aiohttp.ClientRequest):
    """Leaves no exception behind that nobody asks for."""

    async def write_bytes(self, *arguments: Any, **options: Any) -> None:
        # The connection is closed then, which whoever waits for the answer hears.
        with suppress(aiohttp.ClientConnectionError):
            await super().write_bytes(*arguments, **options)


class _Answer(aiohttp.ClientResponse):
    """Lets the request be sent to its end, though the whole answer came before."""

    def _response_eof(self) -> None:
        writer, end = self._writer, super()._response_eof
        if writer is None or writer.done():
            end()
        else:
            writer.add_done_callback(lambda _: end())


class _Source(httpx.AsyncByteStream):
    """A request's body; if it fails, the request is cut off, even when the answer has begun."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream
        self.answer: aiohttp.ClientResponse | None = None
        self.is_whole = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for block in self._stream:
                yield block
        except (Exception, asyncio.CancelledError) as error:
            is_cancelled = isinstance(error, asyncio.CancelledError)
            if is_cancelled and _is_being_cancelled():
                raise
            if self.answer is not None:
                self.answer.close()
            if is_cancelled:  # something that it waited for: aiohttp would take it for its own end
                raise RuntimeError("the source of the data was cancelled") from error
            raise
        self.is_whole = True


async def _all_sent(source: _Source, answer: aiohttp.ClientResponse) -> bool:
    """Wait until a request is sent to its end, or can't be; the answer may come long before."""
    writer = answer._writer  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    connection = answer.connection
    protocol = None if connection is None else connection.protocol
    lost = None if protocol is None else protocol.closed
    if writer is not None and lost is not None:
        await asyncio.wait([writer, lost], return_when=asyncio.FIRST_COMPLETED)
    return source.is_whole


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class _Body(httpx.AsyncByteStream):
    """A body whose failures are all httpx errors, and say what happened."""

    def __init__(self, answer: aiohttp.ClientResponse, request: httpx.Request, chunk: int) -> None:
        self._answer = answer
        self._request = request
        self._chunk = chunk
        # aiohttp's parser wakes no reader when it fails in the middle of a body.
        connection = answer.connection
        protocol = None if connection is None else connection.protocol
        self._lost = None if protocol is None else protocol.closed
        if self._lost is not None:
            self._lost.add_done_callback(self._tell_reader)
            if self._lost not in _watched:
                _watched.add(self._lost)
                self._lost.add_done_callback(_take_exception)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_chunked(self._chunk):
                yield chunk
        except (aiohttp.ClientError, OSError) as error:
            raise _corrected(error, self._request) from error

    async def aclose(self) -> None:
        if self._lost is not None:
            self._lost.remove_done_callback(self._tell_reader)
        self._answer.close()

    def _tell_reader(self, lost: asyncio.Future[None]) -> None:
        content = self._answer.content
        if not content.is_eof() and content.exception() is None:
            error = None if lost.cancelled() else lost.exception()
            content.set_exception(aiohttp.ClientPayloadError(str(error or "the body is not HTTP")))


def _read_proxy(url: str) -> httpx.Proxy:
    """Return a proxy whose user and password are where aiohttp wants them."""
    proxy = httpx.Proxy(url)
    if proxy.auth is not None:
        # aiohttp makes it the Proxy-Authorization of a tunnel or of each request.
        proxy.headers["Authorization"] = aiohttp.encode_basic_auth(*proxy.auth, encoding="utf-8")
        proxy.auth = None
    return proxy


def _patience(request: httpx.Request) -> float | None:
    """Return the seconds until the answer's head must be there, connecting included."""
    limits: dict[str, float | None] = request.extensions.get("timeout", {})
    connect, read = limits.get("connect"), limits.get("read")
    return None if connect is None or read is None else connect + read


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], object]) -> None:
    """Call in a loop from whatever thread."""
    with suppress(RuntimeError):  # the loop is closed, and so are its connections
        loop.call_soon_threadsafe(call)


def _expire(scope: asyncio.Timeout) -> None:
    with suppress(RuntimeError):  # it was left meanwhile
        scope.reschedule(0)


_watched: WeakSet[asyncio.Future[None]] = WeakSet()


def _take_exception(lost: asyncio.Future[None]) -> None:
    """Keep asyncio from reporting that nobody asked why a connection was lost."""
    if not lost.cancelled():
        lost.exception()


def _corrected(error: BaseException, request: httpx.Request) -> httpx.HTTPError:
    """Return the httpx error that tells what happened, above all whether the request had left."""
    if isinstance(error, aiohttp.ClientResponseError):
        # Its repr would show the request's headers, and so the token or the proxy's password.
        nothing: Any = {}
        bare = error.request_info._replace(headers=nothing)
        error.request_info, error.args = bare, (bare, ())
    text = str(error)
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout(text, request=request)
        case TimeoutError():
            return httpx.ReadTimeout(text, request=request)
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return httpx.ProxyError(text, request=request)
        case aiohttp.ServerDisconnectedError():
            return httpx.ReadError("the server closed it", request=request)
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError(text, request=request)
        case aiohttp.InvalidURL():
            return httpx.UnsupportedProtocol(text, request=request)
        case aiohttp.ClientResponseError():
            return httpx.RemoteProtocolError(error.message or text, request=request)
        case httpx.HTTPError():
            return error
        case _:
            return httpx.ReadError(str(error.__cause__ or error), request=request)
