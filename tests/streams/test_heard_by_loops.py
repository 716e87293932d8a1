"""An event loop that hears of a connection goes on to between two parts of an answer, no longer."""

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


class Heard:
    """What an event loop hears of, and how often that began."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        self.begun = 0
        self.nothing = threading.Event()
        self.now: set[Any] = set()
        add, remove = loop.add_reader, loop.remove_reader

        def add_reader(what: Any, *call: Any) -> None:
            add(what, *call)
            self.begun += 1
            self.now.add(what)

        def remove_reader(what: Any) -> bool:
            assert what.fileno() != -1  # else it may be another's by now
            self.now.discard(what)
            if not self.now:
                self.nothing.set()
            return remove(what)

        patch.setattr(loop, "add_reader", add_reader)
        patch.setattr(loop, "remove_reader", remove_reader)


class Writer(ScriptedServer):
    """Sends a part of an output each time that it is asked to, and the end after the last."""

    def __init__(self) -> None:
        super().__init__(self._play)
        self.wanted = threading.Semaphore(0)

    def __exit__(self, *exc_info: Any) -> None:
        self.wanted.release(PARTS)
        super().__exit__(*exc_info)

    def _play(self, peer: Peer) -> None:
        peer.read_request()
        peer.send(head(transfer_encoding="chunked"))
        for number in range(PARTS):
            self.wanted.acquire()
            peer.send_chunk(b"%d\n" % number)
        peer.send(b"0\r\n\r\n")

    async def next_of(self, lines: AsyncIterator[Any]) -> Any:
        """Let it send the next part when the client waits for that already."""
        reading = asyncio.ensure_future(anext(lines))
        for _ in range(3):  # it may give others a turn first
            await asyncio.sleep(0)
        self.wanted.release()
        return await asyncio.wait_for(reading, 5)


def opened(host: AsyncHostClient) -> AbstractAsyncContextManager[AsyncStream]:
    return host.get_instance_client("i").get_stream("output")


async def test_it_begins_once_for_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer() as server:
        heard = Heard(monkeypatch)
        async with AsyncHostClient(server.base_url) as host, opened(host) as stream:
            lines = stream.iter_lines()
            for number in range(PARTS):
                assert await server.next_of(lines) == str(number)
            assert heard.begun == 1
            assert await anext(lines, None) is None


async def test_what_nobody_waits_for_stays_in_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host, opened(host) as stream:
            heard = Heard(monkeypatch)
            lines = stream.iter_lines()
            await server.next_of(lines)
            server.wanted.release(PARTS)
            assert await async_wait(heard.nothing, 5)
            assert [line async for line in lines][-1] == str(PARTS - 1)


@pytest.mark.parametrize("how", ["left", "read to its end", "cancelled", "client closed"])
async def test_it_ends_with_the_stream(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host:
            heard = Heard(monkeypatch)
            async with opened(host) as stream:
                lines = stream.iter_lines()
                await server.next_of(lines)
                assert heard.now
                if how == "read to its end":
                    server.wanted.release(PARTS)
                    assert [line async for line in lines][-1] == str(PARTS - 1)
                elif how == "cancelled":
                    reading = asyncio.ensure_future(anext(lines))
                    await asyncio.sleep(0)
                    reading.cancel()
                    await asyncio.wait([reading])
                elif how == "client closed":
                    await host.aclose()
            assert not heard.now


@pytest.mark.parametrize("where", ["here", "in a thread"])
async def test_it_ends_with_a_stream_that_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    async def forget() -> None:
        stream = opened(host)
        lines = (await stream.__aenter__()).iter_lines()
        await server.next_of(lines)
        ever.extend(heard.now)
        cycle: list[Any] = [stream, lines]
        cycle.append(cycle)

    ever = list[Any]()
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host:
            heard = Heard(monkeypatch)
            gc.disable()
            try:
                await forget()
                if where == "here":
                    gc.collect()
                else:
                    with ThreadPoolExecutor(1) as threads:
                        threads.submit(gc.collect).result(5)
            finally:
                gc.enable()
            (connection,) = ever
            assert await async_wait(heard.nothing, 5)
            assert connection.fileno() == -1


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # in a process with threads
async def test_a_forked_process_that_leaves_takes_it_from_nobody() -> None:
    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host, opened(host) as stream:
            lines = stream.iter_lines()
            await server.next_of(lines)
            child = os.fork()
            if not child:
                status = 1
                try:
                    signal.alarm(5)  # ends it, should it hang
                    with pytest.raises(StopIteration):
                        stream.__aexit__(None, None, None).send(None)
                    status = 0
                finally:
                    os._exit(status)
            assert os.waitpid(child, 0)[1] == 0  # noqa: ASYNC222 (at most 5 s)
            assert await server.next_of(lines) == "1"


async def test_a_loop_that_only_receives(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the one that Windows has by default."""

    def add_reader(*_: object) -> None:
        raise NotImplementedError

    with Writer() as server:
        monkeypatch.setattr(asyncio.get_running_loop(), "add_reader", add_reader)
        async with AsyncHostClient(server.base_url) as host, opened(host) as stream:
            lines = stream.iter_lines()
            for number in range(PARTS):
                assert await server.next_of(lines) == str(number)
        monkeypatch.undo()


class StruckError(Exception):
    """What the handler of a signal raised."""


async def test_data_that_a_signal_handler_may_have_lost_is_no_end() -> None:
    """The handler's own exception reaches the reader."""

    def strike(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_return" and called.__name__ == "recv":
            sys.setprofile(None)
            raise StruckError

    with Writer() as server:
        async with AsyncHostClient(server.base_url) as host:
            response = await host.bindings.get_async_httpx_client().send(
                httpx.Request("GET", f"{server.base_url}/log", extensions=NO_TIMEOUT), stream=True
            )
            parts = aiter(AsyncBody(response))
            await server.next_of(parts)
            reading = asyncio.ensure_future(anext(parts))
            await asyncio.sleep(0)
            sys.setprofile(strike)
            server.wanted.release()
            with pytest.raises(StruckError):
                await asyncio.wait_for(reading, 5)
            for _ in range(2):
                with pytest.raises(StreamInterrupted, match="signal handler"):
                    await anext(parts)
            await response.aclose()
