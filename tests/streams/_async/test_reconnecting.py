"""on_gap: an interrupted stream is opened again, and every gap is reported."""

from __future__ import annotations

import random
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    CannotConnectError,
    ClientError,
    Gap,
    NotFoundError,
    RequestTimeoutError,
    StreamInterrupted,
)
from tests.flavor import async_wait
from tests.scripted_server import Peer, Script, ScriptedServer, answer, head
from tests.streams.background import AsyncBackground
from tests.streams.log_events import message_logged

if TYPE_CHECKING:
    from pathlib import Path

    from scramjet_facade import AsyncStream

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
BUSY = answer(b"", 503, "Service Unavailable")

Items = list[str | Gap]


def in_turn(*scripts: Script) -> Script:
    """Return a script that runs one of several scripts for each request."""
    remaining = iter(scripts)

    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            next(remaining)(peer)

    return script


def interrupt_after(data: bytes) -> Script:
    """Send data, and close the connection before the end of the body."""

    def script(peer: Peer) -> None:
        peer.send(CHUNKED)
        if data:
            peer.send_chunk(data)
        peer.socket.shutdown(socket.SHUT_RDWR)

    return script


def complete(data: bytes) -> Script:
    """Send data as a complete body."""

    def script(peer: Peer) -> None:
        peer.send(CHUNKED)
        peer.send_chunk(data)
        peer.send(END)

    return script


def respond(reply: bytes) -> Script:
    def script(peer: Peer) -> None:
        peer.send(reply)

    return script


def reset(peer: Peer) -> None:
    peer.reset()


async def read(stream: AsyncStream, items: Items, received: threading.Event | None = None) -> None:
    async with stream:
        async for line in stream.iter_lines():
            items.append(line)
            if received is not None:
                received.set()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)


class Restarted(ScriptedServer):
    """A server on the port of an earlier one."""

    def __init__(self, script: Script, port: int) -> None:
        super().__init__(script)
        self._listener.close()
        self._listener = socket.create_server(("127.0.0.1", port))


async def test_a_stream_is_resumed_after_a_restart_of_the_server() -> None:
    """The incomplete line is dropped, and the gap is reported in its place."""
    received, closed = threading.Event(), threading.Event()
    items: Items = []

    def script(peer: Peer) -> None:
        peer.send(CHUNKED)
        peer.send_chunk(b"one\ntwo\nhal")
        closed.wait(5)
        peer.reset()

    first = ScriptedServer(in_turn(script)).__enter__()
    port = first._listener.getsockname()[1]
    with message_logged("CannotConnectError") as refused:
        async with (
            AsyncHostClient(first.base_url) as host,
            AsyncBackground(
                read, host.get_log_stream(on_gap=items.append), items, received
            ) as reader,
        ):
            assert await async_wait(received, 5)
            first._listener.shutdown(socket.SHUT_RDWR)
            first._acceptor.join()
            first._listener.close()
            closed.set()
            assert await async_wait(refused, 5)
            with Restarted(in_turn(complete(b"three\nfour")), port):
                await reader.result()
    for thread in first._threads:
        thread.join()
    one, two, gap, three, four = items
    assert [one, two, three, four] == ["one", "two", "three", "four"]
    assert isinstance(gap, Gap)
    assert isinstance(gap.error, StreamInterrupted)
    assert gap.error.received == len(b"one\ntwo\nhal")
    assert 0 < gap.seconds < 5


async def test_every_gap_is_reported_in_order() -> None:
    items: Items = []
    script = in_turn(
        interrupt_after(b'1\n2\n{"cut": '),
        reset,
        respond(BUSY),
        interrupt_after(b"3\n"),
        interrupt_after(b""),
        complete(b"4"),
    )
    with ScriptedServer(script) as server:
        async with (
            AsyncHostClient(server.base_url, retries=0) as host,
            host.get_log_stream(on_gap=items.append) as stream,
        ):
            async for value in stream.iter_json():
                items.append(value)
        assert len(server.requests) == 6
    gaps = [item for item in items if isinstance(item, Gap)]
    assert [item if isinstance(item, int) else "gap" for item in items] == [
        1,
        2,
        "gap",
        3,
        "gap",
        "gap",
        4,
    ]
    assert [gap.attempts for gap in gaps] == [3, 1, 1]
    assert all(isinstance(gap.error, StreamInterrupted) for gap in gaps)


async def test_without_on_gap_an_interruption_is_raised() -> None:
    with ScriptedServer(in_turn(interrupt_after(b"1\n"))) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            lines = stream.iter_lines()
            assert await anext(lines) == "1"
            with pytest.raises(StreamInterrupted) as caught:
                await anext(lines)
            assert caught.value.__cause__ is not caught.value
        assert len(server.requests) == 1


async def test_a_stream_with_on_gap_can_only_be_read_by_lines(tmp_path: Path) -> None:
    """A gap between bytes would join the parts of two lines."""
    with ScriptedServer(in_turn(complete(b"1\n"))) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_log_stream(on_gap=print) as stream,
        ):
            for chunks in (stream, stream.iter_bytes(), stream.iter_text()):
                with pytest.raises(ClientError, match="iter_lines or iter_json"):
                    [chunk async for chunk in chunks]
            with pytest.raises(ClientError, match="iter_lines or iter_json"):
                await stream.save(tmp_path / "file")
            assert not (tmp_path / "file").exists()
            assert [line async for line in stream.iter_lines()] == ["1"]


