"""What stands in the network's place: a transport that was given, or what tests put into httpx."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import httpx

from ..errors import BadParametersError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def is_httpx_patched() -> bool:
    """Tell whether another library replaced how httpx sends requests, as those for tests do."""
    httpcore = sys.modules.get("httpcore")
    return not (
        _is_from(httpx.HTTPTransport.handle_request, "httpx._transports.default")
        and _is_from(httpx.AsyncHTTPTransport.handle_async_request, "httpx._transports.default")
        and (
            httpcore is None
            or (
                _is_from(httpcore.ConnectionPool.handle_request, "httpcore.")
                and _is_from(httpcore.AsyncConnectionPool.handle_async_request, "httpcore.")
            )
        )
    )


@lru_cache(maxsize=8)  # asked before each request
def _is_from(function: Any, module: str) -> bool:
    """Tell whether a function is a module's own; one that wraps it takes its name."""
    return function.__module__.startswith(module) and not hasattr(function, "__wrapped__")


def sync_transport(given: object) -> httpx.BaseTransport | None:
    """Return what was given as transport=, if it can be used by a synchronous client."""
    if given is None or isinstance(given, httpx.BaseTransport):
        return given
    raise BadParametersError(
        f"transport must be one of httpx for synchronous clients, not {type(given).__name__}"
    )


def async_transport(given: object) -> httpx.AsyncBaseTransport | None:
    """Return what was given as transport=, if it can be used by an asynchronous client."""
    if given is None or isinstance(given, httpx.AsyncBaseTransport):
        return given
    raise BadParametersError(
        f"transport must be one of httpx for asynchronous clients, not {type(given).__name__}"
    )


def handled(
    transport: httpx.BaseTransport, request: httpx.Request, *, only_once: bool = False
) -> httpx.Response:
    """Return a transport's answer, its body unread; after its only use the transport is closed."""
    response = transport.handle_request(request)
    assert isinstance(response.stream, httpx.SyncByteStream)
    if only_once:
        response.stream = _Body(response.stream, transport)
    response.request = request
    return response


async def async_handled(
    transport: httpx.AsyncBaseTransport, request: httpx.Request, *, only_once: bool = False
) -> httpx.Response:
    """Return a transport's answer, its body unread; after its only use the transport is closed."""
    response = await transport.handle_async_request(request)
    assert isinstance(response.stream, httpx.AsyncByteStream)
    if only_once:
        response.stream = _AsyncBody(response.stream, transport)
    response.request = request
    return response


class _Body(httpx.SyncByteStream):
    """A body whose transport is closed with it."""

    def __init__(self, stream: httpx.SyncByteStream, transport: httpx.BaseTransport) -> None:
        self._stream = stream
        self._transport = transport

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        """Close both."""
        self._stream.close()
        self._transport.close()


class _AsyncBody(httpx.AsyncByteStream):
    """A body whose transport is closed with it."""

    def __init__(self, stream: httpx.AsyncByteStream, transport: httpx.AsyncBaseTransport) -> None:
        self._stream = stream
        self._transport = transport

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        """Close both."""
        await self._stream.aclose()
        await self._transport.aclose()
