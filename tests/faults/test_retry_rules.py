"""The rules for retries: whether, when, and on which connection a request is sent again."""

from __future__ import annotations

import select
import socket
import struct
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scramjet_facade import (
    BadParametersError,
    CannotConnectError,
    ClientError,
    Retries,
    ServerError,
)
from scramjet_facade.http11.connection import Connection

NUMBERS = st.integers(-10, 10**30).map(str)
DATES = st.tuples(
    st.integers(0, 40), st.integers(0, 10**20), st.integers(0, 30), st.integers(-99999, 99999)
).map(lambda p: f"Mon, {p[0]:02} Jan {p[1]} {p[2]:02}:00:00 {p[3]:+05}")


@given(st.text() | NUMBERS | DATES)
def test_any_retry_after_value_gives_a_pause_within_the_limit(value: str) -> None:
    busy = ServerError("busy", status=503, headers={"retry-after": value})
    pause = Retries(longest_pause=5).pause(busy, method="GET", attempts=1, replayable=True)
    assert pause is None or 0 <= pause <= 5


@given(st.integers(1, 10**6))
def test_pauses_do_not_exceed_the_longest_pause(attempts: int) -> None:
    retries = Retries(10**7, longest_pause=3)
    error = CannotConnectError("refused")
    pause = retries.pause(error, method="POST", attempts=attempts, replayable=False)
    assert pause is not None
    assert 0 < pause <= 3


def test_pauses_must_be_limited() -> None:
    with pytest.raises(BadParametersError, match="longest_pause must be a number of seconds"):
        Retries(longest_pause=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_request_that_may_have_arrived_is_not_retried(method: str) -> None:
    errors: list[ClientError] = [
        CannotConnectError("reset", may_have_arrived=True),
        ServerError("busy", status=503, may_have_arrived=True),
    ]
    for error in errors:
        assert Retries().pause(error, method=method, attempts=1, replayable=True) is None


def test_a_put_that_is_not_idempotent_is_retried_as_a_post() -> None:
    reset = CannotConnectError("reset", may_have_arrived=True)
    busy = ServerError("busy", status=503, may_have_arrived=True)
    refused = CannotConnectError("refused")
    for error in (reset, busy):
        details = {"attempts": 1, "replayable": True}
        assert Retries(1).pause(error, method="PUT", **details) is not None
        assert Retries(1).without_put().pause(error, method="PUT", **details) is None
    pauses = [
        Retries(1).without_put().pause(refused, method="PUT", attempts=attempts, replayable=False)
        for attempts in (1, 2)
    ]
    assert pauses[0] is not None
    assert pauses[1] is None


@pytest.mark.parametrize("event", ["closed", "reset", "unexpected data"])
def test_an_idle_connection_is_not_used_after_it_was_closed_or_sent_data(event: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        client.setblocking(False)
        server, _ = listener.accept()
        with closing(Connection(client)) as connection, server:
            assert connection.is_usable()
            if event == "unexpected data":
                server.send(b"HTTP/1.1 408 Request Timeout\r\n\r\n")
            else:
                if event == "reset":
                    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                server.close()
            assert select.select([client], [], [], 5)[0]
            assert not connection.is_usable()
