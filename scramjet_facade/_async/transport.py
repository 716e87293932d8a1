"""An httpx transport that uses this package's own connections."""

from __future__ import annotations

import os
import warnings
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

import httpx

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, async_settled
from ..concurrency.future import Future
from ..errors import BadParametersError, ClientError
from ..http11.pool import CLOSED, ConnectionPool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..http11.async_waiter import AsyncWaiter
    from ..http11.connection import Connection
    from ..http11.exchange import HTTP11Exchange
    from ..http11.target import Target

late_responses: ContextVar[list[tuple[AsyncHTTPTransport, AsyncResponseStream]] | None] = (
    ContextVar("late_responses", default=None)
)
"""If this is a list, a POST that times out adds its transport and stream, and stays open."""


class AsyncHTTPTransport(httpx.AsyncBaseTransport):
    """Sends requests to one service over HTTP/1.1, with full duplex.

    Every httpx client accepts this transport, for example
    ``httpx.AsyncClient(transport=AsyncHTTPTransport(…))``.
    With the request extension ``{"duplex": True}``, the response can be read while the request's
    body is still being sent.

    Args:
        find_target: A function that returns the server to connect to. An unpickled transport calls
            this function again.
        owner: The name of the client, for warnings.

    Attributes:
        has_responded: Whether a response has arrived.
    """

    def __init__(self, find_target: Callable[[], Target], owner: str = "transport") -> None:
        self._find_target = find_target
        self._owner = owner
        self._target = find_target()
        self._pool = ConnectionPool()
        self._background: dict[Future[None], tuple[AsyncBackground, int]] = {}
        self.has_responded: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._find_target, self._owner)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the response; the body is not read yet.

        Raises:
            httpx.TransportError: No response arrived.
            ClientError: The transport is closed.
        """
        # The first request imports these modules, so that the package's import takes 4 ms less.
        from ..http11.async_waiter import AsyncWaiter  # noqa: PLC0415
        from ..http11.exchange import HTTP11Exchange  # noqa: PLC0415

        pool = self._pool
        if not self._target.contains(request.url):
            raise httpx.UnsupportedProtocol(
                f"this transport sends requests only to {self._target.base_url}"
            )
        waiter = AsyncWaiter()
        connection = pool.take() or await self._connect(request)
        exchange = HTTP11Exchange(connection, request, self._target)
        stream = AsyncResponseStream(exchange, waiter, pool)
        try:
            response = await stream.open()
        except BaseException as error:
            kept = late_responses.get()
            if kept is None or not isinstance(error, httpx.ReadTimeout) or request.method != "POST":
                await stream.aclose()
            else:
                self._pool.detach(exchange)
                kept.append((self, stream))
            raise
        self.has_responded = True
        return response

    def run_in_background(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run a function in the background; ``aclose`` waits for it.

        Raises:
            ClientError: There are too many threads.
        """
        done: Future[None] = Future()

        async def run() -> None:
            try:
                await work()
            finally:
                self._background.pop(done, None)
                done.set_result(None)

        background = AsyncBackground(run)
        self._background[done] = background, os.getpid()
        try:
            background.start()
        except BaseException:
            self._background.pop(done, None)
            raise

    async def aclose(self) -> None:
        """Close all connections; requests are refused from now on.

        Functions in the background may continue for ``timing.UNDO_TIMEOUT``.
        """
        try:
            await self._wait_for_background(timing.UNDO_TIMEOUT)
        finally:
            self._pool.close()
            await self._wait_for_background(timing.REQUEST_CLOSE_TIMEOUT)

    async def _wait_for_background(self, seconds: float) -> None:
        end = monotonic() + seconds
        for done, (_, process) in self._background.copy().items():
            if process == os.getpid():  # a forked process does not run its parent's functions
                await async_settled(done, max(0, end - monotonic()))

    @property
    def proxy(self) -> str | None:
        """The proxy's address and the name of its setting; None without a proxy."""
        target = self._target
        if target.proxy is None:
            return None
        return f"{target.proxy.authority} (set by {target.proxy_setting})"

    async def _connect(self, request: httpx.Request) -> Connection:
        from ..http11.async_waiter import AsyncWaiter  # noqa: PLC0415
        from ..http11.connect import Connect  # noqa: PLC0415

        timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
        attempt = Connect(self._target, timeouts.get("connect"))
        waiter = AsyncWaiter()
        attempt.wake = waiter.wake
        try:
            self._pool.begin(attempt)
            return attempt.take(await waiter.run(attempt.run()))
        finally:
            try:
                waiter.end()
            finally:
                try:
                    attempt.close()
                finally:
                    self._pool.end(attempt)

    def __del__(self) -> None:
        pool = getattr(self, "_pool", None)
        if pool is not None and pool.has_idle:
            pool.close()
            warnings.warn(
                f"the {self._owner} of {self._target.base_url} was never closed: use it in a with "
                "block, or close it",
                ResourceWarning,
                source=self,
                stacklevel=2,
            )


