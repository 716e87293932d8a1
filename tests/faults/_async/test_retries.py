"""Retries: how often, after which pause, and which requests are never retried."""

from __future__ import annotations

import copy
import logging
import pickle
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    CannotConnectError,
    ClientError,
    Gap,
    Retries,
    ServerError,
    StreamInterrupted,
)
from scramjet_facade.http11.connection import Connection
from tests.faults.faults import ListenOnRetry, server_not_yet_listening, valid_response
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, Request, ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = Retries(longest_pause=0.01)


def busy(**headers: str) -> bytes:
    return answer(b'{"error": "busy"}', 503, "Service Unavailable", **headers)


@pytest.mark.parametrize("count", [0, 1, 2, 4])
@pytest.mark.parametrize("as_number", [True, False])
async def test_the_number_of_retries_is_observed_and_reported_by_the_error(
    count: int, as_number: bool
) -> None:
    if as_number and count == 4:
        count = 1  # the pauses between more would take seconds
    retries = count if as_number else Retries(count, longest_pause=0.001)
    with ScriptedServer(always(busy())) as server:
        async with AsyncHostClient(server.base_url, retries=retries) as host:
            with pytest.raises(ServerError) as caught:
                await host.get_version()
        assert len(server.requests) == count + 1
    error = caught.value
    assert error.attempts == count + 1
    assert (f"(tried {count + 1} times)" in str(error)) == (count > 0)
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (type(twin), str(twin), vars(twin)) == (type(error), str(error), vars(error))


async def test_with_options_changes_the_retries_of_one_client_only() -> None:
    with ScriptedServer(always(busy())) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(ServerError):
                await host.with_options(retries=0).get_version()
            assert len(server.requests) == 1
            with pytest.raises(ServerError):
                await host.get_version()
            assert len(server.requests) == 4


@pytest.mark.parametrize("wrong", [-1, 1.5, True, "2", None])
def test_an_invalid_number_of_retries_is_refused(wrong: object) -> None:
    with pytest.raises(BadParametersError):
        AsyncHostClient("http://127.0.0.1", retries=wrong)  # type: ignore[arg-type]
    with pytest.raises(BadParametersError):
        Retries(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "least", "most"),
    [
        (lambda: "1", 1.0, 1.9),
        (lambda: formatdate(time.time() + 2, usegmt=True), 0.9, 2.9),
        (lambda: "0", 0.0, 0.5),
    ],
    ids=["seconds", "date", "zero"],
)
async def test_the_pause_of_a_retry_after_header_is_observed(
    make: Callable[[], str], least: float, most: float
) -> None:
    arrival_times: list[float] = []

    def reply(request: Request) -> bytes:
        arrival_times.append(time.monotonic())
        return busy(retry_after=make()) if len(arrival_times) == 1 else valid_response(request)

    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url) as host:
            assert (await host.get_version()).version == "1.0.1"
    assert least <= arrival_times[1] - arrival_times[0] <= most


