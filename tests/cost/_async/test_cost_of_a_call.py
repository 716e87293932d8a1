"""The cost of a call as a number of function calls; times would differ between machines."""

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
# Measured with Python 3.11: up to 160 synchronous and 254 asynchronous, including the event loop;
# of these, 85 and 93 belong to the bindings and the facade.
MAX_OURS = 100
# Functions that are needed only with on_attempt, with tracing or for a token function.
EXTRAS = {"_report", "traced", "_newest_token", "__str__"}
MAX_ALL = 280


class Counter:
    """Counts the Python functions that are called, all and those of our packages."""

    def __init__(self) -> None:
        self.all = 0
        self.ours = 0
        self.names: set[str] = set()
        self._frames: set[FrameType] = set()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if frame in self._frames:
            return  # it resumes after a wait
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
    """Simulate a program without OpenTelemetry, whatever other tests have imported."""
    monkeypatch.delitem(sys.modules, "opentelemetry.trace", raising=False)


async def test_a_small_call_needs_few_function_calls() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()  # import everything that a request needs
            counters: list[Counter] = []
            for _ in range(CALLS):
                with Counter() as counter:
                    await host.get_version()
                counters.append(counter)
    # The median, because garbage of other tests may be collected during a call.
    assert 0 < median(counter.ours for counter in counters) <= MAX_OURS
    assert set[str]().union(*(counter.names & EXTRAS for counter in counters)) == set()
    assert median(counter.all for counter in counters) < MAX_ALL


async def test_on_attempt_has_its_own_cost() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url, on_attempt=lambda _: None) as host:
            with Counter() as counter:
                await host.get_version()
    assert "_report" in counter.names


async def test_the_cost_of_a_call_is_constant_over_many_calls_and_hubs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A response that is already there is read without waiting, which needs fewer functions.
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


async def test_one_hundred_calls_use_one_connection() -> None:
    with ScriptedServer(always(VERSION)) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(100):
                await host.get_version()
        assert server.connections == 1
