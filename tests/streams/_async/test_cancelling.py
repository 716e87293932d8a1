"""Cancelling and closing wake all waiting readers immediately, and leave nothing running."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncStream,
    Cancellation,
    ClientError,
    StreamInterrupted,
    UploadInterrupted,
)
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, always, answer, head
from tests.streams.background import AsyncBackground, connections_to, running_work
from tests.streams.log_events import message_logged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scramjet_facade import Attempt

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
FIRST = b'"first"\n'
VERSION = answer(b'{"version": "1.0.1"}')
MAX_DELAY = 0.1  # seconds


def send_one_line(peer: Peer) -> None:
    """Send one line and then nothing."""
    if peer.read_head() is not None:
        peer.send(CHUNKED)
        peer.send_chunk(FIRST)
        peer.wait_until_closed()


def send_nothing(peer: Peer) -> None:
    """Send no head, like a hub before the first output of an inout."""
    if peer.read_head() is not None:
        peer.server.requested.set()  # type: ignore[attr-defined]
        peer.wait_until_closed()


async def read(stream: AsyncStream, method: str, received: threading.Event, file: Path) -> None:
    """Read until the stream ends; set the event when data is received."""
    if method == "save":
        await stream.save(file, lambda _: received.set())
        return
    async for _ in getattr(stream, method)():
        received.set()


async def enter(stream: AsyncStream) -> None:
    async with stream:
        pass


async def interrupted(work: AsyncBackground) -> StreamInterrupted:
    with pytest.raises(StreamInterrupted) as caught:
        await work.result()
    return caught.value


@pytest.mark.parametrize("method", ["iter_bytes", "iter_text", "iter_lines", "iter_json", "save"])
async def test_cancel_wakes_a_reader_immediately(method: str, tmp_path: Path) -> None:
    durations: list[float] = []
    for _ in range(3):  # a busy machine may be slow once
        received = threading.Event()
        with ScriptedServer(send_one_line) as server:
            async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
                async with AsyncBackground(
                    read, stream, method, received, tmp_path / "file"
                ) as reader:
                    assert await async_wait(received, 5)
                    start = time.monotonic()
                    stream.cancel()
                    error = await interrupted(reader)
                    durations.append(time.monotonic() - start)
                assert error.message == f"the stream was cancelled after {len(FIRST)} bytes"
                assert error.cancelled
                assert error.received == len(FIRST)
                # The connection is closed before the block is left.
                assert await async_wait(server.client_closed, 5)
    assert min(durations) < MAX_DELAY
    if method == "save":
        assert (tmp_path / "file").read_bytes() == FIRST


async def test_cancel_is_raised_at_the_next_iteration_of_a_reader() -> None:
    """Data that has already arrived is not returned."""
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
    with ScriptedServer(send_one_line) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="cancelled after 0 bytes"):
                await enter(stream)
        assert server.connections == 0


async def test_cancel_wakes_a_reader_although_on_attempt_has_sent_a_request() -> None:
    received = threading.Event()

    async def on_attempt(_: Attempt) -> None:
        await other.get_version()

    with ScriptedServer(send_one_line) as server, ScriptedServer(always(VERSION)) as monitor:
        other = AsyncHostClient(monitor.base_url)
        host = AsyncHostClient(server.base_url, on_attempt=on_attempt)
        async with (
            other,
            host,
            host.get_log_stream() as stream,
            AsyncBackground(read, stream, "iter_bytes", received, Path()) as reader,
            AsyncWatchdog(10, host.aclose),
        ):
            assert await async_wait(received, 5)
            stream.cancel()
            assert "the stream was cancelled" in str(await interrupted(reader))


async def test_a_cancellation_ends_an_upload_although_progress_has_sent_a_request() -> None:
    reported, cancellation = threading.Event(), Cancellation()

    async def progress(_sent: int, _total: int | None) -> None:
        await other.get_version()
        reported.set()

    async def upload() -> None:
        data = [bytes(100_000)] * 1000
        await host.send_topic("t", data, progress=progress, cancellation=cancellation)

    def script(peer: Peer) -> None:
        if (request := peer.read_head()) is not None:
            next(peer.body_blocks(request))
            peer.server.client_closed.wait(20)

    with ScriptedServer(script) as server, ScriptedServer(always(VERSION)) as monitor:
        server.version = "1.0.1"
        other, host = AsyncHostClient(monitor.base_url), AsyncHostClient(server.base_url)
        watchdog = AsyncWatchdog(10, server.client_closed.set)
        async with other, host, watchdog, AsyncBackground(upload) as sender:
            assert await async_wait(reported, 5)
            cancellation.cancel()
            with pytest.raises(UploadInterrupted):
                await sender.result()
        server.client_closed.set()


@pytest.mark.parametrize("name", ["log", "inout"])
async def test_cancel_wakes_a_task_that_opens_the_stream(name: str) -> None:
    durations: list[float] = []
    for _ in range(3):
        with ScriptedServer(send_nothing) as server:
            server.requested = threading.Event()  # type: ignore[attr-defined]
            async with AsyncHostClient(server.base_url) as host:
                instance = host.get_instance_client("i")
                stream = instance.inout([b"data"]) if name == "inout" else host.get_log_stream()
                async with AsyncBackground(enter, stream) as opener:
                    assert await async_wait(server.requested, 5)  # type: ignore[attr-defined]
                    start = time.monotonic()
                    stream.cancel()
                    error = await interrupted(opener)
                    durations.append(time.monotonic() - start)
                assert "cancelled after 0 bytes" in str(error)
                assert await async_wait(server.client_closed, 5)
            assert server.connections == 1  # there was no retry
    assert min(durations) < MAX_DELAY


async def test_cancel_ends_the_pause_before_a_retry() -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(b"", 503, "Busy", retry_after="20"))
        peer.wait_until_closed()

    with ScriptedServer(script) as server, message_logged("; retry in 20.000 s") as pausing:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            async with AsyncBackground(enter, stream) as opener:
                assert await async_wait(pausing, 5)
                start = time.monotonic()
                stream.cancel()
                await interrupted(opener)
            assert time.monotonic() - start < 5
        assert len(server.requests) == 1


async def test_cancel_twice_and_after_leaving_is_no_error() -> None:
    received = threading.Event()
    with ScriptedServer(send_one_line) as server:
        async with AsyncHostClient(server.base_url) as host:
            async with host.get_log_stream() as stream:
                async with AsyncBackground(read, stream, "iter_lines", received, None) as reader:
                    assert await async_wait(received, 5)
                    stream.cancel()
                    stream.cancel()
                    await interrupted(reader)
                stream.cancel()
                with pytest.raises(ClientError, match="read before"):
                    [chunk async for chunk in stream]
            stream.cancel()
        stream.cancel()


@pytest.mark.parametrize("is_closed", [False, True], ids=["read to its end", "closed"])
async def test_cancel_after_the_end_does_not_affect_other_requests(is_closed: bool) -> None:
    """The stream's connection may already be used by another request."""
    requested, cancelled = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if request.path.endswith("/log"):
                peer.send(CHUNKED)
                peer.send_chunk(FIRST)
                peer.send(END)
            else:
                requested.set()
                cancelled.wait(5)
                peer.send(answer(b'{"version": "1"}'))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            stream = host.get_log_stream()
            await stream.__aenter__()
            assert [line async for line in stream.iter_lines()] == ['"first"']
            if is_closed:
                await stream.__aexit__(None, None, None)
            async with AsyncBackground(host.get_version) as call:
                assert await async_wait(requested, 5)
                stream.cancel()
                cancelled.set()
                assert (await call.result()).version == "1"
            await stream.__aexit__(None, None, None)
        if is_closed:
            assert server.connections == 1


