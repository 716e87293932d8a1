"""on_gap: a stream that breaks off is opened again, and every gap is told."""

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
from tests.streams.beside import AsyncBeside
from tests.streams.logged import logged

if TYPE_CHECKING:
    from pathlib import Path

    from scramjet_facade import AsyncStream

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
BUSY = answer(b"", 503, "Service Unavailable")

Seen = list[str | Gap]


def plays(*scripts: Script) -> Script:
    """Make the script that plays one script for each request, whatever its connection."""
    left = iter(scripts)

    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            next(left)(peer)

    return script


def breaks_after(data: bytes) -> Script:
    """Send this, and break off."""

    def script(peer: Peer) -> None:
        peer.send(CHUNKED)
        if data:
            peer.send_chunk(data)
        peer.socket.shutdown(socket.SHUT_RDWR)

    return script


def sends(data: bytes) -> Script:
    """Send this as a whole body."""

    def script(peer: Peer) -> None:
        peer.send(CHUNKED)
        peer.send_chunk(data)
        peer.send(END)

    return script


def replies(reply: bytes) -> Script:
    def script(peer: Peer) -> None:
        peer.send(reply)

    return script


def breaks_before_an_answer(peer: Peer) -> None:
    peer.reset()


async def read(stream: AsyncStream, seen: Seen, heard: threading.Event | None = None) -> None:
    async with stream:
        async for line in stream.iter_lines():
            seen.append(line)
            if heard is not None:
                heard.set()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)


class Restarted(ScriptedServer):
    """A server on the port where another was."""

    def __init__(self, script: Script, port: int) -> None:
        super().__init__(script)
        self._listener.close()
        self._listener = socket.create_server(("127.0.0.1", port))


async def test_a_reset_then_nobody_there_then_the_server_again() -> None:
    """The half line of the break is dropped, and the gap stands where it was."""
    heard, gone = threading.Event(), threading.Event()
    seen: Seen = []

    def script(peer: Peer) -> None:
        peer.send(CHUNKED)
        peer.send_chunk(b"one\ntwo\nhal")
        gone.wait(5)
        peer.reset()

    first = ScriptedServer(plays(script)).__enter__()
    port = first._listener.getsockname()[1]
    with logged("CannotConnectError") as refused:
        async with (
            AsyncHostClient(first.base_url) as host,
            AsyncBeside(read, host.get_log_stream(on_gap=seen.append), seen, heard) as reader,
        ):
            assert await async_wait(heard, 5)
            first._listener.shutdown(socket.SHUT_RDWR)
            first._acceptor.join()
            first._listener.close()
            gone.set()
            assert await async_wait(refused, 5)
            with Restarted(plays(sends(b"three\nfour")), port):
                await reader.result()
    for thread in first._threads:
        thread.join()
    one, two, gap, three, four = seen
    assert [one, two, three, four] == ["one", "two", "three", "four"]
    assert isinstance(gap, Gap)
    assert isinstance(gap.error, StreamInterrupted)
    assert gap.error.received == len(b"one\ntwo\nhal")
    assert 0 < gap.seconds < 5


async def test_every_gap_is_told_in_its_place() -> None:
    seen: Seen = []
    script = plays(
        breaks_after(b'1\n2\n{"cut": '),
        breaks_before_an_answer,
        replies(BUSY),
        breaks_after(b"3\n"),
        breaks_after(b""),
        sends(b"4"),
    )
    with ScriptedServer(script) as server:
        async with (
            AsyncHostClient(server.base_url, retries=0) as host,
            host.get_log_stream(on_gap=seen.append) as stream,
        ):
            async for value in stream.iter_json():
                seen.append(value)
        assert len(server.requests) == 6
    gaps = [thing for thing in seen if isinstance(thing, Gap)]
    assert [thing if isinstance(thing, int) else "gap" for thing in seen] == [
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


async def test_without_on_gap_the_break_is_raised() -> None:
    with ScriptedServer(plays(breaks_after(b"1\n"))) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            lines = stream.iter_lines()
            assert await anext(lines) == "1"
            with pytest.raises(StreamInterrupted) as caught:
                await anext(lines)
            assert caught.value.__cause__ is not caught.value
        assert len(server.requests) == 1


async def test_such_a_stream_is_read_by_lines_alone(tmp_path: Path) -> None:
    """A gap in bytes would join what does not belong together."""
    with ScriptedServer(plays(sends(b"1\n"))) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_log_stream(on_gap=print) as stream,
        ):
            for way in (stream, stream.iter_bytes(), stream.iter_text()):
                with pytest.raises(ClientError, match="iter_lines or iter_json"):
                    [chunk async for chunk in way]
            with pytest.raises(ClientError, match="iter_lines or iter_json"):
                await stream.save(tmp_path / "file")
            assert not (tmp_path / "file").exists()
            assert [line async for line in stream.iter_lines()] == ["1"]


