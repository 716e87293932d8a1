"""Runs the protocol in tasks of an event loop."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeAlias

import httpx

from ..concurrency import timing
from ..concurrency.async_waiting import is_being_cancelled
from ..concurrency.cancel_token import without_token
from ..concurrency.threads import Thread
from ..errors import ClientError
from .sync_waiter import poll
from .waiting import READ, WRITE, T

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from .exchange import HTTP11Exchange
    from .waiting import Steps, Wait

_FAIR = 16  # other tasks may run after this number of protocol steps

Ready: TypeAlias = "list[socket.socket]"


class AsyncWaiter:
    """Runs the protocol of one exchange or connection attempt in tasks."""

    def __init__(self) -> None:
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            raise ClientError(
                "an asynchronous client needs a running event loop of asyncio"
            ) from None
        self._runs: dict[int, _Run[Any]] = {}  # by the events that they wait for
        self._reader: socket.socket | None = None  # The socket that the loop watches.
        self._process = 0  # The process in which the loop watches the socket.
        self._writers: tuple[socket.socket, ...] = ()
        self._sender: asyncio.Task[None] | None = None
        self._turns = 0

    async def run(self, steps: Steps[T]) -> T:
        """Run a part of the protocol; return its result."""
        self._turns += 1
        if self._turns % _FAIR == 0:
            await asyncio.sleep(0)
        try:
            wait = next(steps)
        except StopIteration as stop:
            result: T = stop.value
            return result
        run = _Run[T](self, steps, self._loop.create_future())
        run.wait_for(wait)
        try:
            result = await run.result
        finally:
            run.end()
        return result

    async def send_body(self, exchange: HTTP11Exchange) -> None:
        """Send an iterable body in a separate task."""
        # The source may make requests of its own, which the token must not cancel.
        self._sender = asyncio.create_task(self._send_body(exchange), context=without_token())

    def stop_sending(self) -> None:
        """Stop sending because the server refuses the body."""
        if self._sender is not None:
            self._sender.cancel()

    async def is_all_sent(self, exchange: HTTP11Exchange) -> bool:
        """Wait until sending has ended; return whether the whole request was sent."""
        if self._sender is not None:
            await asyncio.wait([self._sender])
        return exchange.is_sent

    async def aclose(self, release: Callable[[], None]) -> None:
        """Stop sending, and release the connection even if this call is interrupted."""
        try:
            if self._sender is not None and not self._sender.done():
                self._sender.cancel()
                await asyncio.wait([self._sender], timeout=timing.SOURCE_CLOSE_TIMEOUT)
        finally:
            self.end()
            release()

    def forget(self, release: Callable[[], None]) -> None:
        """Stop sending and release the connection without waiting; any thread may call this."""

        def end() -> None:
            if self._sender is not None:
                self._sender.cancel()
            self.end()
            release()

        try:
            self._loop.call_soon_threadsafe(end)
        except RuntimeError:  # the loop is closed, and nothing runs in it
            release()

    def wake(self) -> None:
        """Resume everything that waits; any thread or signal handler may call this."""
        with suppress(RuntimeError):  # the loop is closed, and nobody waits
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for run in list(self._runs.values()):
            run.resume([])

    def end(self) -> None:
        """Stop watching the sockets, so that the sockets can be closed."""
        if self._runs:
            self._wake()
        if self._reader is not None:
            self._stop_reading()
        if self._writers:
            self._stop_writing()

    def watch(self, run: _Run[Any], wait: Wait) -> None:
        """Resume a part of the protocol when its sockets are ready."""
        self._runs[wait.events] = run
        try:
            if wait.future is not None:
                wait.future.add_done_callback(lambda _: self.wake())
            elif wait.events == READ:
                self._read(wait.sockets[0])
            else:
                self._writers = wait.sockets
                for one in wait.sockets:
                    self._loop.add_writer(one, run.resume, [one])
        except NotImplementedError:  # the default loop of Windows can't watch sockets
            self._reader, self._writers = None, ()
            _wait_in_thread(self._loop, run, wait)

    def unwatch(self, run: _Run[Any], wait: Wait) -> None:
        """Undo ``watch``, except that the loop continues to watch a socket for data."""
        if self._runs.get(wait.events) is run:
            del self._runs[wait.events]
        if wait.events & WRITE:
            self._stop_writing()

    def _read(self, connection: socket.socket) -> None:
        """Make the loop watch a socket for data.

        The socket stays watched between two parts of a response. Stopping and starting the watch
        again would take as long as receiving 1 KiB.
        """
        if self._reader is None:
            self._loop.add_reader(connection, self._is_readable, connection)
            self._reader = connection
            self._process = os.getpid()

    def _is_readable(self, connection: socket.socket) -> None:
        if (run := self._runs.get(READ)) is None:
            self._stop_reading()  # nobody waits: the data stays in the system's buffers
        else:
            run.resume([connection])

    def _stop_reading(self) -> None:
        reader, self._reader = self._reader, None
        # A forked process shares the loop's watch with its parent, and the parent still needs it.
        if reader is not None and self._process == os.getpid():
            self._loop.remove_reader(reader)

    def _stop_writing(self) -> None:
        writers, self._writers = self._writers, ()
        for one in writers:
            self._loop.remove_writer(one)

    async def _send_body(self, exchange: HTTP11Exchange) -> None:
        try:
            assert isinstance(exchange.request.stream, httpx.AsyncByteStream)
            async for block in exchange.request.stream:
                await self.run(exchange.send_block(block))
            await self.run(exchange.send_end())
        except httpx.TimeoutException as error:
            exchange.fail(error)
        except httpx.TransportError:
            pass  # reading the response also raises an error
        except asyncio.CancelledError:
            if is_being_cancelled():
                raise
            exchange.cancel("the data source was cancelled")
        except BaseException as error:  # noqa: BLE001 (it is the user's, for the reader)
            exchange.cancel(f"the data source raised {error!r}")
        else:
            self._wake()  # from now on, the wait for the response is limited


class _Run(Generic[T]):
    """A part of the protocol that waits; the loop's callbacks resume it.

    A callback receives the data immediately. If the callback only woke the task, the loop would
    report the same data again before the task runs.

    Attributes:
        result: The result of this part.
    """

    def __init__(self, waiter: AsyncWaiter, steps: Steps[T], result: asyncio.Future[T]) -> None:
        self._waiter = waiter
        self._steps = steps
        self._timer: asyncio.TimerHandle | None = None
        self._wait: Wait | None = None
        self.result = result

    def wait_for(self, wait: Wait) -> None:
        """Wait."""
        self._wait = wait
        if wait.deadline is not None:
            seconds = max(0, wait.deadline - monotonic())
            self._timer = self.result.get_loop().call_later(seconds, self._time_out)
        self._waiter.watch(self, wait)

    def resume(self, ready: Ready) -> None:
        """Continue until the next wait or until the end."""
        if self._wait is None:
            return
        self._stop_waiting()
        try:
            wait = self._steps.send(ready)
        except StopIteration as stop:
            self._set_result(stop.value)
        except BaseException as error:  # noqa: BLE001 (also what a signal handler raised)
            if not self.result.done():
                self.result.set_exception(error)
        else:
            self.wait_for(wait)

    def waits_for(self, wait: Wait) -> bool:
        """Return whether this wait has not ended yet."""
        return self._wait is wait

    def end(self) -> None:
        """End this part of the protocol, even while it waits."""
        if self._wait is not None:
            self._stop_waiting()
            self._steps.close()

    def _set_result(self, value: T) -> None:
        if not self.result.done():
            self.result.set_result(value)

    def _stop_waiting(self) -> None:
        wait, self._wait = self._wait, None
        assert wait is not None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._waiter.unwatch(self, wait)

    def _time_out(self) -> None:
        """End a wait, but check its sockets once more: the loop may have been blocked."""
        if self._wait is not None:
            self.resume(poll(self._wait.sockets, self._wait.events, 0))


def _wait_in_thread(loop: asyncio.AbstractEventLoop, run: _Run[Any], wait: Wait) -> None:
    """Wait in a thread, for loops that cannot watch sockets."""

    def work() -> None:
        ready: Ready = []
        with suppress(OSError, ValueError):  # the socket is closed, and nobody waits
            while not ready and run.waits_for(wait):
                ready = poll(wait.sockets, wait.events, timing.INTERRUPT_CHECK)
        with suppress(RuntimeError):  # the loop is closed, and nobody waits
            loop.call_soon_threadsafe(finish, ready)

    def finish(ready: Ready) -> None:
        if run.waits_for(wait):
            run.resume(ready)

    Thread("waiter", work).start()
