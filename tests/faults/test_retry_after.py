"""Whatever a Retry-After header holds, it makes a pause within the bound, or none."""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from weakref import WeakValueDictionary

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scramjet_facade import CannotConnectError, ClientError, Retries, ServerError
from scramjet_facade.network.early_answers import Stream

NUMBERS = st.integers(-10, 10**30).map(str)
DATES = st.tuples(
    st.integers(0, 40), st.integers(0, 10**20), st.integers(0, 30), st.integers(-99999, 99999)
).map(lambda p: f"Mon, {p[0]:02} Jan {p[1]} {p[2]:02}:00:00 {p[3]:+05}")


@given(st.text() | NUMBERS | DATES)
def test_any_retry_after(value: str) -> None:
    busy = ServerError("busy", status=503, headers={"retry-after": value})
    pause = Retries(longest_pause=5).pause(busy, method="GET", attempts=1, replayable=True)
    assert pause is None or 0 <= pause <= 5


@given(st.integers(1, 10**6))
def test_pauses_stay_below_the_longest(attempts: int) -> None:
    retries = Retries(10**7, longest_pause=3)
    error = CannotConnectError("refused")
    pause = retries.pause(error, method="POST", attempts=attempts, replayable=False)
    assert pause is not None
    assert 0 < pause <= 3


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_what_may_have_arrived_is_not_repeated(method: str) -> None:
    errors: list[ClientError] = [
        CannotConnectError("broke", may_have_arrived=True),
        ServerError("busy", status=503, may_have_arrived=True),
    ]
    for error in errors:
        assert Retries().pause(error, method=method, attempts=1, replayable=True) is None


@pytest.mark.parametrize("hard", [False, True], ids=["closed", "reset"])
def test_a_connection_that_is_gone_before_the_first_byte_says_that_nothing_left(hard: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
        if hard:
            far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        far.close()
        with (
            closing(
                Stream(httpcore._backends.sync.SyncStream(near), WeakValueDictionary())
            ) as stream,
            pytest.raises(httpcore.ConnectError),
        ):
            stream.write(b"POST / HTTP/1.1\r\n\r\n", 1)


def test_a_connection_that_breaks_after_the_first_byte_doesnt_say_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
        with closing(
            Stream(httpcore._backends.sync.SyncStream(near), WeakValueDictionary())
        ) as stream:
            stream.write(b"POST / HTTP/1.1\r\n", 1)
            far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            far.close()
            with pytest.raises((httpcore.WriteError, httpcore.ReadError)):
                stream.write(b"\r\n", 1)
