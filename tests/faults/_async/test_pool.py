"""The connection pool: which connection a call uses, and when idle connections are closed."""

from __future__ import annotations

import threading
from collections import deque
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient
from scramjet_facade.concurrency import timing
from tests.faults.faults import valid_response
from tests.scripted_server import Peer, ScriptedServer
from tests.streams.background import async_concurrently, connections_to

if TYPE_CHECKING:
    from collections.abc import Iterator


class Server(ScriptedServer):
    """Responds correctly to each request.

    Attributes:
        peers: The connection of each request, in order.
        expected: How many requests must arrive before the first response is sent.
    """

    def __init__(self) -> None:
        super().__init__(self._play)
        self.peers: list[Peer] = []
        self.expected = 1
        self._may_respond = threading.Event()

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            self.peers.append(peer)
            if len(self.peers) >= self.expected:
                self._may_respond.set()
            assert self._may_respond.wait(5)
            peer.send(valid_response(request))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as new_server:
        yield new_server


async def call_concurrently(host: AsyncHostClient, server: Server, count: int) -> None:
    """Make a number of calls concurrently."""
    server.expected = count
    await async_concurrently(count, host.get_version)


@pytest.mark.parametrize("count", [2, 30])
async def test_the_most_recently_used_connection_is_reused(server: Server, count: int) -> None:
    """The other connections stay idle until their keep-alive time has expired."""
    async with AsyncHostClient(server.base_url) as host:
        await call_concurrently(host, server, count)
        assert server.connections == count
        server.peers.clear()
        for _ in range(2 * count):
            await host.get_version()
        assert len({id(peer) for peer in server.peers}) == 1


async def test_connections_that_were_idle_for_too_long_are_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may be about to close an old connection, and a request would be lost."""
    async with AsyncHostClient(server.base_url) as host:
        await call_concurrently(host, server, 3)
        assert connections_to(server) == 3
        monkeypatch.setattr(timing, "KEEPALIVE", -1.0)
        for number in range(4, 7):
            await host.get_version()
            assert server.connections == number
            assert connections_to(server) == 1


async def test_a_connection_returned_while_the_client_closes_is_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Idle(deque[Any]):
        """The idle connections; another thread closes the pool before one is added."""

        def append(self, connection: Any) -> None:
            pool.close()
            super().append(connection)

    async with AsyncHostClient(server.base_url) as host:
        pool = host._session._transport._pool
        monkeypatch.setattr(pool, "_idle", Idle())
        await host.get_version()
        assert connections_to(server) == 0


async def test_a_connection_over_a_slow_network_is_closed_earlier(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request arrives late, when the server may have closed the connection."""
    clock = count(step=0.3)
    monkeypatch.setattr("scramjet_facade.http11.connect.monotonic", lambda: next(clock))
    monkeypatch.setattr(timing, "KEEPALIVE", 0.25)
    async with AsyncHostClient(server.base_url) as host:
        for number in range(1, 4):
            await host.get_version()
            assert server.connections == number
