"""inout: output can be read while input is still being sent."""

from __future__ import annotations

import asyncio
import hashlib
import queue
import threading
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, ClientError, NotFoundError, StreamInterrupted
from scramjet_facade._async import stream as streams
from scramjet_facade.concurrency import timing
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.background import async_wait_for_all

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = bytes(range(256)) * 1024  # 256 KiB
PARTS = 100


def echo(peer: Peer) -> None:
    request = peer.read_head()
    if request is None:
        return
    peer.send(head(transfer_encoding="chunked"))
    for block in peer.body_blocks(request):
        peer.send_chunk(block)
    peer.send(b"0\r\n\r\n")


async def test_64_mib_are_echoed_unchanged() -> None:
    with ScriptedServer(echo) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").inout(BLOCK for _ in range(256)) as stream,
        ):
            echoed = hashlib.sha256()
            async for chunk in stream:
                echoed.update(chunk)
        assert echoed.digest() == hashlib.sha256(BLOCK * 256).digest()


async def test_each_line_is_answered_before_the_next_is_sent() -> None:
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def source() -> Iterator[str]:
        yield "0\n"
        for number in range(1, 10):
            assert answers.get(timeout=5) == str(number - 1)
            yield f"{number}\n"

    with ScriptedServer(echo) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").inout(async_source(source()), "text/plain") as stream,
        ):
            lines: list[str] = []
            async for line in stream.iter_lines():
                lines.append(line)
                answers.put(line)
        assert lines == [str(number) for number in range(10)]
        assert server.requests[0].header("content-type") == "text/plain"


async def test_error_responses_and_interruptions_are_raised() -> None:
    received = threading.Event()

    def script(peer: Peer) -> None:
        request = peer.read_head()
        if request is None:
            return
        if request.path.endswith("/no/inout"):
            peer.send(answer(b'{"error": "Instance no not found"}', 404, "Not Found"))
            peer.wait_until_closed()
            return
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b"some")
        received.wait(5)

    def endless() -> Iterator[bytes]:
        while True:
            yield BLOCK

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotFoundError, match="Instance no not found"):
                await host.get_instance_client("no").inout(endless()).__aenter__()
            async with host.get_instance_client("i").inout(endless()) as stream:
                with pytest.raises(StreamInterrupted) as caught:
                    async for chunk in stream:
                        assert chunk == b"some"
                        received.set()
                assert caught.value.received == 4


async def test_a_reset_that_only_the_sender_notices_interrupts_the_reader() -> None:
    """The system reports a reset once; afterwards the reader sees a normal end."""
    received, is_reset = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        assert peer.read_head() is not None
        peer.send(head(), b"some")
        received.wait(5)
        peer.reset()
        is_reset.set()

    def source() -> Iterator[bytes]:
        yield b"x"
        assert is_reset.wait(5)
        yield b"y"

    with ScriptedServer(script) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").inout(async_source(source())) as stream,
        ):
            chunks = stream.iter_bytes()
            assert await anext(chunks) == b"some"
            received.set()
            await async_wait_for_all()
            with pytest.raises(StreamInterrupted):
                await anext(chunks)


@pytest.mark.parametrize("waits", [True, False])
async def test_small_parts_are_coalesced_unless_the_source_waits(
    monkeypatch: pytest.MonkeyPatch, waits: bool
) -> None:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    def script(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        assert waits or peer.read_body(request)
        peer.send(head(transfer_encoding="chunked"))
        for _ in range(PARTS):
            assert permits.acquire(timeout=10)
            peer.send_chunk(b"a part")
        all_sent.set()
        assert not waits or peer.read_body(request)
        peer.send(b"0\r\n\r\n")

    def source() -> Iterator[bytes]:
        yield b"data"
        assert not waits or all_sent.wait(10)

    pauses = list[float]()
    permits, all_sent = threading.Semaphore(0), threading.Event()
    monkeypatch.setattr(streams, "async_sleep", pause)
    with ScriptedServer(script) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").inout(async_source(source())) as stream,
        ):
            permits.release()
            async for chunk in stream:
                assert chunk == b"a part"
                permits.release()
    assert pauses == [timing.COALESCE_PAUSE] * (0 if waits else PARTS - streams._MANY)


class OwnError(Exception):
    """The user's own exception."""


async def test_the_exception_of_a_source_is_raised() -> None:
    def source() -> Iterator[bytes]:
        yield b"some"
        raise OwnError

    with ScriptedServer(echo) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError):
                async with host.get_instance_client("i").inout(source()) as stream:
                    [chunk async for chunk in stream]
        assert not any(request.complete for request in server.requests)


async def test_the_exception_of_a_source_is_raised_although_the_response_is_complete() -> None:
    def source() -> Iterator[bytes]:
        yield b"some"
        assert responded.wait(10)
        raise OwnError

    def respond(peer: Peer) -> None:
        assert peer.read_head() is not None
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b"all")
        peer.send(b"0\r\n\r\n")
        responded.set()
        peer.wait_until_closed()
        cancelled.set()

    responded, cancelled = threading.Event(), threading.Event()
    with ScriptedServer(respond) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError):
                async with host.get_instance_client("i").inout(source()) as stream:
                    assert await async_wait(cancelled, 10)
                    [chunk async for chunk in stream]


async def test_a_source_that_raises_cancelled_error_ends_the_call() -> None:
    """The error must neither end the event loop nor leave the reader waiting."""

    def source() -> Iterator[bytes]:
        yield b"some"
        raise asyncio.CancelledError

    with ScriptedServer(echo) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(ClientError):
                async with host.get_instance_client("i").inout(source()) as stream:
                    [chunk async for chunk in stream]
        assert not any(request.complete for request in server.requests)


async def test_leaving_early_closes_the_source() -> None:
    closed = threading.Event()

    def endless() -> Iterator[bytes]:
        try:
            while True:
                yield BLOCK
        finally:
            closed.set()

    with ScriptedServer(echo) as server:
        async with AsyncHostClient(server.base_url) as host:
            async with host.get_instance_client("i").inout(endless()) as stream:
                async for chunk in stream:
                    assert chunk
                    break
            del stream
            assert await async_wait(closed, 5)
