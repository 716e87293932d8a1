# Generated from tests/streams/_async/test_stopping.py
"""Stopping: whoever waits for a stream is woken at once, and nothing stays behind."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import ClientError, HostClient, Stream, StreamInterrupted
from tests.flavor import sync_source, sync_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.beside import Beside, at_work, connections_to
from tests.streams.logged import logged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
FIRST = b'"first"\n'
AT_ONCE = 0.1


def holds(peer: Peer) -> None:
    """Send a line and then nothing, for ever."""
    if peer.read_head() is not None:
        peer.send(CHUNKED)
        peer.send_chunk(FIRST)
        peer.wait_until_left()


def stays_silent(peer: Peer) -> None:
    """Send no head: that is how a hub answers an inout before the first output."""
    if peer.read_head() is not None:
        peer.server.asked.set()  # type: ignore[attr-defined]
        peer.wait_until_left()


def read(stream: Stream, way: str, heard: threading.Event, file: Path) -> None:
    """Read for ever; tell when there is nothing to read any more."""
    if way == "save":
        stream.save(file, lambda _: heard.set())
        return
    for _ in getattr(stream, way)():
        heard.set()


def enter(stream: Stream) -> None:
    with stream:
        pass


def interrupted(work: Beside) -> StreamInterrupted:
    with pytest.raises(StreamInterrupted) as caught:
        work.result()
    return caught.value


@pytest.mark.parametrize("way", ["iter_bytes", "iter_text", "iter_lines", "iter_json", "save"])
def test_cancel_wakes_a_reader_at_once(way: str, tmp_path: Path) -> None:
    took: list[float] = []
    for _ in range(3):
        heard = threading.Event()
        with ScriptedServer(holds) as server:
            with HostClient(server.base_url) as host, host.get_log_stream() as stream:
                with Beside(read, stream, way, heard, tmp_path / "file") as reader:
                    assert sync_wait(heard, 5)
                    start = time.monotonic()
                    stream.cancel()
                    error = interrupted(reader)
                    took.append(time.monotonic() - start)
                assert error.message == f"the stream was cancelled after {len(FIRST)} bytes"
                assert error.received == len(FIRST)
                assert sync_wait(server.left, 5)
    assert min(took) < AT_ONCE
    if way == "save":
        assert (tmp_path / "file").read_bytes() == FIRST


def test_a_reader_that_is_not_waiting_hears_of_it_at_its_next_step() -> None:
    """However much has come already."""
    ready = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED)
        for number in range(100):
            peer.send_chunk(b"%d" % number * 65536)
        ready.set()
        peer.wait_until_left()

    with ScriptedServer(script) as server:
        with HostClient(server.base_url) as host, host.get_log_stream() as stream:
            chunks = iter(stream)
            assert next(chunks)
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                next(chunks)


def test_cancel_before_entering_sends_nothing() -> None:
    with ScriptedServer(holds) as server:
        with HostClient(server.base_url) as host:
            stream = host.get_log_stream()
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="cancelled after 0 bytes"):
                enter(stream)
        assert server.connections == 0


@pytest.mark.parametrize("name", ["log", "inout"])
def test_cancel_wakes_who_is_opening_the_stream(name: str) -> None:
    took: list[float] = []
    for _ in range(3):
        with ScriptedServer(stays_silent) as server:
            server.asked = threading.Event()  # type: ignore[attr-defined]
            with HostClient(server.base_url) as host:
                instance = host.get_instance_client("i")
                stream = instance.inout([b"data"]) if name == "inout" else host.get_log_stream()
                with Beside(enter, stream) as opener:
                    assert sync_wait(server.asked, 5)  # type: ignore[attr-defined]
                    start = time.monotonic()
                    stream.cancel()
                    error = interrupted(opener)
                    took.append(time.monotonic() - start)
                assert "cancelled after 0 bytes" in str(error)
                assert sync_wait(server.left, 5)
            assert server.connections == 1
    assert min(took) < AT_ONCE


def test_cancel_ends_the_pause_before_another_try() -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(b"", 503, "Busy", retry_after="20"))
        peer.wait_until_left()

    with ScriptedServer(script) as server, logged("; again in 20.000 s") as pausing:
        with HostClient(server.base_url) as host:
            stream = host.get_log_stream()
            with Beside(enter, stream) as opener:
                assert sync_wait(pausing, 5)
                start = time.monotonic()
                stream.cancel()
                interrupted(opener)
            assert time.monotonic() - start < 5
        assert len(server.requests) == 1


def test_cancel_twice_and_after_leaving_is_no_error() -> None:
    heard = threading.Event()
    with ScriptedServer(holds) as server:
        with HostClient(server.base_url) as host:
            with host.get_log_stream() as stream:
                with Beside(read, stream, "iter_lines", heard, None) as reader:
                    assert sync_wait(heard, 5)
                    stream.cancel()
                    stream.cancel()
                    interrupted(reader)
                stream.cancel()
                with pytest.raises(ClientError, match="read before"):
                    [chunk for chunk in stream]
            stream.cancel()
        stream.cancel()


@pytest.mark.parametrize("left", [False, True], ids=["read to its end", "left"])
def test_cancel_after_the_end_hurts_nobody_else(left: bool) -> None:
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
        with HostClient(server.base_url, retries=0) as host:
            stream = host.get_log_stream()
            stream.__enter__()
            assert [line for line in stream.iter_lines()] == ['"first"']
            if left:
                stream.__exit__(None, None, None)
            with Beside(host.get_version) as call:
                assert sync_wait(asked, 5)
                stream.cancel()
                cancelled.set()
                assert (call.result()).version == "1"
            stream.__exit__(None, None, None)
        if left:
            assert server.connections == 1


def test_cancel_wakes_a_duplex_reader_though_its_source_is_stuck() -> None:
    heard, stuck, end = threading.Event(), threading.Event(), threading.Event()

    def source() -> Iterator[bytes]:
        yield b"some"
        stuck.set()
        end.wait(10)

    with ScriptedServer(holds) as server:
        with (
            HostClient(server.base_url) as host,
            host.get_instance_client("i").inout(sync_source(source())) as stream,
        ):
            with Beside(read, stream, "iter_lines", heard, None) as reader:
                assert sync_wait(heard, 5)
                assert sync_wait(stuck, 5)
                start = time.monotonic()
                stream.cancel()
                error = interrupted(reader)
                took = time.monotonic() - start
            assert error.received == len(FIRST)
        assert took < 5
        assert sync_wait(server.left, 5)
        assert not server.requests[0].complete
        end.set()
        assert nothing_is_at_work()


@pytest.mark.parametrize("way", ["iter_lines", "save"])
def test_leaving_wakes_a_reader_elsewhere(way: str, tmp_path: Path) -> None:
    heard = threading.Event()
    with ScriptedServer(holds) as server:
        with HostClient(server.base_url) as host:
            stream = host.get_log_stream()
            stream.__enter__()
            with Beside(read, stream, way, heard, tmp_path / "file") as reader:
                assert sync_wait(heard, 5)
                stream.__exit__(None, None, None)
                error = interrupted(reader)
            assert "was left after 8 bytes" in str(error)
            assert sync_wait(server.left, 5)


def test_closing_the_client_wakes_its_readers() -> None:
    heard = threading.Event()
    with ScriptedServer(holds) as server:
        host = HostClient(server.base_url)
        with host.get_log_stream() as stream:
            with Beside(read, stream, "iter_lines", heard, None) as reader:
                assert sync_wait(heard, 5)
                host.close()
                error = interrupted(reader)
            assert error.received == len(FIRST)
        assert sync_wait(server.left, 5)


def forgets_the_stream(host: HostClient) -> Stream:
    return host.get_log_stream()


def forgets_the_duplex(host: HostClient) -> Stream:
    return host.get_instance_client("i").inout([b"data"])


def forgets_the_watched(host: HostClient) -> Stream:
    return host.get_instance_client("i").get_log_stream(until_ended=True)


@pytest.mark.parametrize("make", [forgets_the_stream, forgets_the_duplex, forgets_the_watched])
def test_a_stream_that_is_forgotten_is_closed(
    make: Callable[[HostClient], Stream], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By garbage collection: nobody left it."""
    monkeypatch.setattr("scramjet_facade._sync.end_watch._LOOK", 0.02)

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/i"):
                peer.send(answer(b'{"id": "i", "status": "running"}'))
                continue
            peer.send(CHUNKED)
            peer.send_chunk(FIRST)
            peer.wait_until_left()
            return

    with ScriptedServer(script) as server:
        with HostClient(server.base_url) as host:
            stream = make(host)
            stream.__enter__()
            lines = stream.iter_lines()
            assert next(lines) == '"first"'
            del stream, lines
            gc.collect()
            assert sync_wait(server.left, 5)
            assert nothing_is_at_work()