@pytest.mark.parametrize("value", ["31", formatdate(4e9, usegmt=True)])
async def test_a_retry_after_that_exceeds_the_longest_pause_prevents_a_retry(value: str) -> None:
    with ScriptedServer(always(busy(retry_after=value))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(ServerError) as caught:
                await host.get_version()
            assert caught.value.headers["retry-after"] == value
        assert len(server.requests) == 1


async def test_get_next_event_is_never_retried() -> None:
    """The event may have been lost with the connection."""

    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            instance = host.get_instance_client("i")
            with pytest.raises(CannotConnectError) as caught:
                await instance.get_next_event("e")
            assert (caught.value.attempts, len(server.requests)) == (1, 1)
            with pytest.raises(CannotConnectError) as caught:
                await instance.get_event("e")
            assert (caught.value.attempts, len(server.requests)) == (3, 4)


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
async def test_a_stale_connection_makes_no_call_fail(is_reset: bool) -> None:
    """The server closes the idle connection, so every request is sent on a new connection."""
    blocks = [b"only ", b"once"]

    def script(peer: Peer) -> None:
        request = peer.read_request()
        if request is None:
            return
        peer.send(valid_response(request))
        if is_reset:
            peer.reset()
        else:
            peer.socket.close()
        peer.server.client_closed.set()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            for number, call in enumerate(
                [
                    host.get_version,
                    host.get_sequence_client("s").start,
                    lambda: host.delete_sequence("s"),
                    lambda: host.send_sequence(async_source(iter(blocks))),
                    host.get_version,
                ],
                1,
            ):
                await call()
                assert await async_wait(server.client_closed, 5)
                server.client_closed.clear()
                assert len(server.requests) == server.connections == number
    assert server.requests[3].body == b"only once"


async def test_a_connection_that_is_reset_right_after_its_check_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing of the request has been sent, so every request uses another connection."""

    def script(peer: Peer) -> None:
        request = peer.read_request()
        if request is not None:
            peer.send(valid_response(request))
            peer.reset()
            peer.server.client_closed.set()

    monkeypatch.setattr(Connection, "is_usable", lambda _: True)
    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            for number, call in enumerate(
                [
                    host.get_version,
                    host.get_sequence_client("s").start,
                    lambda: host.delete_sequence("s"),
                    lambda: host.send_sequence(b"bytes"),
                ],
                1,
            ):
                await call()
                assert await async_wait(server.client_closed, 5)
                server.client_closed.clear()
                assert len(server.requests) == server.connections == number


async def test_an_upload_that_was_not_started_is_retried_completely() -> None:
    """Even data that can be read only once is sent again."""
    log = logging.getLogger("scramjet_facade")
    server = server_not_yet_listening(always(valid_response))
    handler = ListenOnRetry(server)
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            sequence = await host.send_sequence(async_source(iter([b"only ", b"once"])))
            assert sequence.id == "the-id"
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
        server.__exit__(None, None, None)
    assert [request.body for request in server.requests] == [b"only once"]


async def test_a_request_that_may_have_had_an_effect_is_not_retried() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            for number, call in enumerate(
                [
                    host.get_sequence_client("s").start,
                    lambda: host.delete_sequence("s"),
                    lambda: host.create_topic("t", "text/plain"),
                    lambda: host.send_sequence(b"bytes could be sent again"),
                    lambda: host.send_topic("t", async_source(iter([b"once"]))),
                    lambda: host.get_sequence_client("s").overwrite(async_source(iter([b"once"]))),
                    host.get_instance_client("i").kill,
                    lambda: host.get_manager_client().put_store_item(b"the manager chooses an id"),
                ],
                1,
            ):
                with pytest.raises(CannotConnectError) as caught:
                    await call()
                assert caught.value.may_have_arrived
                # If a source takes longer than READY_WAIT, the client requests the hub's version.
                sent = [request for request in server.requests if request.method != "GET"]
                assert (caught.value.attempts, len(sent)) == (1, number)


async def test_a_request_with_a_truncated_json_response_is_retried() -> None:
    def script(peer: Peer) -> None:
        request = peer.read_request()
        if request is None:
            return
        if len(peer.server.requests) == 1:
            peer.send(head(content_length="500") + b'{"version": ')
            return
        peer.send(valid_response(request))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            assert (await host.get_version()).version == "1.0.1"
        assert len(server.requests) == 2


async def test_a_stream_that_has_started_is_not_requested_again() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(b"some")

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            async with host.get_log_stream() as stream:
                with pytest.raises(StreamInterrupted) as caught:
                    [chunk async for chunk in stream]
            assert caught.value.received == 4
        assert len(server.requests) == 1


@pytest.mark.parametrize("size", [1, 30])
async def test_a_stream_is_not_requested_again_if_its_head_has_arrived_partly(size: int) -> None:
    """The hub has begun to send the data, and does not send the data again."""

    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.send(head(transfer_encoding="chunked")[:size])

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            instance = host.get_instance_client("i")
            for number, stream in enumerate(
                [
                    instance.get_stream("output"),
                    instance.get_stream("stdout"),
                    instance.get_stream("stderr"),
                    instance.get_log_stream(),
                    instance.get_event_stream("e"),
                    host.get_topic("t"),
                ],
                1,
            ):
                with pytest.raises(StreamInterrupted, match="data may be lost") as caught:
                    async with stream:
                        [chunk async for chunk in stream]
                assert (caught.value.attempts, caught.value.received) == (1, 0)
                assert len(server.requests) == number
            server.requests.clear()
            with pytest.raises(CannotConnectError) as failed:  # it can be requested again
                await host.get_version()
            assert "https" not in str(failed.value)
            assert len(server.requests) == 3


async def test_a_stream_from_a_server_that_expects_tls_is_no_interrupted_stream() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.send(b"\x15\x03\x01\x00\x02\x02\x0a")  # a TLS alert

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(CannotConnectError, match="does the service use https"):
                async with host.get_log_stream():
                    pass


async def test_a_followed_stream_reconnects_after_a_truncated_head() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is None:
            return
        number = len(peer.server.requests)
        response = head(transfer_encoding="chunked")
        peer.send(response[:20] if number == 2 else response)
        if number != 2:
            peer.send_chunk(b"%d\n" % number)
        if number == 3:
            peer.send(b"0\r\n\r\n")

    gaps: list[Gap] = []
    with ScriptedServer(script) as server:
        host = AsyncHostClient(server.base_url)
        async with host, host.get_log_stream(on_gap=gaps.append) as stream:
            assert [line async for line in stream.iter_lines()] == ["1", "3"]
        assert len(server.requests) == 3
    assert [gap.attempts for gap in gaps] == [2]


async def test_the_default_pauses_grow() -> None:
    """The default pauses between three attempts take well below a second."""
    arrival_times: list[float] = []

    def reply(_: Request) -> bytes:
        arrival_times.append(time.monotonic())
        return busy()

    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(ClientError):
                await host.get_version()
    assert 0.05 <= arrival_times[1] - arrival_times[0] < 0.5
    assert 0.1 <= arrival_times[2] - arrival_times[1] < 0.7