async def test_a_failure_to_open_the_stream_is_raised() -> None:
    items: Items = []
    with ScriptedServer(in_turn(reset)) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(CannotConnectError):
                await read(host.get_log_stream(on_gap=items.append), items)
    assert items == []


@pytest.mark.parametrize("status", [419, 429, 500, 503, 507])
async def test_a_busy_server_does_not_end_a_stream_that_reconnects(status: int) -> None:
    items: Items = []
    scripts = [interrupt_after(b"1\n"), respond(answer(b"", status, "Busy")), complete(b"2\n")]
    with ScriptedServer(in_turn(*scripts)) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            await read(host.get_log_stream(on_gap=items.append), items)
    assert isinstance(items[1], Gap)
    assert [items[0], items[2]] == ["1", "2"]


async def test_a_permanent_error_response_is_raised() -> None:
    """The instance is deleted: waiting for it would never end."""
    items: Items = []
    no = answer(b'{"error": "Instance i not found"}', 404, "Not Found")
    with ScriptedServer(in_turn(interrupt_after(b"1\n"), respond(BUSY), respond(no))) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(NotFoundError, match="Instance i not found"):
                await read(host.get_log_stream(on_gap=items.append), items)
        assert len(server.requests) == 3
    assert items == ["1"]


async def test_an_idle_timeout_is_a_gap() -> None:
    items: Items = []

    def send_one_line(peer: Peer) -> None:
        peer.send(CHUNKED)
        peer.send_chunk(b"1\n")
        peer.wait_until_closed()

    with ScriptedServer(in_turn(send_one_line, complete(b"2\n"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            await read(host.get_log_stream(on_gap=items.append, idle_timeout=0.1), items)
    assert isinstance(items[1], Gap)
    assert isinstance(items[1].error, RequestTimeoutError)
    assert [items[0], items[2]] == ["1", "2"]


async def test_an_exception_of_on_gap_is_raised() -> None:
    class OwnError(Exception):
        pass

    def on_gap(gap: Gap) -> None:
        raise OwnError

    with ScriptedServer(in_turn(interrupt_after(b"1\n"), complete(b"2\n"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError):
                await read(host.get_log_stream(on_gap=on_gap), [])


async def test_pauses_grow_to_a_limit_and_are_reset_by_new_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Responses without data do not reset the pauses."""
    pauses: list[float] = []

    def uniform(low: float, high: float) -> float:
        assert low == high / 2
        pauses.append(high)
        return 0.0

    monkeypatch.setattr(random, "uniform", uniform)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.LONGEST_RECONNECT_PAUSE", 1.0)
    script = in_turn(
        interrupt_after(b"1\n"),
        *[reset, interrupt_after(b"")] * 3,
        interrupt_after(b"2\n"),
        complete(b"3\n"),
    )
    items: Items = []
    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            await read(host.get_log_stream(on_gap=items.append), items)
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 0.1]
    assert [item for item in items if isinstance(item, str)] == ["1", "2", "3"]


def send_nothing(peer: Peer) -> None:
    peer.server.requested.set()  # type: ignore[attr-defined]
    peer.wait_until_closed()


@pytest.mark.parametrize("how", ["cancelled", "left"])
@pytest.mark.parametrize("when", ["in the pause", "while connecting"])
async def test_a_reader_can_be_interrupted_during_a_gap(
    how: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pausing = threading.Event()

    def uniform(_low: float, _high: float) -> float:
        pausing.set()
        return 60.0 if when == "in the pause" else 0.0

    monkeypatch.setattr(random, "uniform", uniform)
    items: Items = []
    script = in_turn(interrupt_after(b"1\n"), send_nothing)
    with ScriptedServer(script) as server:
        server.requested = threading.Event()  # type: ignore[attr-defined]
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream(on_gap=items.append)
            async with AsyncBackground(read, stream, items) as reader:
                assert await async_wait(pausing, 5)
                if when == "while connecting":
                    assert await async_wait(server.requested, 5)  # type: ignore[attr-defined]
                start = time.monotonic()
                if how == "cancelled":
                    stream.cancel()
                else:
                    await stream.__aexit__(None, None, None)
                with pytest.raises(StreamInterrupted, match=f"was {how} after 2 bytes"):
                    await reader.result()
                assert time.monotonic() - start < 5
        assert len(server.requests) == (2 if when == "while connecting" else 1)
    assert items == ["1"]


async def test_a_stream_that_was_reconnected_and_left_was_not_interrupted() -> None:
    script = in_turn(interrupt_after(b"1\n"), complete(b"2\n3\n"))
    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            async with host.get_log_stream(on_gap=lambda _: None) as stream:
                async for line in stream.iter_lines():
                    if line == "2":
                        break
            assert " left, " in repr(stream)
