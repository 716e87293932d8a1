"""Stopping: whoever waits for a stream is woken at once, and nothing stays behind."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, AsyncStream, ClientError, StreamInterrupted
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.beside import AsyncBeside, at_work, connections_to
from tests.streams.logged import logged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
FIRST = b'"first"\n'
AT_ONCE = 0.1  # seconds


def holds(peer: Peer) -> None:
    """Send a line and then nothing, for ever."""
    if peer.read_head() is not None:
        peer.send(CHUNKED)
        peer.send_chunk(FIRST)
        peer.wait_until_closed()


def stays_silent(peer: Peer) -> None:
    """Send no head: that is how a hub answers an inout before the first output."""
    if peer.read_head() is not None:
        peer.server.asked.set()  # type: ignore[attr-defined]
        peer.wait_until_closed()


async def read(stream: AsyncStream, way: str, heard: threading.Event, file: Path) -> None:
    """Read for ever; tell when there is nothing to read any more."""
    if way == "save":
        await stream.save(file, lambda _: heard.set())
        return
    async for _ in getattr(stream, way)():
        heard.set()


async def enter(stream: AsyncStream) -> None:
    async with stream:
        pass


async def interrupted(work: AsyncBeside) -> StreamInterrupted:
    with pytest.raises(StreamInterrupted) as caught:
        await work.result()
    return caught.value


@pytest.mark.parametrize("way", ["iter_bytes", "iter_text", "iter_lines", "iter_json", "save"])
async def test_cancel_wakes_a_reader_at_once(way: str, tmp_path: Path) -> None:
    took: list[float] = []
    for _ in range(3):  # a machine may hesitate once
        heard = threading.Event()
        with ScriptedServer(holds) as server:
            async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
                async with AsyncBeside(read, stream, way, heard, tmp_path / "file") as reader:
                    assert await async_wait(heard, 5)
                    start = time.monotonic()
                    stream.cancel()
                    error = await interrupted(reader)
                    took.append(time.monotonic() - start)
                assert error.message == f"the stream was cancelled after {len(FIRST)} bytes"
                assert error.received == len(FIRST)
                # The connection is free before the block is left.
                assert await async_wait(server.client_closed, 5)
    assert min(took) < AT_ONCE
    if way == "save":
        assert (tmp_path / "file").read_bytes() == FIRST


async def test_a_reader_that_is_not_waiting_hears_of_it_at_its_next_step() -> None:
    """However much has come already."""
    ready = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED)
        for number in range(100):
            peer.send_chunk(b"%d" % number * 65536)
        ready.set()
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            chunks = aiter(stream)
            assert await anext(chunks)
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                await anext(chunks)


async def test_cancel_before_entering_sends_nothing() -> None:
    with ScriptedServer(holds) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="cancelled after 0 bytes"):
                await enter(stream)
        assert server.connections == 0


@pytest.mark.parametrize("name", ["log", "inout"])
async def test_cancel_wakes_who_is_opening_the_stream(name: str) -> None:
    took: list[float] = []
    for _ in range(3):
        with ScriptedServer(stays_silent) as server:
            server.asked = threading.Event()  # type: ignore[attr-defined]
            async with AsyncHostClient(server.base_url) as host:
                instance = host.get_instance_client("i")
                stream = instance.inout([b"data"]) if name == "inout" else host.get_log_stream()
                async with AsyncBeside(enter, stream) as opener:
                    assert await async_wait(server.asked, 5)  # type: ignore[attr-defined]
                    start = time.monotonic()
                    stream.cancel()
                    error = await interrupted(opener)
                    took.append(time.monotonic() - start)
                assert "cancelled after 0 bytes" in str(error)
                assert await async_wait(server.client_closed, 5)
            assert server.connections == 1  # it wasn't asked for again
    assert min(took) < AT_ONCE


async def test_cancel_ends_the_pause_before_another_try() -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(b"", 503, "Busy", retry_after="20"))
        peer.wait_until_closed()

    with ScriptedServer(script) as server, logged("; retry in 20.000 s") as pausing:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            async with AsyncBeside(enter, stream) as opener:
                assert await async_wait(pausing, 5)
                start = time.monotonic()
                stream.cancel()
                await interrupted(opener)
            assert time.monotonic() - start < 5
        assert len(server.requests) == 1


async def test_cancel_twice_and_after_leaving_is_no_error() -> None:
    heard = threading.Event()
    with ScriptedServer(holds) as server:
        async with AsyncHostClient(server.base_url) as host:
            async with host.get_log_stream() as stream:
                async with AsyncBeside(read, stream, "iter_lines", heard, None) as reader:
                    assert await async_wait(heard, 5)
                    stream.cancel()
                    stream.cancel()
                    await interrupted(reader)
                stream.cancel()
                with pytest.raises(ClientError, match="read before"):
                    [chunk async for chunk in stream]
            stream.cancel()
        stream.cancel()


@pytest.mark.parametrize("left", [False, True], ids=["read to its end", "left"])
async def test_cancel_after_the_end_hurts_nobody_else(left: bool) -> None:
    """The stream's connection may have another request on it by then."""
    asked, cancelled = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if request.path.endswith("/log"):
                peer.send(CHUNKED)
                peer.send_chunk(FIRST)
                peer.send(END)
            else:
                asked.set()
                cancelled.wait(5)
                peer.send(answer(b'{"version": "1"}'))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            stream = host.get_log_stream()
            await stream.__aenter__()
            assert [line async for line in stream.iter_lines()] == ['"first"']
            if left:
                await stream.__aexit__(None, None, None)
            async with AsyncBeside(host.get_version) as call:
                assert await async_wait(asked, 5)
                stream.cancel()
                cancelled.set()
                assert (await call.result()).version == "1"
            await stream.__aexit__(None, None, None)
        if left:
            assert server.connections == 1


