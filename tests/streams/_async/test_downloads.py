"""Downloads: every method to read one, chunk boundaries, complete and incomplete bodies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    ClientError,
    InvalidResponseError,
    NotFoundError,
    RequestTimeoutError,
    StreamInterrupted,
)
from tests.flavor import async_wait
from tests.scripted_server import Peer, Script, ScriptedServer, answer, head

if TYPE_CHECKING:
    from pathlib import Path

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"


def sending(*chunks: bytes, end: bytes = END) -> Script:
    """Return a script that sends these chunks as one body."""

    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(CHUNKED)
            for chunk in chunks:
                peer.send_chunk(chunk)
            peer.send(end)

    return script


TEXT = "a\u2028b\r\n\r\nc\u0085d\n\ne: ü€😀\nlast".encode()
LINES = ["a\u2028b", "", "c\u0085d", "", "e: ü€😀", "last"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, len(TEXT)])
async def test_every_method_reads_the_same_data_whatever_the_chunks(
    size: int, tmp_path: Path
) -> None:
    chunks = [TEXT[start : start + size] for start in range(0, len(TEXT), size)]
    with ScriptedServer(sending(*chunks)) as server:
        async with AsyncHostClient(server.base_url) as host:
            async with host.get_log_stream() as stream:
                assert b"".join([chunk async for chunk in stream]) == TEXT
            async with host.get_log_stream() as stream:
                assert b"".join([chunk async for chunk in stream.iter_bytes()]) == TEXT
            async with host.get_log_stream() as stream:
                assert "".join([text async for text in stream.iter_text()]) == TEXT.decode()
            async with host.get_log_stream() as stream:
                assert [line async for line in stream.iter_lines()] == LINES
            async with host.get_log_stream() as stream:
                reported: list[int] = []
                assert await stream.save(str(tmp_path / "file"), reported.append) == len(TEXT)
            assert (tmp_path / "file").read_bytes() == TEXT
            assert reported[-1] == len(TEXT)
        assert server.connections == 1


async def test_iter_json_returns_the_values_of_the_lines() -> None:
    values = [{"a": "\u2028"}, [1, None], "x\u0085y", 5]
    data = "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()
    with ScriptedServer(sending(data[:9], data[9:] + b"\n\n")) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_log_stream() as stream,
        ):
            assert [value async for value in stream.iter_json()] == values


async def test_the_error_for_invalid_json_names_the_line() -> None:
    with ScriptedServer(sending(b'{"a": 1}\n{"a": \n')) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            with pytest.raises(InvalidResponseError, match="line 2"):
                [value async for value in stream.iter_json()]


async def test_the_error_for_invalid_utf_8_names_the_byte() -> None:
    with ScriptedServer(sending(b"good\n", b"b\xffd\n")) as server:
        async with AsyncHostClient(server.base_url) as host:
            async with host.get_log_stream() as stream:
                with pytest.raises(InvalidResponseError, match="byte 6 of the stream"):
                    [text async for text in stream.iter_text()]
            async with host.get_log_stream() as stream:
                with pytest.raises(InvalidResponseError, match=r"line 2 of the stream.* byte 1"):
                    [line async for line in stream.iter_lines()]


async def test_nothing_is_sent_before_the_stream_is_entered() -> None:
    with ScriptedServer(sending(b"x")) as server:
        async with AsyncHostClient(server.base_url) as host:
            host.get_log_stream()
        assert server.connections == 0


async def test_a_stream_can_be_read_once_and_only_inside_its_block() -> None:
    with ScriptedServer(sending(b"x")) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            with pytest.raises(ClientError, match="not open"):
                [chunk async for chunk in stream]
            async with stream:
                assert [chunk async for chunk in stream] == [b"x"]
                with pytest.raises(ClientError, match="read before"):
                    [chunk async for chunk in stream]
            with pytest.raises(ClientError, match="not open"):
                [line async for line in stream.iter_lines()]
            with pytest.raises(ClientError, match="entered before"):
                await stream.__aenter__()


async def test_an_error_response_is_raised_on_entering() -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(answer(b'{"error": "no such log"}', 404, "Not Found"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotFoundError, match="no such log"):
                await host.get_log_stream().__aenter__()


async def test_leaving_early_closes_the_connection() -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED)
        peer.send_chunk(b"first\n")
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            async with host.get_log_stream() as stream:
                async for line in stream.iter_lines():
                    assert line == "first"
                    break
            assert await async_wait(server.client_closed, 5)


async def test_a_silent_stream_times_out_only_with_idle_timeout() -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED)
        peer.send_chunk(b"first")
        if not peer.server.release.wait(0.6):  # type: ignore[attr-defined]
            peer.send_chunk(b"second")
            peer.send(END)

    with ScriptedServer(script) as server:
        server.release = server.client_closed  # type: ignore[attr-defined]
        async with AsyncHostClient(server.base_url, timeout=0.2) as host:
            async with host.get_log_stream() as stream:
                assert b"".join([chunk async for chunk in stream]) == b"firstsecond"
            async with host.get_log_stream(idle_timeout=0.2) as stream:
                with pytest.raises(RequestTimeoutError, match=r"no data arrived for 0.2 s"):
                    [chunk async for chunk in stream]


@pytest.mark.parametrize(
    ("lead", "tail"),
    [
        pytest.param(CHUNKED + b"5\r\nabcde\r\n", b"", id="no last chunk"),
        pytest.param(CHUNKED + b"9\r\nabcde", b"", id="cut chunk"),
        pytest.param(head(content_length="9") + b"abcde", b"", id="short content-length"),
        pytest.param(CHUNKED + b"5\r\nabcde\r\n", b"zz\r\n", id="bad chunk size"),
    ],
)
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
async def test_an_incomplete_body_is_always_an_error(lead: bytes, tail: bytes, reset: bool) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(lead)
        peer.server.client_closed.wait(5)
        peer.send(tail)
        if reset:
            peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            received = b""
            with pytest.raises(StreamInterrupted) as caught:
                async for chunk in stream:
                    received += chunk
                    if received == b"abcde":
                        server.client_closed.set()
            assert received == b"abcde"
            assert caught.value.received == len(received)
            assert caught.value.method == "GET"


@pytest.mark.parametrize(("limit", "notes"), [(60.0, 0), (0.0, 1)])
async def test_an_interruption_after_a_long_silence_mentions_proxies(
    monkeypatch: pytest.MonkeyPatch, limit: float, notes: int
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.PROXY_SILENCE", limit)

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED + b"5\r\nabcde\r\n")

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            with pytest.raises(StreamInterrupted) as caught:
                async for _ in stream:
                    pass
    found = [
        note for note in getattr(caught.value, "__notes__", []) if "proxy_read_timeout" in note
    ]
    assert len(found) == notes


async def test_a_long_line_takes_time_linear_in_its_length() -> None:
    block = b"x" * 65536
    with ScriptedServer(sending(*[block] * 1024, b"\ny")) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            lines = [len(line) async for line in stream.iter_lines()]
    assert lines == [64 * 1024 * 1024, 1]


async def test_saving_a_stream_that_is_not_open_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"before")
    with ScriptedServer(sending(b"x")) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            with pytest.raises(ClientError, match="not open"):
                await stream.save(file)
            async with stream:
                await stream.save(tmp_path / "other")
                with pytest.raises(ClientError, match="read before"):
                    await stream.save(file)
            with pytest.raises(ClientError, match="not open"):
                await stream.save(file)
    assert file.read_bytes() == b"before"
