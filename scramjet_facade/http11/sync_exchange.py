"""A request and its answer, for threads."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from types import GeneratorType
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from ..concurrency.cancel_token import without_token
from ..concurrency.threads import Thread
from .arrivals import has_none, has_some
from .channel import reason
from .exchange import Exchange, UnsendableError
from .life_signs import LifeSigns
from .requests import LAST_CHUNK, chunk_of, is_chunked, on_wire
from .settings import AT_HAND
from .sync_waiting import READ, WRITE, ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .channel import Channel
    from .way import Way


class SyncExchange(Exchange):
    """A request and its answer, for threads: one of them, unless both go on at the same time."""

    def __init__(
        self, channel: Channel, request: httpx.Request, give_back: Callable[[Exchange], None]
    ) -> None:
        super().__init__(channel, request, give_back)
        self._sender: _Sender | None = None
        self._hears = False

    def run(self, way: Way, *, duplex: bool) -> httpx.Response:
        """Send the request; return its answer with the body unread.

        Args:
            way: The way that the connection goes.
            duplex: Whether the body is sent by another thread, from its source to the end, so that
                the answer can be read meanwhile.
        """
        request = self.request
        try:
            if duplex:
                self._send(on_wire(request, way))
                self._sender = _Sender(self)
                self._sender.start()
            else:
                self._send_all(way)
            self._await_head()
        except (OSError, httpx.TransportError) as error:
            raise self.failure(error) from error
        answer = self.answer
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=Body(self),
            extensions={
                "reason_phrase": answer.reason,
                AT_HAND: self.at_hand,
            },
            request=request,
        )

    def pieces(self) -> Iterator[bytes]:
        """Give the answer's body as it comes."""
        answer = self.answer
        try:
            while True:
                if piece := answer.take():
                    yield piece
                if answer.is_whole:
                    return
                self._hear(self.patience)
        except (OSError, httpx.TransportError) as error:
            failure = self.failure(error)
            self.close(waits=False)
            raise failure from error

    def close(self, *, waits: bool = True) -> None:
        """Let go of the connection; another one may use it if all was sent and read."""
        if self._sender is not None:
            self._sender.leave(waits=waits)
            if waits:
                self._sender = None  # it holds this exchange: else that were left as garbage
        self.give_back(self)

    def send_block(self, block: bytes, *, chunked: bool) -> None:
        """Send a block of the body."""
        if block:
            self._send(chunk_of(block) if chunked else block)

    def send_end(self, *, chunked: bool) -> None:
        """Send what ends the body."""
        if chunked:
            self._send(LAST_CHUNK)

    def _send_all(self, way: Way) -> None:
        """Send the request, unless the server says no meanwhile."""
        request, stream = self.request, self.request.stream
        try:
            if isinstance(stream, httpx.ByteStream):
                self._send(on_wire(request, way, request.content))
            else:
                assert isinstance(stream, httpx.SyncByteStream)
                self._hears = True
                chunked = is_chunked(request)
                self._send(on_wire(request, way))
                for block in stream:
                    self.send_block(block, chunked=chunked)
                    if self._is_refused():
                        return
                self.send_end(chunked=chunked)
        except UnsendableError:
            self._hear_the_rest()
            if not self.answer.is_refusal:
                raise
        else:
            self.is_sent = not self.answer.is_refusal

    def _is_refused(self) -> bool:
        """Take what came meanwhile; tell whether it is a no."""
        answer = self.answer
        if not (answer.is_refusal or answer.is_much or has_none(self.channel.socket)):
            with suppress(BlockingIOError):
                self._take()
        return answer.is_refusal

    def _hear_the_rest(self) -> None:
        """Take what had come before the connection broke."""
        with suppress(BlockingIOError, httpx.TransportError):
            while not self.answer.is_whole:
                self._take()

    def _send(self, data: bytes | memoryview) -> None:
        """Send data, or as much of it as goes before the server says no."""
        channel = self.channel
        left = memoryview(channel.encode(data))
        while True:
            try:
                sent = channel.socket.send(left)
            except BlockingIOError:
                sent = 0
            except OSError as error:
                channel.is_cut = True
                raise UnsendableError(f"not all could be sent: {reason(error)}") from error
            if sent:
                self.has_begun = True
                left = left[sent:]
                if not left:
                    return
            hears = self._hears and not self.answer.is_much
            event = self._wait(READ | WRITE if hears else WRITE, self.sending_patience)
            if not event:
                raise httpx.WriteTimeout("the server takes no more data")
            if event & READ and self._is_refused():
                return

    def _await_head(self) -> None:
        due = None if self.patience is None else monotonic() + self.patience
        while not self.answer.has_head:
            self._hear(None if due is None else due - monotonic())

    def _hear(self, patience: float | None) -> None:
        """Wait for what comes next, and take it."""
        if has_some(self.channel.socket):
            try:
                self._take()
            except BlockingIOError:  # what came is not what comes next
                pass
            else:
                return
        if not self.channel.has_ended and not self._wait(READ, patience):
            raise httpx.ReadTimeout("nothing came")
        with suppress(BlockingIOError):
            self._take()

    def _take(self) -> None:
        received = self.channel.receive()
        if received:
            self.answer.feed(received)
        elif received == b"":
            self.answer.end()

    def _wait(self, events: int, patience: float | None) -> int:
        """Wait until it can be read or written; return which, and 0 if it takes too long."""
        sockets = (self.channel.socket,)
        due = None if patience is None else monotonic() + patience
        left = LifeSigns.EVERY if patience is None else min(patience, LifeSigns.EVERY)
        while not (found := ready(sockets, events, max(0, left))):
            if due is not None:
                left = min(due - monotonic(), LifeSigns.EVERY)
                if left <= 0:
                    return 0
            self.channel.life.look()
        return found.popitem()[1]


