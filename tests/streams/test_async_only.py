"""Only for the asynchronous client: cancelled tasks, timeouts, event loops."""

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
from tests.streams.background import connections_to, running_work
from tests.streams.stream_server import StreamServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNKED = head(transfer_encoding="chunked")


class Hub(ScriptedServer):
    def __init__(self) -> None:
        super().__init__(serve)
        self.requested = threading.Event()


def serve(peer: Peer) -> None:
    """Send one line on each stream, but nothing from the instance ``silent``."""
    while (request := peer.read_head()) is not None:
        if request.path.endswith("/i"):
            peer.send(answer(b'{"id": "i", "status": "running"}'))
            continue
        if "/silent/" not in request.path:
            peer.send(CHUNKED)
            peer.send_chunk(b"first\n")
        peer.server.requested.set()
        peer.read_body(request)
        peer.wait_until_closed()
        return


async def endless_source() -> AsyncIterator[bytes]:
    yield b"first"
    await asyncio.Event().wait()


def open_stream(host: AsyncHostClient, name: str, instance: str = "i") -> AsyncStream:
    client = host.get_instance_client(instance)
    if name == "inout":
        return client.inout(endless_source())
    return client.get_log_stream(until_ended=name == "watched")


NAMES = ["log", "watched", "inout"]


@pytest.mark.parametrize("name", NAMES)
async def test_cancelling_a_reading_task_closes_the_stream(name: str) -> None:
    received = asyncio.Event()

    async def read() -> None:
        async with open_stream(host, name) as stream:
            async for _ in stream.iter_lines():
                received.set()

    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            reader = asyncio.create_task(read())
            await received.wait()
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            assert running_work() == []
            assert await async_wait(server.client_closed, 5)


@pytest.mark.parametrize("name", ["log", "inout"])
async def test_cancelling_an_opening_task_closes_the_stream(name: str) -> None:
    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            opener = asyncio.create_task(open_stream(host, name, "silent").__aenter__())
            assert await async_wait(server.requested, 5)
            opener.cancel()
            with pytest.raises(asyncio.CancelledError):
                await opener
            assert await async_wait(server.client_closed, 5)
            assert running_work() == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_timeout_while_reading_closes_the_stream(name: str) -> None:
    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            async with open_stream(host, name) as stream:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        [line async for line in stream.iter_lines()]
            assert await async_wait(server.client_closed, 5)
            assert running_work() == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_timeout_while_entering_closes_the_stream(name: str) -> None:
    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1), open_stream(host, name, "silent"):
                    pass
            assert await async_wait(server.client_closed, 5)
            assert running_work() == []


async def test_a_timeout_of_a_blocked_upload_closes_the_connection() -> None:
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
    assert running_work() == []


@pytest.mark.parametrize("instance", ["i", "silent"])
async def test_cancel_from_a_thread_wakes_the_loop(instance: str) -> None:
    durations: list[float] = []

    async def read(stream: AsyncStream, received: asyncio.Event) -> None:
        async with stream:
            async for _ in stream.iter_lines():
                received.set()

    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(3):
                received = asyncio.Event()
                stream = open_stream(host, "log", instance)
                reader = asyncio.create_task(read(stream, received))
                if instance == "i":
                    await received.wait()
                else:
                    assert await async_wait(server.requested, 5)
                    server.requested.clear()
                start = time.monotonic()
                await asyncio.to_thread(stream.cancel)
                with pytest.raises(StreamInterrupted, match="was cancelled"):
                    await reader
                durations.append(time.monotonic() - start)
    assert min(durations) < 0.1


async def test_cancel_does_not_affect_calls_of_the_source() -> None:
    """cancel() ends its own stream, not the requests that its source has sent."""
    source_waits = asyncio.Event()

    async def source() -> AsyncIterator[bytes]:
        yield (await host.get_instance_client("i").get_info()).id.encode()
        source_waits.set()
        await asyncio.Event().wait()

    with Hub() as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_instance_client("silent").inout(source())
            opener = asyncio.create_task(stream.__aenter__())
            async with asyncio.timeout(5):
                await source_waits.wait()
                stream.cancel()
                with pytest.raises(StreamInterrupted, match="was cancelled"):
                    await opener
    assert running_work() == []


async def test_a_source_is_closed_before_the_body_of_a_refusal_arrives() -> None:
    source_waits, source_closed = threading.Event(), threading.Event()

    async def source() -> AsyncIterator[bytes]:
        yield b"first"
        try:
            source_waits.set()
            await asyncio.Event().wait()
        finally:
            source_closed.set()

    def script(peer: Peer) -> None:
        reply = answer(b'{"error": "no"}', 422, "Unprocessable Entity")
        assert source_waits.wait(5)
        peer.send(reply[:-1])
        if source_closed.wait(5):
            peer.send(reply[-1:])
            peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(UnprocessableEntityError, match="no"):
                await host.send_sequence(source())


async def test_a_call_works_beside_a_thousand_waiting_readers() -> None:
    async def read(stream: AsyncStream) -> list[str]:
        async with stream:
            return [line async for line in stream.iter_lines()]

    with StreamServer() as server:
        async with AsyncHostClient(server.base_url) as host, asyncio.TaskGroup() as group:
            readers = [group.create_task(read(host.get_log_stream())) for _ in range(1000)]
            assert await async_wait(server.opened(1000), 20)
            assert (await host.get_version()).version == "1"
            server.release()
        assert all(reader.result() == ["last"] for reader in readers)