async def test_cancel_wakes_a_duplex_reader_whose_source_is_blocked() -> None:
    received, blocked, end = threading.Event(), threading.Event(), threading.Event()

    def source() -> Iterator[bytes]:
        yield b"some"
        blocked.set()
        end.wait(10)

    with ScriptedServer(send_one_line) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").inout(async_source(source())) as stream,
        ):
            async with AsyncBackground(read, stream, "iter_lines", received, None) as reader:
                assert await async_wait(received, 5)
                assert await async_wait(blocked, 5)
                start = time.monotonic()
                stream.cancel()
                error = await interrupted(reader)
                duration = time.monotonic() - start
            assert error.received == len(FIRST)
        assert duration < 5  # the source would take 10 s
        assert await async_wait(server.client_closed, 5)
        assert not server.requests[0].complete
        end.set()
        assert await all_work_ends()


@pytest.mark.parametrize("method", ["iter_lines", "save"])
async def test_leaving_the_block_wakes_another_reader(method: str, tmp_path: Path) -> None:
    received = threading.Event()
    with ScriptedServer(send_one_line) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            await stream.__aenter__()
            async with AsyncBackground(read, stream, method, received, tmp_path / "file") as reader:
                assert await async_wait(received, 5)
                await stream.__aexit__(None, None, None)
                error = await interrupted(reader)
            assert "was left after 8 bytes" in str(error)
            assert await async_wait(server.client_closed, 5)


