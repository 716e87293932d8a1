"""Connecting: one limit for all of it, the second address soon, and whoever waits can be woken."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    Cancellation,
    CannotConnectError,
    ClientError,
    RequestTimeoutError,
    StreamInterrupted,
    UploadInterrupted,
)
from tests.faults.census import assert_nothing_grew, census
from tests.faults.dialling import (
    PHASES,
    URL,
    Phase,
    Place,
    Resolver,
    dead,
    phase_of,
    place_of,
    refusing,
)
from tests.faults.faults import good
from tests.faults.guard import AsyncGuard
from tests.flavor import async_source, async_wait
from tests.scripted_server import ScriptedServer, always
from tests.streams.beside import AsyncBeside

from .test_tls import every_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Resolver]]:
    """Give what puts a resolver into the system's place."""
    made: list[Resolver] = []

    def replace(*places: Place) -> Resolver:
        made.append(Resolver(*places))
        monkeypatch.setattr(socket, "getaddrinfo", made[-1])
        return made[-1]

    yield replace
    for resolver in made:
        resolver.end()


def calls(host: AsyncHostClient) -> list[Any]:
    """Return a call of each kind."""
    instance = host.get_instance_client("i")
    return [
        host.get_version,
        host.get_sequence_client("s").start,
        lambda: host.send_sequence(async_source(iter([b"x"]))),
        lambda: instance.get_stream("output").__aenter__(),
        lambda: instance.inout(async_source(iter([b"x"]))).__aenter__(),
    ]


@pytest.mark.parametrize("first", [dead, refusing])
async def test_the_second_address_is_tried_soon(first: Any, resolve: Any) -> None:
    """And what the first one began is given up."""
    with ScriptedServer(always(good)) as server, first() as place:
        resolve(place, place_of(server))
        async with AsyncHostClient(URL, timeout=10, retries=0) as host:
            await host.get_version()
            before = census()
            await every_kind(host)
            assert_nothing_grew(before)
        assert len(server.requests) == 5


async def test_the_first_address_that_answers_is_taken(resolve: Any) -> None:
    with ScriptedServer(always(good)) as server, ScriptedServer(always(good)) as other:
        resolve(place_of(server), place_of(other))
        async with AsyncHostClient(URL) as host:
            await every_kind(host)
        assert len(server.requests) == 4
        assert other.connections == 0


async def test_many_dead_addresses_have_one_limit(resolve: Any) -> None:
    """With a limit for each of them it would hang here."""
    with dead() as place:
        resolve(*[place] * 200)
        async with AsyncHostClient(URL, timeout=0.3) as host:
            for call in calls(host):
                async with AsyncGuard(20, lambda: None):
                    with pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as caught:
                        await call()
                    assert caught.value.attempts == 1
                    assert not caught.value.may_have_arrived


async def test_addresses_that_all_refuse(resolve: Any) -> None:
    with refusing() as one, refusing() as two:
        resolve(one, two)
        async with AsyncHostClient(URL, retries=0) as host:
            for call in calls(host):
                with pytest.raises(CannotConnectError) as caught:
                    await call()
                assert caught.value.message == (
                    "no connection: Connection refused: is the service running there?"
                )


async def test_a_name_that_nobody_knows(resolve: Any) -> None:
    resolver = resolve()
    for failure in (
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        OSError("no system"),
    ):
        resolver.failure = failure
        async with AsyncHostClient(URL, retries=0) as host:
            for call in calls(host):
                with pytest.raises(
                    CannotConnectError, match=r"hub\.example: N|no system"
                ) as caught:
                    await call()
                assert "Errno" not in str(caught.value)


async def test_a_resolver_that_hangs_is_limited(resolve: Any) -> None:
    """What it says when nobody waits any more, it says to nobody."""
    with ScriptedServer(always(good)) as server:
        resolver = resolve(place_of(server))
        resolver.answers.clear()
        async with AsyncHostClient(URL, timeout=0.1) as host:
            for call in calls(host):
                async with AsyncGuard(10, resolver.answers.set):
                    with pytest.raises(RequestTimeoutError, match=r"no connection within 0\.1 s"):
                        await call()
        resolver.end()
        assert server.connections == 0
        async with AsyncHostClient(URL) as host:
            before, asked = census(), len(resolver._threads)
            await host.get_version()
            assert len(resolver._threads) == asked + 1
        resolver.end()
        assert_nothing_grew(before)


async def outcome(call: Any) -> ClientError:
    with pytest.raises(ClientError) as caught:
        await call()
    return caught.value


@pytest.fixture(params=PHASES)
def phase(request: pytest.FixtureRequest, resolve: Any) -> Iterator[Phase]:
    """Give each part of connecting."""
    with phase_of(request.param, resolve) as one:
        yield one


@pytest.mark.parametrize("number", range(5))
async def test_closing_the_client_wakes_who_connects(phase: Phase, number: int) -> None:
    host = AsyncHostClient(phase.url, timeout=60, proxy=phase.proxy)
    async with (
        AsyncGuard(8, phase.end),
        AsyncBeside(outcome, calls(host)[number]) as caller,
    ):
        assert await async_wait(phase.begun, 5)
        await host.aclose()
        error = await caller.result()
    # Whoever would try again finds that it is.
    assert re.search("this client (was|is) closed", error.message)
    assert not error.may_have_arrived


@pytest.mark.parametrize("kind", ["output", "inout"])
async def test_cancelling_a_stream_wakes_who_connects(phase: Phase, kind: str) -> None:
    async with AsyncHostClient(phase.url, timeout=60, proxy=phase.proxy) as host:
        instance = host.get_instance_client("i")
        stream = instance.inout(iter([b"x"])) if kind == "inout" else instance.get_stream(kind)
        async with (
            AsyncGuard(8, phase.end),
            AsyncBeside(outcome, stream.__aenter__) as opener,
        ):
            assert await async_wait(phase.begun, 5)
            stream.cancel()
            error = await opener.result()
        assert isinstance(error, StreamInterrupted)
        assert "cancelled after 0 bytes" in str(error)


async def test_cancelling_an_upload_wakes_who_connects(phase: Phase) -> None:
    word = Cancellation()
    async with AsyncHostClient(phase.url, timeout=60, proxy=phase.proxy) as host:

        async def upload() -> None:
            await host.send_topic("t", b"x", "text/plain", cancellation=word)

        async with AsyncGuard(8, phase.end), AsyncBeside(outcome, upload) as sender:
            assert await async_wait(phase.begun, 5)
            word.cancel()
            error = await sender.result()
        assert isinstance(error, UploadInterrupted)
        assert not error.may_have_arrived
