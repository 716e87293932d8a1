"""Sending and receiving at the same time, for the synchronous clients.

httpx's synchronous transport sends a whole body before it reads. So a duplex call runs on aiohttp,
in an event loop in a thread of its own, which lives as long as the call.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections import deque
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from functools import partial
from types import GeneratorType
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

# Bytes that may wait to be sent: one block of those that files are read in, or several small ones.
# If only one could wait, the threads would wait for each other at each, which takes twice as long.
_UNSENT = 512 * 1024
# Bytes that may wait for the reader.
_UNREAD = 2 * 1024 * 1024
_CHUNK = 1024 * 1024
_LEAST = 256
_PATIENCE = 1.0  # seconds that a source may take to end, when it is told to

# What a forked process took over: even to collect it would be to wait for a loop that isn't there.
_left_alone: list[ExitStack] = []


def exchange(
    request: httpx.Request,
    ssl_context: ssl.SSLContext,
    proxy: str | None,
    opening: set[Callable[[], object]],
) -> httpx.Response:
    """Send a request; return its answer, readable while the request's body is still sent.

    Until then ``opening`` holds what breaks it off from another thread.
    """
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        transport = Transport(ssl_context, proxy, KEEPALIVE_SECONDS, chunk=_CHUNK)
        stack.callback(portal.call, transport.aclose)
        twin = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=_Fetcher(request.stream),
            extensions=request.extensions,
        )
        call = portal.start_task_soon(transport.handle_async_request, twin)
        opening.add(call.cancel)
        try:
            response = call.result()
        except CancelledError as error:
            raise httpx.ReadError("this client was closed") from error
        finally:
            opening.discard(call.cancel)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Body(response.stream, portal, stack.pop_all()),
            extensions=response.extensions,
        )


class _Handover:
    """Blocks on their way from one thread to the other, in the order that they were put in.

    Neither waits here. It says how it is woken: a putter that may not go on yet, when the other
    side has taken enough; a taker that found nothing, when there is something.
    """

    def __init__(self, most: int) -> None:
        """Take how many bytes may wait, unless one block is larger."""
        self._most = most
        self._blocks: deque[bytes | Exception | None] = deque()
        self._bytes = 0
        self._lock = threading.Lock()
        self._wake: Callable[[], object] | None = None

    def put(self, block: bytes | Exception | None, wake: Callable[[], object]) -> bool:
        """Add a block, the error instead of one, or None for the end; tell whether to go on."""
        with self._lock:
            self._blocks.append(block)
            self._wake_other()
            self._bytes += _size(block)
            is_full = self._bytes + _size(block) >= self._most  # another one like this is too much
            if is_full:
                self._wake = wake
            return not is_full

    def is_ready(self, wake: Callable[[], object]) -> bool:
        """Tell whether there is something to take."""
        with self._lock:
            if not self._blocks:
                self._wake = wake
            return bool(self._blocks)

    def take(self) -> bytes | None:
        """Return the next block, or None at the end, or raise the error."""
        with self._lock:
            block = self._blocks.popleft()
            self._bytes -= _size(block)
            if self._bytes <= self._most // 2:  # not at each block: to wake is what takes the time
                self._wake_other()
        if isinstance(block, Exception):
            raise block
        return block

    def _wake_other(self) -> None:
        wake, self._wake = self._wake, None
        if wake is not None:
            with suppress(RuntimeError):  # its loop is closed: nobody wants it any more
                wake()


def _size(block: bytes | Exception | None) -> int:
    """Return what counts: not only the content, or empty blocks would pile up."""
    return max(len(block), _LEAST) if isinstance(block, bytes) else _LEAST


class _Fetcher:
    """Gives a blocking source's blocks, fetched by a thread.

    The thread is a daemon: a source that never gives its next block holds nobody up.
    """

    def __init__(self, source: Any) -> None:
        self._source = source
        self._blocks = _Handover(_UNSENT)
        self._may_go_on = threading.Event()
        self._is_left = self._is_asked = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        has_more = asyncio.Event()
        tell_loop = partial(asyncio.get_running_loop().call_soon_threadsafe, has_more.set)
        thread = threading.Thread(target=self._fetch, name="scramjet-source", daemon=True)
        thread.start()
        try:
            while True:
                has_more.clear()
                if not self._blocks.is_ready(tell_loop):
                    await has_more.wait()
                if (block := self._blocks.take()) is None:
                    return
                yield block
        finally:
            self._is_left = True
            self._may_go_on.set()
            if not self._is_asked:  # else it may never come back
                thread.join(_PATIENCE)

    def _fetch(self) -> None:
        blocks: Iterator[bytes] = iter(self._source)
        block: bytes | Exception | None = b""
        while isinstance(block, bytes):
            self._is_asked = True
            if self._is_left:
                break
            block = _next(blocks)
            self._is_asked = False
            self._may_go_on.clear()
            if not self._blocks.put(block, self._may_go_on.set) and not self._is_left:
                self._may_go_on.wait()
        if isinstance(blocks, GeneratorType):
            blocks.close()


def _next(blocks: Iterator[bytes]) -> bytes | Exception | None:
    """Return a source's next block, or None at its end, or what it raises."""
    try:
        return next(blocks, None)
    except Exception as error:  # noqa: BLE001 (it is the user's)
        return error
    except BaseException as error:  # noqa: BLE001 (which would end the loop instead of the call)
        return RuntimeError(f"the source of the data raised {error!r}")


class _Body(httpx.SyncByteStream):
    """The answer's body, handed over from the loop's thread."""

    def __init__(
        self, stream: httpx.AsyncByteStream, portal: BlockingPortal, stack: ExitStack
    ) -> None:
        self._stream = stream
        self._portal = portal
        self._stack = stack
        self._blocks = _Handover(_UNREAD)
        self._pump: Future[None] | None = None
        self._process = os.getpid()

    def __iter__(self) -> Iterator[bytes]:
        if self._process != os.getpid():
            raise httpx.ReadError("another process opened it")
        self._pump = self._portal.start_task_soon(self._hand_over)
        has_more = threading.Event()
        while True:
            has_more.clear()
            if not self._blocks.is_ready(has_more.set):
                has_more.wait()
            if (block := self._blocks.take()) is None:
                return
            yield block

    async def _hand_over(self) -> None:
        """Read for the other thread."""
        may_go_on = asyncio.Event()
        tell_loop = partial(asyncio.get_running_loop().call_soon_threadsafe, may_go_on.set)
        end: Exception | None = None
        try:
            async for block in self._stream:
                may_go_on.clear()
                if not self._blocks.put(block, tell_loop):
                    await may_go_on.wait()
        except Exception as error:  # noqa: BLE001 (for the thread that reads)
            end = error
        except asyncio.CancelledError:
            end = httpx.ReadError("the stream was closed")
            raise
        finally:
            self._blocks.put(end, tell_loop)

    def close(self) -> None:
        if self._process != os.getpid():
            _left_alone.append(self._stack)
            return
        if isinstance(sys.exception(), GeneratorExit):
            # Garbage collection may run anywhere, also where others wait for what it interrupts.
            threading.Thread(target=self.close, name="scramjet-close", daemon=True).start()
            return
        with self._stack:
            if self._pump is not None:
                self._pump.cancel()
            self._portal.call(self._stream.aclose)
