"""What stands in the network's place: a transport that was given, or what tests put into httpx."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import httpx

from . import failures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def is_httpx_patched() -> bool:
    """Tell whether another library replaced how httpx sends requests, as those for tests do."""
    own = "httpx._transports.default"
    if not (
        httpx.HTTPTransport.handle_request.__module__ == own
        and httpx.AsyncHTTPTransport.handle_async_request.__module__ == own
    ):
        return True
    httpcore = sys.modules.get("httpcore")
    return httpcore is not None and not (
        httpcore.ConnectionPool.handle_request.__module__.startswith("httpcore.")
        and httpcore.AsyncConnectionPool.handle_async_request.__module__.startswith("httpcore.")
    )


def handled(transport: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """Return a transport's answer with its body unread."""
    response = transport.handle_request(request)
    assert isinstance(response.stream, httpx.SyncByteStream)
    response.stream = _Body(response.stream, request)
    response.request = request
    return response


async def async_handled(
    transport: httpx.AsyncBaseTransport, request: httpx.Request
) -> httpx.Response:
    """Return a transport's answer with its body unread."""
    response = await transport.handle_async_request(request)
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _AsyncBody(response.stream, request)
    response.request = request
    return response


class _Body(httpx.SyncByteStream):
    """A body whose failures are ClientErrors."""

    def __init__(self, stream: httpx.SyncByteStream, request: httpx.Request) -> None:
        self._stream = stream
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        try:
            for piece in self._stream:
                received += len(piece)
                yield piece
        except httpx.HTTPError as error:
            raise failures.in_body(error, self._request, received) from error

    def close(self) -> None:
        """Close it."""
        self._stream.close()


class _AsyncBody(httpx.AsyncByteStream):
    """A body whose failures are ClientErrors."""

    def __init__(self, stream: httpx.AsyncByteStream, request: httpx.Request) -> None:
        self._stream = stream
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        try:
            async for piece in self._stream:
                received += len(piece)
                yield piece
        except httpx.HTTPError as error:
            raise failures.in_body(error, self._request, received) from error

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()