async def test_what_cannot_be_opened_at_first_is_no_gap() -> None:
    seen: Seen = []
    with ScriptedServer(plays(breaks_before_an_answer)) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(CannotConnectError):
                await read(host.get_log_stream(on_gap=seen.append), seen)
    assert seen == []


async def test_an_answer_that_says_no_for_good_is_raised() -> None:
    """The instance is gone: waiting for it would never end."""
    seen: Seen = []
    no = answer(b'{"error": "Instance i not found"}', 404, "Not Found")
    with ScriptedServer(plays(breaks_after(b"1\n"), replies(BUSY), replies(no))) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(NotFoundError, match="Instance i not found"):
                await read(host.get_log_stream(on_gap=seen.append), seen)
        assert len(server.requests) == 3
    assert seen == ["1"]


async def test_silence_that_is_too_long_is_a_gap() -> None:
    seen: Seen = []

    def falls_silent(peer: Peer) -> None:
        peer.send(CHUNKED)
        peer.send_chunk(b"1\n")
        peer.wait_until_closed()

    with ScriptedServer(plays(falls_silent, sends(b"2\n"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            await read(host.get_log_stream(on_gap=seen.append, idle_timeout=0.1), seen)
    assert isinstance(seen[1], Gap)
    assert isinstance(seen[1].error, RequestTimeoutError)
    assert [seen[0], seen[2]] == ["1", "2"]


async def test_what_on_gap_raises_ends_it() -> None:
    class OwnError(Exception):
        pass

    def on_gap(gap: Gap) -> None:
        raise OwnError

    with ScriptedServer(plays(breaks_after(b"1\n"), sends(b"2\n"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError):
                await read(host.get_log_stream(on_gap=on_gap), [])


async def test_the_pauses_grow_to_a_limit_and_begin_anew_with_new_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the server answers each time, and breaks off each time."""
    pauses: list[float] = []

    def uniform(low: float, high: float) -> float:
        assert low == high / 2
        pauses.append(high)
        return 0.0

    monkeypatch.setattr(random, "uniform", uniform)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.LONGEST_RECONNECT_PAUSE", 1.0)
    script = plays(
        breaks_after(b"1\n"),
        *[breaks_before_an_answer, breaks_after(b"")] * 3,
        breaks_after(b"2\n"),
        sends(b"3\n"),
    )
    seen: Seen = []
    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            await read(host.get_log_stream(on_gap=seen.append), seen)
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 0.1]
    assert [thing for thing in seen if isinstance(thing, str)] == ["1", "2", "3"]


def falls_silent_before_its_answer(peer: Peer) -> None:
    peer.server.asked.set()  # type: ignore[attr-defined]
    peer.wait_until_closed()


@pytest.mark.parametrize("how", ["cancelled", "left"])
@pytest.mark.parametrize("when", ["in the pause", "while connecting"])
async def test_the_reader_is_woken_while_there_is_a_gap(
    how: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pausing = threading.Event()

    def uniform(_low: float, _high: float) -> float:
        pausing.set()
        return 60.0 if when == "in the pause" else 0.0

    monkeypatch.setattr(random, "uniform", uniform)
    seen: Seen = []
    script = plays(breaks_after(b"1\n"), falls_silent_before_its_answer)
    with ScriptedServer(script) as server:
        server.asked = threading.Event()  # type: ignore[attr-defined]
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream(on_gap=seen.append)
            async with AsyncBeside(read, stream, seen) as reader:
                assert await async_wait(pausing, 5)
                if when == "while connecting":
                    assert await async_wait(server.asked, 5)  # type: ignore[attr-defined]
                start = time.monotonic()
                if how == "cancelled":
                    stream.cancel()
                else:
                    await stream.__aexit__(None, None, None)
                with pytest.raises(StreamInterrupted, match=f"was {how} after 2 bytes"):
                    await reader.result()
                assert time.monotonic() - start < 5
        assert len(server.requests) == (2 if when == "while connecting" else 1)
    assert seen == ["1"]
