"""Only a complete stream ends normally, also after an error in an earlier iteration."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, AsyncStream, InvalidResponseError, StreamInterrupted
from tests.scripted_server import Peer, ScriptedServer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNKED = head(transfer_encoding="chunked")
ITERATORS: list[Any] = [
    lambda stream: stream.iter_bytes(),
    lambda stream: stream.iter_text(),
    lambda stream: stream.iter_lines(),
    lambda stream: stream.iter_json(),
]


def reset(peer: Peer) -> None:
    peer.read_request()
    peer.send(CHUNKED)
    peer.send_chunk(b"1\n")
    peer.reset()


def complete(peer: Peer) -> None:
    peer.read_request()
    peer.send(CHUNKED)
    peer.send_chunk(b"1\n")
    peer.send(b"0\r\n\r\n")


@pytest.mark.parametrize("iterate", ITERATORS)
async def test_after_an_interruption_each_iteration_fails(iterate: Any) -> None:
    with ScriptedServer(reset) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items: AsyncIterator[Any] = iterate(stream)
            await anext(items)
            for _ in range(3):
                with pytest.raises(StreamInterrupted):
                    await anext(items)


async def test_after_an_error_of_loads_each_iteration_fails() -> None:
    with ScriptedServer(complete) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items = stream.iter_json(loads=lambda _: 1 / 0)
            with pytest.raises(InvalidResponseError):
                await anext(items)
            with pytest.raises(StreamInterrupted, match="data may be lost"):
                await anext(items)


@pytest.mark.parametrize("iterate", ITERATORS)
async def test_a_complete_stream_can_be_iterated_again(iterate: Any) -> None:
    with ScriptedServer(complete) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items = iterate(stream)
            assert len([item async for item in items]) == 1
            assert [item async for item in items] == []


async def test_reading_can_continue_after_leaving_a_loop() -> None:
    release = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(CHUNKED)
        peer.send_chunk(b"1\n2\n")
        assert release.wait(10)
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
                release.set()
                assert [value async for value in values] == [2, 3]
