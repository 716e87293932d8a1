"""Which connection a call takes, and what becomes of those that nobody uses."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient
from scramjet_facade.concurrency import timing
from tests.faults.faults import good
from tests.scripted_server import Peer, ScriptedServer
from tests.streams.background import async_concurrently, connections_to

if TYPE_CHECKING:
    from collections.abc import Iterator


class Server(ScriptedServer):
    """Answers each request well.

    Attributes:
        peers: The connection that each request came over, in order.
        gathers: How many requests are to be there before any is answered.
    """

    def __init__(self) -> None:
        super().__init__(self._play)
        self.peers: list[Peer] = []
        self.gathers = 1
        self._may_answer = threading.Event()

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            self.peers.append(peer)
            if len(self.peers) >= self.gathers:
                self._may_answer.set()
            assert self._may_answer.wait(5)
            peer.send(good(request))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


async def call_at_once(host: AsyncHostClient, server: Server, count: int) -> None:
    """Make so many calls, which are on their way at the same time."""
    server.gathers = count
    await async_concurrently(count, host.get_version)


@pytest.mark.parametrize("count", [2, 30])
async def test_the_connection_used_last_is_used_again(server: Server, count: int) -> None:
    """Others rest, and are closed when they have rested for long."""
    async with AsyncHostClient(server.base_url) as host:
        await call_at_once(host, server, count)
        assert server.connections == count
        server.peers.clear()
        for _ in range(2 * count):
            await host.get_version()
        assert len({id(peer) for peer in server.peers}) == 1


async def test_one_that_has_rested_for_long_is_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may be closing it at this moment, and a request would be lost."""
    async with AsyncHostClient(server.base_url) as host:
        await call_at_once(host, server, 3)
        assert connections_to(server) == 3
        monkeypatch.setattr(timing, "KEEPALIVE", -1.0)
        for number in range(4, 7):
            await host.get_version()
            assert server.connections == number
            assert connections_to(server) == 1


async def test_one_that_comes_back_while_the_client_is_closed_is_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Idle(deque[Any]):
        """Where it is put when another thread has just closed all that was there."""

        def append(self, connection: Any) -> None:
            pool.close()
            super().append(connection)

    async with AsyncHostClient(server.base_url) as host:
        pool = host._session._transport._pool
        monkeypatch.setattr(pool, "_idle", Idle())
        await host.get_version()
        assert connections_to(server) == 0