async def test_cancel_wakes_a_duplex_reader_though_its_source_is_stuck() -> None:
    heard, stuck, end = threading.Event(), threading.Event(), threading.Event()

    def source() -> Iterator[bytes]:
        yield b"some"
        stuck.set()
        end.wait(10)

    with ScriptedServer(holds) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").inout(async_source(source())) as stream,
        ):
            async with AsyncBeside(read, stream, "iter_lines", heard, None) as reader:
                assert await async_wait(heard, 5)
                assert await async_wait(stuck, 5)
                start = time.monotonic()
                stream.cancel()
                error = await interrupted(reader)
                took = time.monotonic() - start
            assert error.received == len(FIRST)
        assert took < 5  # the source would take 10 s
        assert await async_wait(server.client_closed, 5)
        assert not server.requests[0].complete
        end.set()
        assert await nothing_is_at_work()


@pytest.mark.parametrize("way", ["iter_lines", "save"])
async def test_leaving_wakes_a_reader_elsewhere(way: str, tmp_path: Path) -> None:
    heard = threading.Event()
    with ScriptedServer(holds) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            await stream.__aenter__()
            async with AsyncBeside(read, stream, way, heard, tmp_path / "file") as reader:
                assert await async_wait(heard, 5)
                await stream.__aexit__(None, None, None)
                error = await interrupted(reader)
            assert "was left after 8 bytes" in str(error)
            assert await async_wait(server.client_closed, 5)


async def test_closing_the_client_wakes_its_readers() -> None:
    heard = threading.Event()
    with ScriptedServer(holds) as server:
        host = AsyncHostClient(server.base_url)
        async with host.get_log_stream() as stream:
            async with AsyncBeside(read, stream, "iter_lines", heard, None) as reader:
                assert await async_wait(heard, 5)
                await host.aclose()
                error = await interrupted(reader)
            assert error.received == len(FIRST)
        assert await async_wait(server.client_closed, 5)


def forgets_the_stream(host: AsyncHostClient) -> AsyncStream:
    return host.get_log_stream()


def forgets_the_duplex(host: AsyncHostClient) -> AsyncStream:
    return host.get_instance_client("i").inout([b"data"])


def forgets_the_watched(host: AsyncHostClient) -> AsyncStream:
    return host.get_instance_client("i").get_log_stream(until_ended=True)


@pytest.mark.parametrize("make", [forgets_the_stream, forgets_the_duplex, forgets_the_watched])
async def test_a_stream_that_is_forgotten_is_closed(
    make: Callable[[AsyncHostClient], AsyncStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By garbage collection: nobody left it."""
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_POLL", 0.02)

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/i"):
                peer.send(answer(b'{"id": "i", "status": "running"}'))
                continue
            peer.send(CHUNKED)
            peer.send_chunk(FIRST)
            peer.wait_until_closed()
            return

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = make(host)
            await stream.__aenter__()
            lines = stream.iter_lines()
            assert await anext(lines) == '"first"'
            del stream, lines
            gc.collect()
            assert await async_wait(server.client_closed, 5)
            assert await nothing_is_at_work()


@pytest.mark.parametrize("how", ["cancelled", "left"])
async def test_a_server_that_reads_nothing_holds_up_no_end(how: str) -> None:
    """What is still to be sent is thrown away."""
    heard, end, never = threading.Event(), threading.Event(), threading.Event()
    given = 0

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(CHUNKED)
        peer.send_chunk(FIRST)
        end.wait(10)

    def source() -> Iterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b"x" * 262144

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_instance_client("i").inout(source())
            await stream.__aenter__()
            before = -1
            while before < given:  # until the sockets hold no more
                before = given
                await async_wait(never, 0.1)
            async with AsyncBeside(read, stream, "iter_lines", heard, None) as reader:
                assert await async_wait(heard, 5)
                if how == "cancelled":
                    stream.cancel()
                else:
                    await stream.__aexit__(None, None, None)
                await interrupted(reader)
            await async_wait(never, 0.01)
            assert connections_to(server) == 0
            await stream.__aexit__(None, None, None)
            assert await nothing_is_at_work()
        end.set()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Python's own, rightly
@pytest.mark.parametrize("idle", [True, False], ids=["idle", "with an open stream"])
async def test_a_client_that_is_forgotten_is_closed(idle: bool) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        if idle:
            peer.send(answer(b'{"version": "1"}'))
        else:
            peer.send(CHUNKED)
            peer.send_chunk(FIRST)
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        host = AsyncHostClient(server.base_url)
        if idle:
            await host.get_version()
        else:
            stream = host.get_log_stream()
            await stream.__aenter__()
            assert await anext(aiter(stream))
            del stream
        del host
        gc.collect()
        assert await async_wait(server.client_closed, 5)
        assert await nothing_is_at_work()


async def nothing_is_at_work() -> bool:
    """Wait until all that was begun has ended."""
    never, deadline = threading.Event(), time.monotonic() + 5
    while at_work() and time.monotonic() < deadline:
        await async_wait(never, 0.01)
    return not at_work()


async def test_a_body_without_a_length_that_is_broken_off_is_not_whole() -> None:
    """What ends it is the end of the connection, which is also what breaking it off looks like."""
    heard = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(head(), FIRST)
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        host = AsyncHostClient(server.base_url)
        stream = host.get_log_stream()
        await stream.__aenter__()
        async with AsyncBeside(read, stream, "iter_bytes", heard, None) as reader:
            assert await async_wait(heard, 5)
            await host.aclose()
            await interrupted(reader)
        await stream.__aexit__(None, None, None)
