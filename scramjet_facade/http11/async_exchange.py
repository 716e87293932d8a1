"""A request and its answer, for tasks."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from ..concurrency.cancel_token import without_token
from .channel import READ, reason
from .exchange import Exchange, UnsendableError
from .life_signs import LifeSigns
from .requests import LAST_CHUNK, chunk_of, is_chunked, on_wire
from .settings import ALL_SENT, AT_HAND

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .channel import Channel
    from .way import Way


_FAIR = 16  # blocks after which other tasks have their turn, though there is more at hand
_LEAST = 1024  # bytes that go out at once as soon as the system takes any


class AsyncExchange(Exchange):
    """A request and its answer, for tasks: a body is sent by one of its own."""

    def __init__(
        self, channel: Channel, request: httpx.Request, give_back: Callable[[Exchange], None]
    ) -> None:
        super().__init__(channel, request, give_back)
        self._loop = asyncio.get_running_loop()
        self._clock = _Clock(self, self._loop)
        self._ear: _Ear | None = None
        self._sender: asyncio.Task[None] | None = None
        self._answer_is_limited = True
        self._is_hearing = False
        self._turns = 0

    async def run(self, way: Way, *, duplex: bool) -> httpx.Response:
        """Send the request; return its answer with the body unread.

        Args:
            way: The way that the connection goes.
            duplex: Whether the time for the answer is counted while the body is sent, too.
        """
        request = self.request
        try:
            if isinstance(request.stream, httpx.ByteStream):
                await self._send_small(on_wire(request, way, request.content))
            else:
                await self._send(on_wire(request, way))
                self._answer_is_limited = duplex
                # The source may make requests of its own.
                self._sender = asyncio.create_task(self._send_body(), context=without_token())
            self._clock.expect_answer(is_limited=self._answer_is_limited)
            while not self.answer.has_head:
                await self._hear()
            self._clock.expect_nothing()
        except (OSError, httpx.TransportError) as error:
            raise self.failure(error) from error
        answer = self.answer
        if answer.is_refusal and self._sender is not None:
            self._sender.cancel()
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=Body(self),
            extensions={
                "reason_phrase": answer.reason,
                AT_HAND: self.at_hand,
                ALL_SENT: self.is_all_sent,
            },
            request=request,
        )

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the answer's body as it comes."""
        answer = self.answer
        try:
            self._ear = _Ear(self.channel, self._loop)
            while True:
                if piece := answer.take():
                    yield piece
                if answer.is_whole:
                    return
                self._clock.expect_answer(is_limited=self._answer_is_limited)
                await self._hear()
                self._clock.expect_nothing()
        except (OSError, httpx.TransportError) as error:
            failure = self.failure(error)
            await self.aclose()
            raise failure from error

    async def is_all_sent(self) -> bool:
        """Wait until the request is sent to its end, or can't be; the answer may come before."""
        if self._sender is not None:
            await asyncio.wait([self._sender])
        return self.is_sent

    async def aclose(self) -> None:
        """Let go of the connection; another one may use it if all was sent and read."""
        self._clock.stop()
        if self._sender is not None and not self._sender.done():
            self.break_off("the stream was closed")
            self._sender.cancel()
            await asyncio.wait([self._sender], timeout=timing.SOURCE_CLOSE_TIMEOUT)
        if self._is_hearing:  # another task does: it would never hear of a socket that is closed
            self.break_off("the stream was closed")
            while self._is_hearing:  # noqa: ASYNC110 (a step or two)
                await asyncio.sleep(0)
        self._let_go()

    def forget(self) -> None:
        """Let go of the connection, in whatever thread, and without waiting."""
        self.break_off("the stream was forgotten")
        with suppress(RuntimeError):  # the loop is closed, and nothing goes on in it
            self._loop.call_soon_threadsafe(self._clock.stop)
            if self._sender is not None:
                self._loop.call_soon_threadsafe(self._sender.cancel)
            if self._ear is not None and self._ear.is_there:  # which its own thread takes away
                self._loop.call_soon_threadsafe(self._let_go)
                return
        self.give_back(self)

    def _let_go(self) -> None:
        if self._ear is not None:
            self._ear.leave()
        self.give_back(self)

    @property
    def is_answered(self) -> bool:
        """Whether nothing goes to the server any more."""
        return self.is_sent and self.answer.has_head

    async def _send_small(self, data: memoryview) -> None:
        """Send a whole request."""
        try:
            await self._send(data)
        except UnsendableError:
            self._hear_the_rest()
            if not self.answer.is_refusal:
                raise
        else:
            self.is_sent = True

    async def _send_body(self) -> None:
        """Send the body, in a task of its own."""
        chunked = is_chunked(self.request)
        try:
            assert isinstance(self.request.stream, httpx.AsyncByteStream)
            async for block in self.request.stream:
                if block:
                    await self._send(chunk_of(block) if chunked else block)
            if chunked:
                await self._send(LAST_CHUNK)
        except httpx.TransportError:
            return  # whoever reads the answer hears it
        except asyncio.CancelledError:
            if _is_being_cancelled():
                raise
            self.break_off("the source of the data was cancelled")
        except BaseException as error:  # noqa: BLE001 (it is the user's, for whoever reads)
            self.break_off(f"the source of the data raised {error!r}")
        else:
            self.is_sent = True
            if not self._answer_is_limited:
                self._answer_is_limited = True
                self._clock.limit_answer()

    async def _send(self, data: bytes | memoryview) -> None:
        channel, loop = self.channel, self._loop
        left = memoryview(channel.encode(data))
        try:
            while left:
                self._turns += 1
                if self._turns % _FAIR == 0:
                    await asyncio.sleep(0)
                try:
                    sent = channel.socket.send(left)
                except BlockingIOError:
                    self._clock.expect_room()
                    await loop.sock_sendall(channel.socket, left[:_LEAST])
                    self._clock.expect_no_room()
                    sent = _LEAST
                self.has_begun = True
                left = left[sent:]
        except OSError as error:
            channel.is_cut = True
            raise UnsendableError(f"not all could be sent: {reason(error)}") from error

    async def _hear(self) -> None:
        """Wait for what comes next, and take it."""
        self._is_hearing = True
        try:
            if self.channel.has_ended:
                received = b""
            elif self._ear is None:
                received = await self._loop.sock_recv(self.channel.socket, READ)
            else:
                received = await self._ear.receive()
        finally:
            self._is_hearing = False
        self._take(received)

    def _hear_the_rest(self) -> None:
        """Take what had come before the connection broke."""
        with suppress(OSError, httpx.TransportError):
            while not self.answer.is_whole:
                self._take(self.channel.socket.recv(READ))

    def _take(self, data: bytes) -> None:
        received = self.channel.decode(data)
        if received:
            self.answer.feed(received)
        elif received == b"":
            self.answer.end()


