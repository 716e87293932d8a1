"""Sending and receiving at the same time, for the synchronous clients.

httpx's synchronous transport sends a whole body before it reads. So a duplex call runs on aiohttp,
in an event loop in a thread of its own, which lives as long as the call.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Generator
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
from anyio.from_thread import start_blocking_portal

from .aiohttp_transport import Transport
from .settings import KEEPALIVE_SECONDS

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator

    from anyio.from_thread import BlockingPortal


def exchange(
    request: httpx.Request, ssl_context: ssl.SSLContext, proxy: str | None
) -> httpx.Response:
    """Send a request; return its answer, readable while the request's body is still sent."""
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        transport = Transport(ssl_context, proxy, KEEPALIVE_SECONDS)
        stack.callback(portal.call, transport.aclose)
        twin = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=_from_thread(request.stream),
            extensions=request.extensions,
        )
        response = portal.call(transport.handle_async_request, twin)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Body(response.stream, portal, stack.pop_all()),
            extensions=response.extensions,
        )


async def _from_thread(source: Any) -> AsyncIterator[bytes]:
    """Give a blocking source's blocks, each fetched by a thread when it is asked for.

    The thread is a daemon: a source that never gives its next block holds nobody up.
    """
    loop = asyncio.get_running_loop()
    wanted: queue.SimpleQueue[asyncio.Future[bytes | None] | None] = queue.SimpleQueue()

    def fetch() -> None:
        blocks: Iterator[bytes] = iter(source)
        while (place := wanted.get()) is not None:
            try:
                give = partial(_give, place, next(blocks, None))
            except Exception as error:  # noqa: BLE001 (whatever the user's source raises)
                give = partial(_fail, place, error)
            with suppress(RuntimeError):  # the loop is closed: nobody wants it any more
                loop.call_soon_threadsafe(give)
        if isinstance(blocks, Generator):
            blocks.close()

    threading.Thread(target=fetch, name="scramjet-source", daemon=True).start()
    try:
        while True:
            place: asyncio.Future[bytes | None] = loop.create_future()
            wanted.put(place)
            if (block := await place) is None:
                return
            yield block
    finally:
        wanted.put(None)


def _give(place: asyncio.Future[bytes | None], block: bytes | None) -> None:
    if not place.done():
        place.set_result(block)


def _fail(place: asyncio.Future[bytes | None], error: Exception) -> None:
    if not place.done():
        place.set_exception(error)


class _Body(httpx.SyncByteStream):
    """The answer's body, handed over from the loop's thread."""

    def __init__(
        self, stream: httpx.AsyncByteStream, portal: BlockingPortal, stack: ExitStack
    ) -> None:
        self._stream = stream
        self._portal = portal
        self._stack = stack

    def __iter__(self) -> Iterator[bytes]:
        chunks = aiter(self._stream)
        while (chunk := self._portal.call(anext, chunks, None)) is not None:
            yield chunk

    def close(self) -> None:
        with self._stack:
            self._portal.call(self._stream.aclose)