class _Sender:
    """Sends a body from a thread of its own, in which its source runs.

    The thread is a daemon: a source that never gives its next block holds nobody up.
    """

    def __init__(self, exchange: SyncExchange) -> None:
        self._exchange = exchange
        self._is_asking = self._is_left = False
        # The source may make requests of its own.
        self._thread = Thread("source", without_token().run, self._run)

    def start(self) -> None:
        """Begin."""
        try:
            self._thread.start()
        except BaseException:  # there are too many threads, or a signal's handler raised
            self._is_left = True
            raise

    def leave(self, *, waits: bool) -> None:
        """Let it end."""
        if not self._exchange.is_sent:
            self._is_left = True
            self._exchange.break_off("the stream was closed")
            if waits and not self._is_asking and self._thread.is_alive():
                self._thread.join(timing.SOURCE_CLOSE_TIMEOUT)

    def _run(self) -> None:
        exchange = self._exchange
        chunked = is_chunked(exchange.request)
        assert isinstance(exchange.request.stream, httpx.SyncByteStream)
        blocks = iter(exchange.request.stream)
        try:
            while (block := self._next(blocks)) is not None:
                exchange.send_block(block, chunked=chunked)
            if not self._is_left:
                exchange.send_end(chunked=chunked)
                exchange.is_sent = True
        except httpx.TimeoutException as error:
            exchange.be_late(error)
        except httpx.TransportError:
            pass  # whoever reads the answer hears it
        except BaseException as error:  # noqa: BLE001 (it is the user's, for whoever reads)
            exchange.break_off(f"the source of the data raised {error!r}")
        finally:
            if isinstance(blocks, GeneratorType):
                blocks.close()

    def _next(self, blocks: Iterator[bytes]) -> bytes | None:
        self._is_asking = True
        if self._is_left:
            return None
        block = next(blocks, None)
        self._is_asking = False
        return block


class Body(httpx.SyncByteStream):
    """An answer's body: its end is its real end, anything else is an error of httpx."""

    def __init__(self, exchange: SyncExchange) -> None:
        self._exchange = exchange
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self._exchange.pieces()

    def close(self, *, waits: bool = True) -> None:
        """Let go of the connection."""
        if not self._is_closed:
            self._is_closed = True
            self._exchange.close(waits=waits)

    def __del__(self) -> None:
        self.close(waits=False)  # garbage may be collected anywhere