class AsyncGivenTransport(httpx.AsyncBaseTransport):
    """A transport that the user has passed to a client.

    After this object is closed, it refuses requests. The user's transport stays open.

    Attributes:
        has_responded: Whether a response has arrived.
    """

    def __init__(self, transport: object) -> None:
        if not isinstance(transport, httpx.AsyncBaseTransport):
            raise BadParametersError(
                f"transport must be an httpx.AsyncBaseTransport, not {type(transport).__name__}"
            )
        self._transport = transport
        self._is_closed = False
        self.has_responded: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            "a client with transport= cannot be pickled: create it in the process that uses it"
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Let the user's transport send a request."""
        if self._is_closed:
            raise ClientError(CLOSED)
        response = await self._transport.handle_async_request(request)
        self.has_responded = True
        return response

    async def aclose(self) -> None:
        """Refuse further requests."""
        self._is_closed = True


class AsyncResponseStream(httpx.AsyncByteStream):
    """The body of a response; this object also controls the rest of the HTTP exchange.

    The iteration ends normally only if the body is complete; otherwise it raises an httpx error.
    If a step is interrupted, the next step returns the data that follows.
    """

    def __init__(self, exchange: HTTP11Exchange, waiter: AsyncWaiter, pool: ConnectionPool) -> None:
        self._exchange = exchange
        self._waiter = waiter
        self._pool = pool
        self._is_closed = False

    async def open(self) -> httpx.Response:
        """Send the request; return the response as soon as its head has arrived."""
        exchange, waiter = self._exchange, self._waiter
        request = exchange.request
        self._pool.begin(exchange)
        try:
            if isinstance(request.stream, httpx.ByteStream):
                await waiter.run(exchange.send_request(request.content))
            else:
                await waiter.run(exchange.send_request())
                await waiter.send_body(exchange)
        except (OSError, httpx.TransportError) as error:
            raise exchange.failure(error) from error
        return await self._receive_head()

    async def _receive_head(self) -> httpx.Response:
        exchange, parser = self._exchange, self._exchange.parser
        await self._waiter.run(exchange.receive_head())
        if parser.is_refusal:
            self._waiter.stop_sending()
        return httpx.Response(
            parser.status,
            headers=parser.headers,
            stream=self,
            extensions={"reason_phrase": parser.reason},
            request=exchange.request,
        )

    async def open_late(self, seconds: float) -> httpx.Response:
        """Return the response of a request that has timed out; wait this many seconds for it."""
        self._exchange.extend_wait(seconds)
        return await self._receive_head()

    def take_all(self) -> bytes | None:
        """Return the body if all of it has arrived, else None."""
        return self._exchange.take_all()

    def limit_silence(self, seconds: float | None) -> None:
        """Limit the wait for more data, unless the wait has a shorter limit already."""
        self._exchange.limit_silence(seconds)

    async def is_all_sent(self) -> bool:
        """Wait for the end of the request, and return whether all of it was sent."""
        return await self._waiter.is_all_sent(self._exchange)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        exchange = self._exchange
        try:
            data = await self._waiter.run(exchange.receive_data())
        except httpx.TransportError:
            await self.aclose()
            raise
        if not data:
            raise StopAsyncIteration
        exchange.is_delivering = False
        return data

    async def aclose(self) -> None:
        """Release the connection."""
        if not self._is_closed:
            self._exchange.cancel("the stream was closed")
            await self._waiter.aclose(self._release)

    def _release(self) -> None:
        self._pool.release(self._exchange)
        self._is_closed = True

    def __del__(self) -> None:
        if not getattr(self, "_is_closed", True):  # a signal handler may have interrupted __init__
            self._exchange.cancel("the stream was garbage collected")
            self._waiter.forget(self._release)
