"""What a call costs, counted: clocks differ from machine to machine, counts don't."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from scramjet_facade import AsyncHostClient, AsyncMiddlewareClient
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from types import FrameType

VERSION = answer(b'{"service": "@scramjet/host", "apiVersion": "v1", "version": "1.0.1"}')
CALLS = 20
# Measured with Python 3.11: 706 synchronous, 463 asynchronous, of which 40 and 42 are the
# bindings' and the facade's. The rest is httpx, httpcore, h11 and aiohttp.
OURS_MOST = 50
ALL_MOST = 850


class Counter:
    """Counts the Python functions that are called, all and those of our packages."""

    def __init__(self) -> None:
        self.all = 0
        self.ours = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and "scripted_server" not in frame.f_code.co_filename:
            self.all += 1
            self.ours += "scramjet_" in frame.f_code.co_filename

    def __enter__(self) -> Self:
        sys.setprofile(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.setprofile(None)


async def test_the_functions_that_a_small_call_takes() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()  # imports what it needs
            with Counter() as counter:
                for _ in range(CALLS):
                    await host.get_version()
    assert 0 < counter.ours / CALLS < OURS_MOST
    assert counter.all / CALLS < ALL_MOST


async def test_a_call_costs_the_same_after_many_and_over_many_hubs() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncMiddlewareClient(server.base_url) as middleware:
            manager = middleware.get_manager_client("space")
            counts: list[int] = []
            for number in range(200):
                with Counter() as counter:
                    await manager.get_host_client(f"sth-{number}").get_version()
                counts.append(counter.ours)
            assert server.connections == 1
    assert max(counts[-50:]) <= min(counts[1:51]) + 2


async def test_one_hundred_calls_take_one_connection() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(100):
                await host.get_version()
        assert server.connections == 1
