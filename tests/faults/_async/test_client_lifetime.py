"""The lifetime of a client: nothing leaks, and a closed client refuses calls."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from scramjet_facade import AsyncHostClient, ClientError, StreamInterrupted
from tests.faults.faults import disconnect_clients, valid_response
from tests.faults.resource_count import assert_not_grown, count_resources, has_not_grown
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, answer, head


async def make_calls(host: AsyncHostClient) -> None:
    """Make a call of each kind."""
    assert (await host.get_version()).version == "1.0.1"
    await host.send_sequence(async_source(iter([b"x"])))
    instance = host.get_instance_client("i")
    async with instance.get_stream("output") as stream:
        assert [chunk async for chunk in stream]
    async with instance.inout(async_source(iter([b"x"]))) as stream:
        assert [chunk async for chunk in stream]


async def test_10_000_calls_leak_nothing_and_use_one_connection() -> None:
    with ScriptedServer(always(answer(b'{"version": "1.0.1"}'))) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(500):
                await host.get_version()
            for _ in range(2):  # the first round may include leaks of other tests
                server.requests.clear()
                before = count_resources()
                await host.get_version()  # on a new connection, if counting took long
                connections = server.connections
                for _ in range(9_999):
                    await host.get_version()
                assert len(server.requests) == 10_000
                assert server.connections == connections
                server.requests.clear()
                if has_not_grown(before):
                    break
            assert_not_grown(before)


async def test_1000_failed_calls_leak_nothing() -> None:
    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            number = len(peer.server.requests)
            if number % 3 == 0:
                peer.send(answer(b'{"error": "no"}', 500))
            elif number % 3 == 1:
                peer.send(head(content_length="50") + b"cut")
                return
            else:
                assert request
                return

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:

            async def fail(times: int) -> None:
                for _ in range(times):
                    with pytest.raises(ClientError):
                        await host.get_version()

            await fail(60)
            server._open.clear()
            server._threads.clear()
            server.requests.clear()
            before = count_resources()
            await fail(1000)
            server._open.clear()
            server._threads.clear()
            server.requests.clear()
            assert_not_grown(before)


async def test_50_closed_clients_leak_nothing() -> None:
    with ScriptedServer(always(valid_response)) as server:

        async def use_client() -> None:
            async with AsyncHostClient(server.base_url) as host:
                await make_calls(host)

        for _ in range(5):
            await use_client()
        server.clear()
        before = count_resources()
        for _ in range(50):
            await use_client()
        server.clear()
        assert_not_grown(before)


async def test_every_call_of_a_closed_client_is_refused() -> None:
    with ScriptedServer(always(valid_response)) as server:
        host = AsyncHostClient(server.base_url)
        await make_calls(host)
        request_count = len(server.requests)
        instance, manager = host.get_instance_client("i"), host.get_manager_client()
        await host.aclose()
        await host.aclose()
        calls: list[Any] = [
            host.get_version,
            manager.get_version,
            host.with_options(timeout=1).get_version,
            host.get_sequence_client("s").start,
            lambda: host.send_sequence(b"small"),
            lambda: host.send_sequence(async_source(iter([b"x"]))),
            lambda: instance.get_stream("output").__aenter__(),
            lambda: instance.inout(async_source(iter([b"x"]))).__aenter__(),
        ]
        for call in calls:
            with pytest.raises(ClientError, match="this client is closed") as caught:
                await call()
            assert caught.value.attempts == 0
        assert len(server.requests) == request_count


@pytest.mark.parametrize("kind", ["download", "duplex"])
async def test_closing_ends_open_streams(kind: str) -> None:
    def script(peer: Peer) -> None:
        if (request := peer.read_head()) is not None:
            peer.read_body(request)
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(b"some")
            peer.wait_until_closed()

    with ScriptedServer(script) as server:
        host = AsyncHostClient(server.base_url)
        instance = host.get_instance_client("i")
        stream = (
            instance.get_stream("output")
            if kind == "download"
            else instance.inout(async_source(iter([b"x"])))
        )
        async with AsyncWatchdog(10, partial(disconnect_clients, server)), stream:
            chunks = stream.iter_bytes()
            assert await anext(chunks) == b"some"
            await host.aclose()
            with pytest.raises(StreamInterrupted) as caught:
                await anext(chunks)
            assert caught.value.received == 4
