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
    from collections.abc import AsyncIterator, Callable, Iterator
    from concurrent.futures import Future

    from anyio.from_thread import BlockingPortal

# Chunks of an answer that may wait for their reader: to fetch each when it is asked for takes far
# longer.
_AHEAD = 4


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

    thread = threading.Thread(target=fetch, name="scramjet-source", daemon=True)
    thread.start()
    place: asyncio.Future[bytes | None] = loop.create_future()
    try:
        while True:
            wanted.put(place)
            if (block := await place) is None:
                return
            yield block
            place = loop.create_future()
    finally:
        wanted.put(None)
        if place.done() and not place.cancelled():  # else the source is at work, maybe for ever
            thread.join()


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
        self._came: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
        self._fetch_more: Callable[[], object] | None = None
        self._pump: Future[None] | None = None

    def __iter__(self) -> Iterator[bytes]:
        self._pump = self._portal.start_task_soon(self._hand_over)
        while (chunk := self._came.get()) is not None:
            if isinstance(chunk, Exception):
                raise chunk
            if (fetch_more := self._fetch_more) is not None and self._came.qsize() < _AHEAD:
                self._fetch_more = None
                fetch_more()
            yield chunk

    async def _hand_over(self) -> None:
        """Read for the other thread, a little ahead of it."""
        loop = asyncio.get_running_loop()
        try:
            async for chunk in self._stream:
                self._came.put(chunk)
                if self._came.qsize() >= _AHEAD:
                    wanted = asyncio.Event()
                    self._fetch_more = partial(loop.call_soon_threadsafe, wanted.set)
                    if self._came.qsize() >= _AHEAD:  # else the other thread may not have seen it
                        await wanted.wait()
        except Exception as error:  # noqa: BLE001 (for the thread that reads)
            self._came.put(error)
        except asyncio.CancelledError:
            self._came.put(httpx.ReadError("the stream was closed"))
            raise
        else:
            self._came.put(None)

    def close(self) -> None:
        with self._stack:
            if self._pump is not None:
                self._pump.cancel()
            self._portal.call(self._stream.aclose)
