"""What a call costs, counted: clocks differ from machine to machine, counts don't."""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING, Self

import pytest

from scramjet_facade import AsyncHostClient, AsyncMiddlewareClient
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from types import FrameType

VERSION = answer(b'{"service": "@scramjet/host", "apiVersion": "v1", "version": "1.0.1"}')
CALLS = 20
# Measured with Python 3.11: up to 160 synchronous and 254 asynchronous, with the steps of the loop
# while a call waits, of which 85 and 93 are the bindings' and the facade's.
OURS_MOST = 100
# What only those pay for who look at their calls, or whose token is a function.
EXTRAS = {"_report", "traced", "_newest_token", "__str__"}
ALL_MOST = 280


class Counter:
    """Counts the Python functions that are called, all and those of our packages."""

    def __init__(self) -> None:
        self.all = 0
        self.ours = 0
        self.names: set[str] = set()
        self._frames: set[FrameType] = set()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if frame in self._frames:
            return  # it goes on: it had waited
        if event == "call" and "scripted_server" not in frame.f_code.co_filename:
            self._frames.add(frame)
            self.all += 1
            if "scramjet_" in frame.f_code.co_filename:
                self.ours += 1
                self.names.add(frame.f_code.co_name)

    def __enter__(self) -> Self:
        sys.setprofile(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.setprofile(None)
        self._frames.clear()


@pytest.fixture(autouse=True)
def untraced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be a program that does not use OpenTelemetry, whatever other tests have imported."""
    monkeypatch.delitem(sys.modules, "opentelemetry.trace", raising=False)


async def test_the_functions_that_a_small_call_takes() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()  # imports what it needs
            counters: list[Counter] = []
            for _ in range(CALLS):
                with Counter() as counter:
                    await host.get_version()
                counters.append(counter)
    # The median: a call may meet the garbage of others, which is collected then.
    assert 0 < median(counter.ours for counter in counters) <= OURS_MOST
    assert set[str]().union(*(counter.names & EXTRAS for counter in counters)) == set()
    assert median(counter.all for counter in counters) < ALL_MOST


async def test_who_looks_at_calls_pays_for_it() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url, on_attempt=lambda _: None) as host:
            with Counter() as counter:
                await host.get_version()
    assert "_report" in counter.names


async def test_a_call_costs_the_same_after_many_and_over_many_hubs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # An answer that is there at once isn't waited for, which is some functions less: by chance.
    monkeypatch.setattr("scramjet_facade.http11.exchange.has_data", lambda _: False)
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncMiddlewareClient(server.base_url) as middleware:
            manager = middleware.get_manager_client("space")
            counts: list[int] = []
            for number in range(200):
                with Counter() as counter:
                    await manager.get_host_client(f"sth-{number}").get_version()
                counts.append(counter.ours)
            assert server.connections == 1
    assert median(counts[-50:]) <= median(counts[1:51]) + 2


async def test_one_hundred_calls_take_one_connection() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(100):
                await host.get_version()
        assert server.connections == 1
