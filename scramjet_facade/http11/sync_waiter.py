"""Runs the protocol in threads."""

from __future__ import annotations

import math
import select
import sys
from time import monotonic
from types import GeneratorType
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from ..concurrency.cancel_token import without_token
from ..concurrency.threads import Event, Thread, longest_wait
from .waiting import READ, WRITE

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Collection, Iterator

    from .exchange import HTTP11Exchange
    from .waiting import Steps, T, Wait

# On Linux, a wait for a socket ends when another thread shuts the socket down, and when a signal
# arrives. On Windows, a wait does not end in these cases. On macOS, shutting down a socket that is
# still connecting does not end the wait. So waits are short on Windows and macOS.
WAITS_END_EARLY = sys.platform == "linux"


class Waiter:
    """Runs the protocol of one exchange or connection attempt in threads."""

    def __init__(self) -> None:
        self._sender: _Sender | None = None

    def run(self, steps: Steps[T]) -> T:
        """Run a part of the protocol; return its result."""
        try:
            wait = next(steps)
            while True:
                wait = steps.send(_wait(wait))
        except StopIteration as stop:
            result: T = stop.value
            return result
        except BaseException:
            steps.close()
            raise

    def send_body(self, exchange: HTTP11Exchange) -> None:
        """Send an iterable body; for duplex requests, a separate thread sends the body."""
        if exchange.is_duplex:
            self._sender = _Sender(exchange)
            self._sender.start()
            return
        assert isinstance(exchange.request.stream, httpx.SyncByteStream)
        for block in exchange.request.stream:
            self.run(exchange.send_block(block, listens=True))
            if exchange.parser.is_refusal:
                return
        self.run(exchange.send_end(listens=True))

    def stop_sending(self) -> None:
        """Do nothing: closing the stream stops sending if the server refuses the body."""

    def is_all_sent(self, exchange: HTTP11Exchange) -> bool:
        """Return whether the whole request was sent."""
        return exchange.is_sent

    def close(self, release: Callable[[], None]) -> None:
        """Stop sending, and release the connection even if this call is interrupted."""
        try:
            if self._sender is not None:
                self._sender.leave(waits=True)
        finally:
            release()

    def forget(self, release: Callable[[], None]) -> None:
        """Stop sending and release the connection without waiting; any thread may call this."""
        if self._sender is not None:
            self._sender.leave(waits=False)
        release()

    def wake(self) -> None:
        """Do nothing: a thread that waits for a socket wakes when the socket is shut down."""

    def end(self) -> None:
        """Do nothing: no event loop watches sockets."""


class _Sender:
    """Sends a body in a separate thread, which also runs the source of the body."""

    def __init__(self, exchange: HTTP11Exchange) -> None:
        self._exchange = exchange
        self._waiter = Waiter()
        self._is_in_source = self._is_left = False
        # The source may make requests of its own, which the token must not cancel.
        self._thread = Thread("sender", without_token().run, self._run)

    def start(self) -> None:
        """Start sending."""
        try:
            self._thread.start()
        except BaseException:  # there are too many threads, or a signal handler raised an exception
            self._is_left = True
            raise

    def leave(self, *, waits: bool) -> None:
        """Make the thread end. With ``waits``, also wait for it, unless the source is running."""
        if not self._exchange.is_sent:
            self._is_left = True
            self._exchange.cancel("the stream was closed")
            if waits and not self._is_in_source:
                self._thread.join(timing.SOURCE_CLOSE_TIMEOUT)

    def _run(self) -> None:
        exchange, run = self._exchange, self._waiter.run
        assert isinstance(exchange.request.stream, httpx.SyncByteStream)
        blocks = iter(exchange.request.stream)
        try:
            while (block := self._next(blocks)) is not None:
                run(exchange.send_block(block))
            if not self._is_left:
                run(exchange.send_end())
        except httpx.TimeoutException as error:
            exchange.fail(error)
        except httpx.TransportError:
            pass  # reading the response also raises an error
        except BaseException as error:  # noqa: BLE001 (it is the user's, for the reader)
            exchange.cancel(f"the data source raised {error!r}")
        finally:
            if isinstance(blocks, GeneratorType):
                blocks.close()

    def _next(self, blocks: Iterator[bytes]) -> bytes | None:
        self._is_in_source = True
        if self._is_left:
            return None
        block = next(blocks, None)
        self._is_in_source = False
        return block


def _wait(wait: Wait) -> list[socket.socket]:
    """Wait; return the sockets that are ready."""
    deadline = math.inf if wait.deadline is None else wait.deadline
    if wait.future is not None:
        done = Event()
        wait.future.add_done_callback(lambda _: done.set())
        done.wait(None if math.isinf(deadline) else deadline - monotonic())
        return []
    longest = longest_wait(is_interruptible=WAITS_END_EARLY)
    remaining = max(0.0, min(deadline - monotonic(), longest))
    # If the process was suspended during the wait, the first call may miss ready sockets.
    return poll(wait.sockets, wait.events, remaining) or poll(wait.sockets, wait.events, 0)


def poll(sockets: Collection[socket.socket], events: int, seconds: float) -> list[socket.socket]:
    """Wait at most this many seconds for sockets; return those that are ready or broken."""
    if not hasattr(select, "poll"):  # Windows
        nothing: list[socket.socket] = []
        found = select.select(
            sockets if events & READ else nothing,
            sockets if events & WRITE else nothing,
            sockets,  # a failed attempt to connect is reported here
            None if math.isinf(seconds) else seconds,
        )
        return list({*found[0], *found[1], *found[2]})
    wanted = (select.POLLIN if events & READ else 0) | (select.POLLOUT if events & WRITE else 0)
    poller = select.poll()
    numbers = {}
    for one in sockets:
        numbers[one.fileno()] = one
        poller.register(one, wanted)
    milliseconds = None if math.isinf(seconds) else math.ceil(seconds * 1000)
    return [numbers[number] for number, _ in poller.poll(milliseconds)]