async def test_closing_the_client_wakes_its_readers() -> None:
    received = threading.Event()
    with ScriptedServer(send_one_line) as server:
        host = AsyncHostClient(server.base_url)
        async with host.get_log_stream() as stream:
            async with AsyncBackground(read, stream, "iter_lines", received, None) as reader:
                assert await async_wait(received, 5)
                await host.aclose()
                error = await interrupted(reader)
            assert error.received == len(FIRST)
        assert await async_wait(server.client_closed, 5)


def open_log(host: AsyncHostClient) -> AsyncStream:
    return host.get_log_stream()


def open_duplex(host: AsyncHostClient) -> AsyncStream:
    return host.get_instance_client("i").inout([b"data"])


def open_until_ended(host: AsyncHostClient) -> AsyncStream:
    return host.get_instance_client("i").get_log_stream(until_ended=True)


@pytest.mark.parametrize("open_stream", [open_log, open_duplex, open_until_ended])
async def test_an_unreferenced_stream_is_closed(
    open_stream: Callable[[AsyncHostClient], AsyncStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Garbage collection closes the stream."""
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
            stream = open_stream(host)
            await stream.__aenter__()
            lines = stream.iter_lines()
            assert await anext(lines) == '"first"'
            del stream, lines
            gc.collect()
            assert await async_wait(server.client_closed, 5)
            assert await all_work_ends()


@pytest.mark.parametrize("how", ["cancelled", "left"])
async def test_a_stream_ends_although_the_server_reads_nothing(how: str) -> None:
    """Unsent data is discarded."""
    received, end, never = threading.Event(), threading.Event(), threading.Event()
    yielded = 0

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(CHUNKED)
        peer.send_chunk(FIRST)
        end.wait(10)

    def source() -> Iterator[bytes]:
        nonlocal yielded
        while True:
            yielded += 1
            yield b"x" * 262144

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_instance_client("i").inout(source())
            await stream.__aenter__()
            before = -1
            while before < yielded:  # until the socket buffers are full
                before = yielded
                await async_wait(never, 0.1)
            async with AsyncBackground(read, stream, "iter_lines", received, None) as reader:
                assert await async_wait(received, 5)
                if how == "cancelled":
                    stream.cancel()
                else:
                    await stream.__aexit__(None, None, None)
                await interrupted(reader)
            await async_wait(never, 0.01)
            assert connections_to(server) == 0
            await stream.__aexit__(None, None, None)
            assert await all_work_ends()
        end.set()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Python's own warning is expected
@pytest.mark.parametrize("idle", [True, False], ids=["idle", "with an open stream"])
async def test_an_unreferenced_client_is_closed(idle: bool) -> None:
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
        assert await all_work_ends()


async def all_work_ends() -> bool:
    """Wait until no thread or task is running; return whether that was in time."""
    never, deadline = threading.Event(), time.monotonic() + 5
    while running_work() and time.monotonic() < deadline:
        await async_wait(never, 0.01)
    return not running_work()


async def test_closing_the_client_interrupts_a_body_without_a_length() -> None:
    """A body without a length ends with its connection, so an abort looks like its end."""
    received = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(head(), FIRST)
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        host = AsyncHostClient(server.base_url)
        stream = host.get_log_stream()
        await stream.__aenter__()
        async with AsyncBackground(read, stream, "iter_bytes", received, None) as reader:
            assert await async_wait(received, 5)
            await host.aclose()
            await interrupted(reader)
        await stream.__aexit__(None, None, None)
