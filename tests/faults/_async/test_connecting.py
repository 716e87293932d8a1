"""Connecting: one time limit for all addresses, an early second attempt, and cancellation."""

from __future__ import annotations

import re
import socket
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
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
from scramjet_facade._async.transport import AsyncHTTPTransport
from scramjet_facade.options.route import Route
from tests.faults.connecting import (
    PHASES,
    URL,
    Address,
    Phase,
    Resolver,
    address_of,
    refusing_address,
    start_phase,
    unresponsive_address,
)
from tests.faults.faults import start_faulty_server, valid_response
from tests.faults.resource_count import assert_not_grown, count_resources
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_source, async_wait
from tests.scripted_server import ScriptedServer, always
from tests.streams.background import AsyncBackground

from .test_tls import make_calls_of_each_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Resolver]]:
    """Yield a function that replaces the resolver of the system."""
    resolvers: list[Resolver] = []

    def replace(*addresses: Address) -> Resolver:
        resolvers.append(Resolver(*addresses))
        monkeypatch.setattr(socket, "getaddrinfo", resolvers[-1])
        return resolvers[-1]

    yield replace
    for resolver in resolvers:
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


async def test_the_timeout_of_one_call_also_limits_connecting() -> None:
    with start_faulty_server("connect_hang") as faulty:
        async with AsyncHostClient(faulty.base_url) as host:
            instance = host.get_instance_client("i")
            for call in (instance.get_event, instance.get_next_event):
                with pytest.raises(RequestTimeoutError, match=r"no connection within 0\.05 s"):
                    await call("e", timeout=0.05)
            with pytest.raises(RequestTimeoutError, match=r"not ended after 0\.05 s") as caught:
                await instance.wait_ended(timeout=0.05)
            assert "no connection within 0.0" in str(caught.value.__cause__)


@pytest.mark.parametrize("first", [unresponsive_address, refusing_address])
async def test_the_second_address_is_tried_soon(first: Any, resolve: Any) -> None:
    """The attempt to connect to the first address is abandoned."""
    with ScriptedServer(always(valid_response)) as server, first() as address:
        async with AsyncHostClient(server.base_url) as host:
            await make_calls_of_each_kind(host)  # imports what they need
        resolve(address, address_of(server))
        async with AsyncHostClient(URL, timeout=10, retries=0) as host:
            await host.get_version()
            before = count_resources()
            await make_calls_of_each_kind(host)
            assert_not_grown(before)
        assert len(server.requests) == 4 + 5


async def test_without_a_time_limit_the_second_address_is_tried_soon(resolve: Any) -> None:
    """Clients limit the time for connecting; others that use the transport may not."""
    with ScriptedServer(always(valid_response)) as server, unresponsive_address() as address:
        resolve(address, address_of(server))
        transport = AsyncHTTPTransport(partial(Route().target, URL))
        async with httpx.AsyncClient(base_url=URL, transport=transport, timeout=None) as client:
            assert (await client.get("/version")).status_code == 200


async def test_the_first_address_that_connects_is_used(resolve: Any) -> None:
    with (
        ScriptedServer(always(valid_response)) as server,
        ScriptedServer(always(valid_response)) as other,
    ):
        resolve(address_of(server), address_of(other))
        async with AsyncHostClient(URL) as host:
            await make_calls_of_each_kind(host)
        assert len(server.requests) == 4
        assert other.connections == 0


async def test_many_unresponsive_addresses_share_one_time_limit(resolve: Any) -> None:
    """With a limit for each address, this test would hang."""
    with unresponsive_address() as address:
        resolve(*[address] * 200)
        async with AsyncHostClient(URL, timeout=0.3) as host:
            for call in calls(host):
                async with AsyncWatchdog(20, lambda: None):
                    with pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as caught:
                        await call()
                    assert caught.value.attempts == 1
                    assert not caught.value.may_have_arrived


async def test_refused_connections_to_all_addresses_are_reported(resolve: Any) -> None:
    with refusing_address() as first, refusing_address() as second:
        resolve(first, second)
        async with AsyncHostClient(URL, retries=0) as host:
            for call in calls(host):
                with pytest.raises(CannotConnectError) as caught:
                    await call()
                assert caught.value.message == (
                    "no connection: Connection refused: is the service running there?"
                )


async def test_an_unknown_host_name_is_reported(resolve: Any) -> None:
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


async def test_a_dns_lookup_that_hangs_times_out(resolve: Any) -> None:
    """A result that arrives after the timeout is discarded."""
    with ScriptedServer(always(valid_response)) as server:
        resolver = resolve(address_of(server))
        resolver.may_answer.clear()
        async with AsyncHostClient(URL, timeout=0.1) as host:
            for call in calls(host):
                async with AsyncWatchdog(10, resolver.may_answer.set):
                    with pytest.raises(RequestTimeoutError) as caught:
                        await call()
                    assert caught.value.message == (
                        "no connection within 0.1 s: DNS lookup timed out: "
                        "is the address right, and the service reachable?"
                    )
        resolver.end()
        assert server.connections == 0
        async with AsyncHostClient(URL) as host:
            before, lookups = count_resources(), len(resolver._threads)
            await host.get_version()
            assert len(resolver._threads) == lookups + 1
        resolver.end()
        assert_not_grown(before)


async def outcome(call: Any) -> ClientError:
    with pytest.raises(ClientError) as caught:
        await call()
    return caught.value


@pytest.fixture(params=PHASES)
def phase(request: pytest.FixtureRequest, resolve: Any) -> Iterator[Phase]:
    """Yield each phase of connecting."""
    with start_phase(request.param, resolve) as started_phase:
        yield started_phase


@pytest.mark.parametrize("number", range(5))
async def test_closing_the_client_interrupts_connecting(phase: Phase, number: int) -> None:
    host = AsyncHostClient(phase.url, timeout=60, proxy=phase.proxy)
    async with (
        AsyncWatchdog(8, phase.end),
        AsyncBackground(outcome, calls(host)[number]) as caller,
    ):
        assert await async_wait(phase.started, 5)
        await host.aclose()
        error = await caller.result()
    # A call that is about to retry finds that the client is closed.
    assert re.search("this client (was|is) closed", error.message)
    assert not error.may_have_arrived


@pytest.mark.parametrize("kind", ["output", "inout"])
async def test_cancelling_a_stream_interrupts_connecting(phase: Phase, kind: str) -> None:
    async with AsyncHostClient(phase.url, timeout=60, proxy=phase.proxy) as host:
        instance = host.get_instance_client("i")
        stream = instance.inout(iter([b"x"])) if kind == "inout" else instance.get_stream(kind)
        async with (
            AsyncWatchdog(8, phase.end),
            AsyncBackground(outcome, stream.__aenter__) as opener,
        ):
            assert await async_wait(phase.started, 5)
            stream.cancel()
            error = await opener.result()
        assert isinstance(error, StreamInterrupted)
        assert "cancelled after 0 bytes" in str(error)


async def test_cancelling_an_upload_interrupts_connecting(phase: Phase) -> None:
    cancellation = Cancellation()
    async with AsyncHostClient(phase.url, timeout=60, proxy=phase.proxy) as host:

        async def upload() -> None:
            await host.send_topic("t", b"x", "text/plain", cancellation=cancellation)

        async with AsyncWatchdog(8, phase.end), AsyncBackground(outcome, upload) as sender:
            assert await async_wait(phase.started, 5)
            cancellation.cancel()
            error = await sender.result()
        assert isinstance(error, UploadInterrupted)
        assert not error.may_have_arrived