class _Ear:
    """What an event loop hears of a connection.

    Between two parts of an answer it stays where it is: to come and go takes as long as to hear.
    """

    def __init__(self, channel: Channel, loop: asyncio.AbstractEventLoop) -> None:
        self._channel = channel
        self._loop = loop
        self._process = 0  # in which it is there
        self._waiter: asyncio.Future[bytes] | None = None
        self._turns = 0

    @property
    def is_there(self) -> bool:
        """Whether the loop knows of it; a forked process has none, but would take its parent's."""
        return self._process == os.getpid()

    async def receive(self) -> bytes:
        """Return what comes next; b"" at the end."""
        self._turns += 1
        if self._turns % _FAIR == 0:
            await asyncio.sleep(0)
        try:
            return self._channel.socket.recv(READ)
        except BlockingIOError:
            pass
        if not self.is_there:
            try:
                self._loop.add_reader(self._channel.socket, self._take)
            except NotImplementedError:  # the loop that Windows has by default
                return await self._loop.sock_recv(self._channel.socket, READ)
            self._process = os.getpid()
        self._waiter = self._loop.create_future()
        return await self._waiter

    def leave(self) -> None:
        """Go away; the connection is still open."""
        if self.is_there:
            self._process = 0
            self._loop.remove_reader(self._channel.socket)

    def _take(self) -> None:
        waiter = self._waiter
        if waiter is None or waiter.done():
            self.leave()  # the rest should wait in the system
            return
        try:
            received = self._channel.socket.recv(READ)
        except BlockingIOError:
            return
        except OSError as error:
            waiter.set_exception(error)
        except BaseException:  # the handler of a signal raised, and what came may be lost
            self._channel.break_off()
            raise
        else:
            waiter.set_result(received)


class _Clock:
    """The limits of time of an exchange, and the looks whether its peer lives: one timer for all.

    It goes only while something is waited for that has a limit, or while the peer owes an
    acknowledgement.
    """

    def __init__(self, exchange: AsyncExchange, loop: asyncio.AbstractEventLoop) -> None:
        self._exchange: AsyncExchange | None = exchange
        self._loop = loop
        self._patience = exchange.patience
        self._sending_patience = exchange.sending_patience
        self._timer: asyncio.TimerHandle | None = None
        self._answer_due: float | None = None
        self._room_due: float | None = None
        self._waits = False

    def expect_answer(self, *, is_limited: bool) -> None:
        """Begin to count the time until more of the answer comes."""
        self._waits = True
        if is_limited and self._patience is not None:
            self._answer_due = self._loop.time() + self._patience
        self._go()

    def limit_answer(self) -> None:
        """Count the time from now on, if an answer is waited for."""
        if self._waits:
            self.expect_answer(is_limited=True)

    def expect_nothing(self) -> None:
        """End to count: it came."""
        self._waits = False
        self._answer_due = None

    def expect_room(self) -> None:
        """Begin to count the time until the server takes more."""
        if self._sending_patience is not None:
            self._room_due = self._loop.time() + self._sending_patience
        self._go()

    def expect_no_room(self) -> None:
        """End to count: it took more."""
        self._room_due = None

    def stop(self) -> None:
        """Stop for good."""
        self._exchange = None  # which holds this clock: else garbage were left by each call
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _go(self) -> None:
        """See that the next limit is not missed."""
        if self._exchange is None:
            return
        due = self._answer_due
        if due is None or (self._room_due is not None and self._room_due < due):
            due = self._room_due or due
        if due is None and self._exchange.is_answered:
            return
        at = self._loop.time() + LifeSigns.EVERY
        if due is not None and due < at:
            at = due
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(at, self._tick)

    def _tick(self) -> None:
        self._timer = None
        exchange = self._exchange
        assert exchange is not None  # else this timer were cancelled
        now = self._loop.time()
        if self._answer_due is not None and self._answer_due <= now:
            exchange.be_late(httpx.ReadTimeout("nothing came"))
        elif self._room_due is not None and self._room_due <= now:
            exchange.be_late(httpx.WriteTimeout("the server takes no more data"))
        else:
            if not exchange.is_answered:
                exchange.channel.life.look()
            self._go()


class Body(httpx.AsyncByteStream):
    """An answer's body: its end is its real end, anything else is an error of httpx."""

    def __init__(self, exchange: AsyncExchange) -> None:
        self._exchange = exchange
        self._is_closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._exchange.pieces()

    async def aclose(self) -> None:
        """Let go of the connection."""
        if not self._is_closed:
            self._is_closed = True
            await self._exchange.aclose()

    def __del__(self) -> None:
        if not self._is_closed:
            self._exchange.forget()


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
