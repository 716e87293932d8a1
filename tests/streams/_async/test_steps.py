"""Only a complete stream ends normally, whatever has happened to an earlier step."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, AsyncStream, InvalidResponseError, StreamInterrupted
from tests.scripted_server import Peer, ScriptedServer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNKED = head(transfer_encoding="chunked")
WAYS: list[Any] = [
    lambda stream: stream.iter_bytes(),
    lambda stream: stream.iter_text(),
    lambda stream: stream.iter_lines(),
    lambda stream: stream.iter_json(),
]


def breaks_off(peer: Peer) -> None:
    peer.read_request()
    peer.send(CHUNKED)
    peer.send_chunk(b"1\n")
    peer.reset()


def ends(peer: Peer) -> None:
    peer.read_request()
    peer.send(CHUNKED)
    peer.send_chunk(b"1\n")
    peer.send(b"0\r\n\r\n")


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_failure_each_step_fails(way: Any) -> None:
    with ScriptedServer(breaks_off) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items: AsyncIterator[Any] = way(stream)
            await anext(items)
            for _ in range(3):
                with pytest.raises(StreamInterrupted):
                    await anext(items)


async def test_after_a_line_that_is_not_json_each_step_fails() -> None:
    with ScriptedServer(ends) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items = stream.iter_json(loads=lambda _: 1 / 0)
            with pytest.raises(InvalidResponseError):
                await anext(items)
            with pytest.raises(StreamInterrupted, match="data may be lost"):
                await anext(items)


@pytest.mark.parametrize("way", WAYS)
async def test_a_complete_stream_ends_again_and_again(way: Any) -> None:
    with ScriptedServer(ends) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items = way(stream)
            assert len([item async for item in items]) == 1
            assert [item async for item in items] == []


async def test_reading_goes_on_after_a_loop_that_was_left() -> None:
    word = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED)
        peer.send_chunk(b"1\n2\n")
        assert word.wait(10)
        peer.send_chunk(b"3\n")
        peer.send(b"0\r\n\r\n")

    async def first(stream: AsyncIterator[Any]) -> Any:
        async for value in stream:
            return value
        raise AssertionError

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream: AsyncStream = host.get_instance_client("i").get_stream("output")
            async with stream:
                values = stream.iter_json()
                assert await first(values) == 1
                word.set()
                assert [value async for value in values] == [2, 3]
