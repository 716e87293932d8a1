"""Cancelling a job at each suspension point leaves no instance, connection or task."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from scramjet_facade import AsyncHostClient, AsyncSequenceClient, ndjson
from scramjet_facade.hub import languages
from scramjet_facade.testing import FakeHub
from tests.faults._async.test_reliable_cleanup import Hub
from tests.faults.cancelling import MANNERS, MAX_POINTS, cancel_at
from tests.faults.faults import authority, server_context
from tests.faults.intervals import shorten_intervals
from tests.faults.scripted_proxy import proxy_script
from tests.scripted_server import ScriptedServer
from tests.streams.background import connections_to, running_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

Call: TypeAlias = "Callable[[AsyncSequenceClient], Coroutine[Any, Any, None]]"


@pytest.fixture(autouse=True)
def short_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all intervals, and let ``run`` also read the stderr."""
    monkeypatch.setattr(languages, "fails_on_stderr", lambda _: True)
    shorten_intervals(monkeypatch)


def echo(data: Iterator[Any]) -> Iterator[Any]:
    yield from data


async def start(sequence: AsyncSequenceClient) -> None:
    async with await sequence.start():
        pass


async def run(sequence: AsyncSequenceClient) -> None:
    async with sequence.run(ndjson([1])) as results:
        assert [result async for result in results.iter_json()] == [1]


async def exchange(sequence: AsyncSequenceClient) -> None:
    async with await sequence.start() as instance, instance.exchange(ndjson([1])) as results:
        assert [result async for result in results.iter_json()] == [1]


async def pipe(sequence: AsyncSequenceClient) -> None:
    async with await sequence.start() as source, await sequence.start() as target:
        await source.send_input(b"1\n", "application/x-ndjson")
        await source.pipe_to(target, "application/x-ndjson")


@contextmanager
def start_hub(route: str, *, holds_heads: bool) -> Iterator[tuple[FakeHub, AsyncHostClient, str]]:
    """Start a hub, and yield it, a client, and the URL that the client connects to."""
    with ExitStack() as stack:
        hub = FakeHub(holds_heads=holds_heads)
        if route == "plain":
            stack.enter_context(hub)
            yield hub, AsyncHostClient(hub.url, retries=0), hub.url
            return
        context = server_context("127.0.0.1", authority=authority())
        with patch.object(web, "TCPSite", partial(web.TCPSite, ssl_context=context)):
            stack.enter_context(hub)
        url = hub.url.replace("http:", "https:")
        trusted = ssl.create_default_context()
        authority().configure_trust(trusted)
        proxy: str | None = None
        if route == "proxy":
            address = "127.0.0.1", urlsplit(url).port or 0
            proxy = stack.enter_context(ScriptedServer(proxy_script(address))).origin
        client = AsyncHostClient(url, retries=0, verify=trusted, proxy=proxy)
        yield hub, client, proxy or url


async def cancel_at_each_point(
    call: Call, manner: str, *, holds_heads: bool, route: str = "plain"
) -> int:
    """Cancel a call at each suspension point; return the number of points."""
    with start_hub(route, holds_heads=holds_heads) as (hub, client, url):
        sequence_id = hub.add_sequence("echo", echo)
        async with client as host:
            sequence = host.get_sequence_client(sequence_id)
            await call(sequence)
            threads = len(running_threads())
            pool = host._session._transport._pool
            for point in range(MAX_POINTS):
                pool._close_idle()
                if not await cancel_at(point, manner, call(sequence)):
                    return point
                assert asyncio.all_tasks() == {asyncio.current_task()}, point
                assert len(running_threads()) == threads, point
                assert not pool._active, point
                assert connections_to(url) == len(pool._idle), point
                running = [one for one in await host.list_instances() if one.status == "running"]
                assert running == [], point
    raise AssertionError("the call has more points")


CALLS = [start, run, exchange, pipe]


@pytest.mark.parametrize(
    ("call", "manner"),  # the slow test below combines all of them
    [
        (start, "twice"),
        (start, "scope"),
        (run, "after completion"),
        (run, "scope"),
        (exchange, "twice"),
        (pipe, "after completion"),
    ],
)
async def test_cancelling_a_job_at_each_point_leaves_nothing(call: Call, manner: str) -> None:
    assert await cancel_at_each_point(call, manner, holds_heads=True) > 0


@pytest.mark.parametrize("manner", MANNERS)
async def test_cancelling_the_removal_of_a_sequence_at_each_point_does_not_prevent_it(
    manner: str,
) -> None:
    for point in range(MAX_POINTS):
        with Hub("running", in_use=2) as hub:
            async with AsyncHostClient(hub.base_url, retries=0) as host:

                async def remove() -> None:
                    async with host.get_sequence_client("s"):
                        pass

                is_cancelled = await cancel_at(point, manner, remove())
        assert hub.actions == ["kill", "delete"], point
        if not is_cancelled:
            break
    assert point > 5


@pytest.mark.slow
@pytest.mark.parametrize("holds_heads", [False, True])
@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("call", CALLS)
async def test_cancelling_a_job_at_each_point_in_every_manner_leaves_nothing(
    call: Call, manner: str, holds_heads: bool
) -> None:
    assert await cancel_at_each_point(call, manner, holds_heads=holds_heads) > 0


@pytest.mark.slow
@pytest.mark.parametrize("manner", ["twice", "after completion"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("route", ["tls", "proxy"])
async def test_cancelling_a_job_at_each_point_on_every_route_leaves_nothing(
    route: str, call: Call, manner: str
) -> None:
    assert await cancel_at_each_point(call, manner, holds_heads=True, route=route) > 0
