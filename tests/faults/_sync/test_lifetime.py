# Generated from tests/faults/_async/test_lifetime.py
"""What a client holds while it lives, and that it lets go of everything."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from scramjet_facade import ClientError, HostClient, StreamInterrupted
from tests.faults.census import assert_nothing_grew, census, nothing_grew
from tests.faults.faults import good, release
from tests.faults.guard import Guard
from tests.flavor import sync_source
from tests.scripted_server import Peer, ScriptedServer, always, answer, head


def calls(host: HostClient) -> None:
    """Make a call of each kind."""
    assert (host.get_version()).version == "1.0.1"
    host.send_sequence(sync_source(iter([b"x"])))
    instance = host.get_instance_client("i")
    with instance.get_stream("output") as stream:
        assert [chunk for chunk in stream]
    with instance.inout(sync_source(iter([b"x"]))) as stream:
        assert [chunk for chunk in stream]


def test_10_000_calls_leave_nothing_and_take_one_connection() -> None:
    with ScriptedServer(always(answer(b'{"version": "1.0.1"}'))) as server:
        with HostClient(server.base_url) as host:
            for _ in range(500):
                host.get_version()
            for _ in range(2):
                server.requests.clear()
                before = census()
                host.get_version()
                connections = server.connections
                for _ in range(9_999):
                    host.get_version()
                assert len(server.requests) == 10_000
                assert server.connections == connections
                server.requests.clear()
                if nothing_grew(before):
                    break
            assert_nothing_grew(before)


def test_1000_failed_calls_leave_nothing() -> None:
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
        with HostClient(server.base_url, retries=0) as host:

            def fail(times: int) -> None:
                for _ in range(times):
                    with pytest.raises(ClientError):
                        host.get_version()

            fail(60)
            server._open.clear()
            server._threads.clear()
            server.requests.clear()
            before = census()
            fail(1000)
            server._open.clear()
            server._threads.clear()
            server.requests.clear()
            assert_nothing_grew(before)


def test_50_clients_made_and_closed_leave_nothing() -> None:
    with ScriptedServer(always(good)) as server:

        def one() -> None:
            with HostClient(server.base_url) as host:
                calls(host)

        def forget() -> None:
            for thread in server._threads:
                thread.join(5)
            server._threads.clear()
            server._open.clear()
            server.requests.clear()

        for _ in range(5):
            one()
        forget()
        before = census()
        for _ in range(50):
            one()
        forget()
        assert_nothing_grew(before)


def test_after_close_every_call_says_so() -> None:
    with ScriptedServer(always(good)) as server:
        host = HostClient(server.base_url)
        calls(host)
        seen = len(server.requests)
        instance, manager = host.get_instance_client("i"), host.get_manager_client()
        host.close()
        host.close()
        uses: list[Any] = [
            host.get_version,
            manager.get_version,
            host.with_options(timeout=1).get_version,
            host.get_sequence_client("s").start,
            lambda: host.send_sequence(b"small"),
            lambda: host.send_sequence(sync_source(iter([b"x"]))),
            lambda: instance.get_stream("output").__enter__(),
            lambda: instance.inout(sync_source(iter([b"x"]))).__enter__(),
        ]
        for use in uses:
            with pytest.raises(ClientError, match="this client is closed") as caught:
                use()
            assert caught.value.attempts == 0
        assert len(server.requests) == seen


@pytest.mark.parametrize("kind", ["download", "duplex"])
def test_closing_ends_open_streams(kind: str) -> None:
    def script(peer: Peer) -> None:
        if (request := peer.read_head()) is not None:
            peer.read_body(request)
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(b"some")
            peer.wait_until_left()

    with ScriptedServer(script) as server:
        host = HostClient(server.base_url)
        instance = host.get_instance_client("i")
        stream = (
            instance.get_stream("output")
            if kind == "download"
            else instance.inout(sync_source(iter([b"x"])))
        )
        with Guard(10, partial(release, server)), stream:
            chunks = stream.iter_bytes()
            assert next(chunks) == b"some"
            host.close()
            with pytest.raises(StreamInterrupted) as caught:
                next(chunks)
            assert caught.value.received == 4
