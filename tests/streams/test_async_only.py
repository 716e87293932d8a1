"""What only the asynchronous client knows: tasks that are cancelled, time limits, event loops."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncStream,
    StreamInterrupted,
    UnprocessableEntityError,
)
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.beside import at_work, connections_to
from tests.streams.holder import Holder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNKED = head(transfer_encoding="chunked")


class Hub(ScriptedServer):
    def __init__(self) -> None:
        super().__init__(plays_a_hub)
        self.asked = threading.Event()


def plays_a_hub(peer: Peer) -> None:
    """Give each stream a line and then nothing; nothing at all from the instance ``silent``."""
    while (request := peer.read_head()) is not None:
        if request.path.endswith("/i"):
            peer.send(answer(b'{"id": "i", "status": "running"}'))
            continue
        if "/silent/" not in request.path:
            peer.send(CHUNKED)
            peer.send_chunk(b"first\n")
        peer.server.asked.set()
        peer.read_body(request)
        peer.wait_until_closed()
        return


async def endless() -> AsyncIterator[bytes]:
    yield b"first"
    await asyncio.Event().wait()


def open_stream(host: AsyncHostClient, name: str, instance: str = "i") -> AsyncStream:
    client = host.get_instance_client(instance)
    if name == "inout":
        return client.inout(endless())
    return client.get_log_stream(until_ended=name == "watched")


NAMES = ["log", "watched", "inout"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_reading_task_that_is_cancelled(name: str) -> None:
    heard = asyncio.Event()

    async def read() -> None:
        async with open_stream(host, name) as stream:
            async for _ in stream.iter_lines():
                heard.set()

    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            reader = asyncio.create_task(read())
            await heard.wait()
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            assert at_work() == []
            assert await async_wait(server.client_closed, 5)


@pytest.mark.parametrize("name", ["log", "inout"])
async def test_an_opening_task_that_is_cancelled(name: str) -> None:
    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            opener = asyncio.create_task(open_stream(host, name, "silent").__aenter__())
            assert await async_wait(server.asked, 5)
            opener.cancel()
            with pytest.raises(asyncio.CancelledError):
                await opener
            assert await async_wait(server.client_closed, 5)
            assert at_work() == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_time_limit_around_reading(name: str) -> None:
    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            async with open_stream(host, name) as stream:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        [line async for line in stream.iter_lines()]
            assert await async_wait(server.client_closed, 5)
            assert at_work() == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_time_limit_around_entering(name: str) -> None:
    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1), open_stream(host, name, "silent"):
                    pass
            assert await async_wait(server.client_closed, 5)
            assert at_work() == []


async def test_a_time_limit_around_an_upload_that_nobody_reads() -> None:
    end = threading.Event()

    async def source() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 262144

    with ScriptedServer(lambda _: end.wait(10) and None) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await host.get_instance_client("i").send_input(source())
            await asyncio.sleep(0)
            assert connections_to(server) == 0
        end.set()
    assert at_work() == []


@pytest.mark.parametrize("instance", ["i", "silent"])
async def test_cancel_from_a_thread_wakes_the_loop(instance: str) -> None:
    took: list[float] = []

    async def read(stream: AsyncStream, heard: asyncio.Event) -> None:
        async with stream:
            async for _ in stream.iter_lines():
                heard.set()

    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(3):
                heard = asyncio.Event()
                stream = open_stream(host, "log", instance)
                reader = asyncio.create_task(read(stream, heard))
                if instance == "i":
                    await heard.wait()
                else:
                    assert await async_wait(server.asked, 5)
                    server.asked.clear()
                start = time.monotonic()
                await asyncio.to_thread(stream.cancel)
                with pytest.raises(StreamInterrupted, match="was cancelled"):
                    await reader
                took.append(time.monotonic() - start)
    assert min(took) < 0.1


async def test_a_source_that_makes_calls_of_its_own() -> None:
    """cancel() breaks off the stream that it belongs to, not what its source has asked for."""
    asked = asyncio.Event()

    async def source() -> AsyncIterator[bytes]:
        yield (await host.get_instance_client("i").get_info()).id.encode()
        asked.set()
        await asyncio.Event().wait()

    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_instance_client("silent").inout(source())
            opener = asyncio.create_task(stream.__aenter__())
            async with asyncio.timeout(5):
                await asked.wait()
                stream.cancel()
                with pytest.raises(StreamInterrupted, match="was cancelled"):
                    await opener
    assert at_work() == []


async def test_after_a_refusal_the_source_is_asked_no_more() -> None:
    """Though the words of the refusal are still to come."""
    asked, left = threading.Event(), threading.Event()

    async def source() -> AsyncIterator[bytes]:
        yield b"first"
        try:
            asked.set()
            await asyncio.Event().wait()
        finally:
            left.set()

    def script(peer: Peer) -> None:
        reply = answer(b'{"error": "no"}', 422, "Unprocessable Entity")
        assert asked.wait(5)
        peer.send(reply[:-1])
        if left.wait(5):
            peer.send(reply[-1:])
            peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(UnprocessableEntityError, match="no"):
                await host.send_sequence(source())


async def test_a_thousand_waiting_readers_and_a_call() -> None:
    async def read(stream: AsyncStream) -> list[str]:
        async with stream:
            return [line async for line in stream.iter_lines()]

    with Holder() as server:
        async with AsyncHostClient(server.base_url) as host, asyncio.TaskGroup() as group:
            readers = [group.create_task(read(host.get_log_stream())) for _ in range(1000)]
            assert await async_wait(server.holds(1000), 20)
            assert (await host.get_version()).version == "1"
            server.release()
        assert all(reader.result() == ["last"] for reader in readers)
