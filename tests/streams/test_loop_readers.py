"""A connection stays registered with the event loop while a response is read, and no longer."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scramjet_facade import AsyncHostClient, StreamInterrupted
from scramjet_facade._async.http_client import AsyncBody
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from types import FrameType

    from scramjet_facade import AsyncStream

PARTS = 50
NO_TIMEOUT = {"timeout": httpx.Timeout(None).as_dict()}


class Readers:
    """The connections that are registered with an event loop, and the number of registrations."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        self.registrations = 0
        self.all_removed = threading.Event()
        self.registered: set[Any] = set()
        add, remove = loop.add_reader, loop.remove_reader

        def add_reader(connection: Any, *call: Any) -> None:
            add(connection, *call)
            self.registrations += 1
            self.registered.add(connection)

        def remove_reader(connection: Any) -> bool:
            assert connection.fileno() != -1  # otherwise the number may belong to another socket
            self.registered.discard(connection)
            if not self.registered:
                self.all_removed.set()
            return remove(connection)

        patch.setattr(loop, "add_reader", add_reader)
        patch.setattr(loop, "remove_reader", remove_reader)


class Writer(ScriptedServer):
    """Sends one part of an output for each permit, and the end after the last part."""

    def __init__(self) -> None:
        super().__init__(self._serve_output)
        self.permits = threading.Semaphore(0)

    def __exit__(self, *exc_info: Any) -> None:
        self.permits.release(PARTS)
        super().__exit__(*exc_info)

    def _serve_output(self, peer: Peer) -> None:
        peer.read_request()
        peer.send(head(transfer_encoding="chunked"))
        for number in range(PARTS):
            self.permits.acquire()
            peer.send_chunk(b"%d\n" % number)
        peer.send(b"0\r\n\r\n")

    async def next_of(self, lines: AsyncIterator[Any]) -> Any:
        """Let the server send the next part after the client has started to wait for it."""
        reading = asyncio.ensure_future(anext(lines))
        for _ in range(3):  # it may yield to other tasks first
            await asyncio.sleep(0)
        self.permits.release()
        return await asyncio.wait_for(reading, 5)


def output_of(host: AsyncHostClient) -> AbstractAsyncContextManager[AsyncStream]:
    return host.get_instance_client("i").get_stream("output")


async def test_a_connection_is_registered_once_for_many_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Writer() as server:
        readers = Readers(monkeypatch)
        async with AsyncHostClient(server.base_url) as host, output_of(host) as stream:
            lines = stream.iter_lines()
            for number in range(PARTS):
                assert await server.next_of(lines) == str(number)
            assert readers.registrations == 1
            assert await anext(lines, None) is None


async def test_a_connection_is_unregistered_while_nobody_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host, output_of(host) as stream:
            readers = Readers(monkeypatch)
            lines = stream.iter_lines()
            await server.next_of(lines)
            server.permits.release(PARTS)
            assert await async_wait(readers.all_removed, 5)
            assert [line async for line in lines][-1] == str(PARTS - 1)


@pytest.mark.parametrize("how", ["closed", "read to its end", "cancelled", "client closed"])
async def test_a_connection_is_unregistered_at_the_end_of_the_stream(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host:
            readers = Readers(monkeypatch)
            async with output_of(host) as stream:
                lines = stream.iter_lines()
                await server.next_of(lines)
                assert readers.registered
                if how == "read to its end":
                    server.permits.release(PARTS)
                    assert [line async for line in lines][-1] == str(PARTS - 1)
                elif how == "cancelled":
                    reading = asyncio.ensure_future(anext(lines))
                    await asyncio.sleep(0)
                    reading.cancel()
                    await asyncio.wait([reading])
                elif how == "client closed":
                    await host.aclose()
            assert not readers.registered


@pytest.mark.parametrize("where", ["this thread", "another thread"])
async def test_the_connection_of_an_unreferenced_stream_is_unregistered(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    async def drop() -> None:
        stream = output_of(host)
        lines = (await stream.__aenter__()).iter_lines()
        await server.next_of(lines)
        connections.extend(readers.registered)
        cycle: list[Any] = [stream, lines]
        cycle.append(cycle)

    connections = list[Any]()
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host:
            readers = Readers(monkeypatch)
            gc.disable()
            try:
                await drop()
                if where == "this thread":
                    gc.collect()
                else:
                    with ThreadPoolExecutor(1) as threads:
                        threads.submit(gc.collect).result(5)
            finally:
                gc.enable()
            (connection,) = connections
            assert await async_wait(readers.all_removed, 5)
            assert connection.fileno() == -1


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # in a process with threads
async def test_closing_a_stream_in_a_forked_process_does_not_affect_its_parent() -> None:
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host, output_of(host) as stream:
            lines = stream.iter_lines()
            await server.next_of(lines)
            child = os.fork()
            if not child:
                status = 1
                try:
                    signal.alarm(5)  # ends the process if it hangs
                    with pytest.raises(StopIteration):
                        stream.__aexit__(None, None, None).send(None)
                    status = 0
                finally:
                    os._exit(status)
            assert os.waitpid(child, 0)[1] == 0  # noqa: ASYNC222 (at most 5 s)
            assert await server.next_of(lines) == "1"


async def test_a_loop_without_add_reader_is_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default loop of Windows has none."""

    def add_reader(*_: object) -> None:
        raise NotImplementedError

    with Writer() as server:
        monkeypatch.setattr(asyncio.get_running_loop(), "add_reader", add_reader)
        async with AsyncHostClient(server.base_url) as host, output_of(host) as stream:
            lines = stream.iter_lines()
            for number in range(PARTS):
                assert await server.next_of(lines) == str(number)
        monkeypatch.undo()


class HandlerError(Exception):
    """The exception of a signal handler."""


async def test_a_signal_handler_that_raises_during_recv_interrupts_the_stream() -> None:
    """The reader gets the handler's exception, and then errors, because data may be lost."""

    def raise_after_recv(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_return" and called.__name__ == "recv":
            sys.setprofile(None)
            raise HandlerError

    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host:
            response = await host.bindings.get_async_httpx_client().send(
                httpx.Request("GET", f"{server.base_url}/log", extensions=NO_TIMEOUT), stream=True
            )
            parts = aiter(AsyncBody(response))
            await server.next_of(parts)
            reading = asyncio.ensure_future(anext(parts))
            await asyncio.sleep(0)
            sys.setprofile(raise_after_recv)
            server.permits.release()
            with pytest.raises(HandlerError):
                await asyncio.wait_for(reading, 5)
            for _ in range(2):
                with pytest.raises(StreamInterrupted, match="signal handler"):
                    await anext(parts)
            await response.aclose()
