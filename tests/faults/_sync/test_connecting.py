# Generated from tests/faults/_async/test_connecting.py
"""Connecting: one limit for all of it, the second address soon, and whoever waits can be woken."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    Cancellation,
    CannotConnectError,
    ClientError,
    HostClient,
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
from tests.faults.guard import Guard
from tests.flavor import sync_source, sync_wait
from tests.scripted_server import ScriptedServer, always
from tests.streams.beside import Beside

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


def calls(host: HostClient) -> list[Any]:
    """Return a call of each kind."""
    instance = host.get_instance_client("i")
    return [
        host.get_version,
        host.get_sequence_client("s").start,
        lambda: host.send_sequence(sync_source(iter([b"x"]))),
        lambda: instance.get_stream("output").__enter__(),
        lambda: instance.inout(sync_source(iter([b"x"]))).__enter__(),
    ]


@pytest.mark.parametrize("first", [dead, refusing])
def test_the_second_address_is_tried_soon(first: Any, resolve: Any) -> None:
    """And what the first one began is given up."""
    with ScriptedServer(always(good)) as server, first() as place:
        resolve(place, place_of(server))
        with HostClient(URL, timeout=10, retries=0) as host:
            host.get_version()
            before = census()
            every_kind(host)
            assert_nothing_grew(before)
        assert len(server.requests) == 5


def test_the_first_address_that_answers_is_taken(resolve: Any) -> None:
    with ScriptedServer(always(good)) as server, ScriptedServer(always(good)) as other:
        resolve(place_of(server), place_of(other))
        with HostClient(URL) as host:
            every_kind(host)
        assert len(server.requests) == 4
        assert other.connections == 0


def test_many_dead_addresses_have_one_limit(resolve: Any) -> None:
    """With a limit for each of them it would hang here."""
    with dead() as place:
        resolve(*[place] * 200)
        with HostClient(URL, timeout=0.3) as host:
            for call in calls(host):
                with Guard(20, lambda: None):
                    with pytest.raises(RequestTimeoutError, match=r"within 0\.3 s") as caught:
                        call()
                    assert caught.value.attempts == 1
                    assert not caught.value.may_have_arrived


def test_addresses_that_all_refuse(resolve: Any) -> None:
    with refusing() as one, refusing() as two:
        resolve(one, two)
        with HostClient(URL, retries=0) as host:
            for call in calls(host):
                with pytest.raises(CannotConnectError) as caught:
                    call()
                assert caught.value.message == (
                    "no connection: Connection refused: is the service running there?"
                )


def test_a_name_that_nobody_knows(resolve: Any) -> None:
    resolver = resolve()
    for failure in (
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        OSError("no system"),
    ):
        resolver.failure = failure
        with HostClient(URL, retries=0) as host:
            for call in calls(host):
                with pytest.raises(
                    CannotConnectError, match=r"hub\.example: N|no system"
                ) as caught:
                    call()
                assert "Errno" not in str(caught.value)


def test_a_resolver_that_hangs_is_limited(resolve: Any) -> None:
    """What it says when nobody waits any more, it says to nobody."""
    with ScriptedServer(always(good)) as server:
        resolver = resolve(place_of(server))
        resolver.answers.clear()
        with HostClient(URL, timeout=0.1) as host:
            for call in calls(host):
                with Guard(10, resolver.answers.set):
                    with pytest.raises(RequestTimeoutError, match=r"no connection within 0\.1 s"):
                        call()
        resolver.end()
        assert server.connections == 0
        with HostClient(URL) as host:
            before, asked = census(), len(resolver._threads)
            host.get_version()
            assert len(resolver._threads) == asked + 1
        resolver.end()
        assert_nothing_grew(before)


def outcome(call: Any) -> ClientError:
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value


@pytest.fixture(params=PHASES)
def phase(request: pytest.FixtureRequest, resolve: Any) -> Iterator[Phase]:
    """Give each part of connecting."""
    with phase_of(request.param, resolve) as one:
        yield one


@pytest.mark.parametrize("number", range(5))
def test_closing_the_client_wakes_who_connects(phase: Phase, number: int) -> None:
    host = HostClient(phase.url, timeout=60, proxy=phase.proxy)
    with (
        Guard(8, phase.end),
        Beside(outcome, calls(host)[number]) as caller,
    ):
        assert sync_wait(phase.begun, 5)
        host.close()
        error = caller.result()
    assert re.search("this client (was|is) closed", error.message)
    assert not error.may_have_arrived


@pytest.mark.parametrize("kind", ["output", "inout"])
def test_cancelling_a_stream_wakes_who_connects(phase: Phase, kind: str) -> None:
    with HostClient(phase.url, timeout=60, proxy=phase.proxy) as host:
        instance = host.get_instance_client("i")
        stream = instance.inout(iter([b"x"])) if kind == "inout" else instance.get_stream(kind)
        with (
            Guard(8, phase.end),
            Beside(outcome, stream.__enter__) as opener,
        ):
            assert sync_wait(phase.begun, 5)
            stream.cancel()
            error = opener.result()
        assert isinstance(error, StreamInterrupted)
        assert "cancelled after 0 bytes" in str(error)


def test_cancelling_an_upload_wakes_who_connects(phase: Phase) -> None:
    word = Cancellation()
    with HostClient(phase.url, timeout=60, proxy=phase.proxy) as host:

        def upload() -> None:
            host.send_topic("t", b"x", "text/plain", cancellation=word)

        with Guard(8, phase.end), Beside(outcome, upload) as sender:
            assert sync_wait(phase.begun, 5)
            word.cancel()
            error = sender.result()
        assert isinstance(error, UploadInterrupted)
        assert not error.may_have_arrived