@pytest.mark.parametrize("how", ["cancelled", "left"])
def test_a_server_that_reads_nothing_holds_up_no_end(how: str) -> None:
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
        with HostClient(server.base_url) as host:
            stream = host.get_instance_client("i").inout(source())
            stream.__enter__()
            before = -1
            while before < given:
                before = given
                sync_wait(never, 0.1)
            with Beside(read, stream, "iter_lines", heard, None) as reader:
                assert sync_wait(heard, 5)
                if how == "cancelled":
                    stream.cancel()
                else:
                    stream.__exit__(None, None, None)
                interrupted(reader)
            sync_wait(never, 0.01)
            assert connections_to(server) == 0
            stream.__exit__(None, None, None)
            assert nothing_is_at_work()
        end.set()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("idle", [True, False], ids=["idle", "with an open stream"])
def test_a_client_that_is_forgotten_is_closed(idle: bool) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        if idle:
            peer.send(answer(b'{"version": "1"}'))
        else:
            peer.send(CHUNKED)
            peer.send_chunk(FIRST)
        peer.wait_until_left()

    with ScriptedServer(script) as server:
        host = HostClient(server.base_url)
        if idle:
            host.get_version()
        else:
            stream = host.get_log_stream()
            stream.__enter__()
            assert next(iter(stream))
            del stream
        del host
        gc.collect()
        assert sync_wait(server.left, 5)
        assert nothing_is_at_work()


def nothing_is_at_work() -> bool:
    """Wait until all that was begun has ended."""
    never, deadline = threading.Event(), time.monotonic() + 5
    while at_work() and time.monotonic() < deadline:
        sync_wait(never, 0.01)
    return not at_work()


def test_a_body_without_a_length_that_is_broken_off_is_not_whole() -> None:
    """What ends it is the end of the connection, which is also what breaking it off looks like."""
    heard = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(head(), FIRST)
        peer.wait_until_left()

    with ScriptedServer(script) as server:
        host = HostClient(server.base_url)
        stream = host.get_log_stream()
        stream.__enter__()
        with Beside(read, stream, "iter_bytes", heard, None) as reader:
            assert sync_wait(heard, 5)
            host.close()
            interrupted(reader)
        stream.__exit__(None, None, None)
