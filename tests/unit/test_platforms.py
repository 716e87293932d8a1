"""Systems on which waits do not end early: Windows, and macOS while a socket connects."""

from __future__ import annotations

import select
import socket
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade.concurrency import threads, timing
from scramjet_facade.concurrency.threads import Event
from scramjet_facade.http11 import connection, sync_waiter
from scramjet_facade.http11.connection import Connection
from scramjet_facade.http11.sync_waiter import Waiter, poll
from scramjet_facade.http11.waiting import READ, WRITE, Wait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.http11.waiting import Steps


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, peer = socket.socketpair()
    ours.setblocking(False)
    with ours, peer:
        yield ours, peer


def test_a_wait_for_a_socket_is_split_into_short_waits(
    monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket]
) -> None:
    """Ctrl-C and another thread's cancel() must be noticed."""

    def steps() -> Steps[int]:
        for number in range(3):
            assert not (yield Wait((pair[0],), READ, None)), number
        return 3

    monkeypatch.setattr(sync_waiter, "WAITS_END_EARLY", False)
    monkeypatch.setattr(timing, "INTERRUPT_CHECK", 0.001)
    assert Waiter().run(steps()) == 3


@pytest.mark.parametrize("is_set", [False, True])
def test_a_wait_for_a_lock_is_split_into_short_waits(
    monkeypatch: pytest.MonkeyPatch, is_set: bool
) -> None:
    waits: list[float] = []

    class Lock:
        def acquire(self, timeout: float = -1) -> bool:
            waits.append(timeout)
            return is_set and len(waits) == 3

    monkeypatch.setattr(threads, "LOCKS_CAN_BE_INTERRUPTED", False)
    monkeypatch.setattr(timing, "INTERRUPT_CHECK", 0.001)
    event = Event()
    monkeypatch.setattr(event, "_lock", Lock())
    event.wait(None if is_set else 0)
    assert all(wait <= 0.001 for wait in waits)
    assert len(waits) == (3 if is_set else 1)


@pytest.mark.parametrize("has_poll", [True, False])
def test_poll_returns_the_ready_sockets(
    monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket], has_poll: bool
) -> None:
    if not has_poll:
        monkeypatch.delattr(select, "poll", raising=False)
    ours, peer = pair
    assert poll([ours], READ, 0) == []
    assert poll([ours], READ | WRITE, 0) == [ours]
    peer.send(b"x")
    assert poll([ours], READ, 5) == [ours]


def test_data_is_sent_without_sendmsg(
    monkeypatch: pytest.MonkeyPatch, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, peer = pair
    monkeypatch.setattr(connection, "_SENDMSG", False)
    connected = Connection(ours)
    parts = (b"a" * 20_000, b"b" * 10)
    (buffer,) = buffers = connected.encode(*parts)
    assert buffer == b"".join(parts)
    while not connected.send(buffers):
        pass
    received = b""
    while len(received) < 20_010:
        received += peer.recv(65536)
    assert received == b"".join(parts)


def test_large_parts_are_sent_without_joining_them(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, peer = pair
    connected = Connection(ours)
    parts = (b"head", b"x" * 1_000_000, b"tail")
    buffers = connected.encode(*parts)
    assert [len(buffer) for buffer in buffers] == [4, 1_000_000, 4]
    received: Future[bytes] = Future()

    def read() -> None:
        data = b""
        while len(data) < 1_000_008:
            data += peer.recv(65536)
        received.set_result(data)

    reader = threading.Thread(target=read)
    reader.start()
    while not connected.send(buffers):
        assert poll([ours], WRITE, 5)
    assert received.result(5) == b"".join(parts)
    reader.join()


@pytest.mark.parametrize(
    "name",
    [
        "scramjet_facade.http11.connection.Connection",
        "scramjet_facade._sync.transport.HTTPTransport",
        "scramjet_facade._sync.transport.ResponseStream",
        "scramjet_facade._async.transport.AsyncHTTPTransport",
        "scramjet_facade._async.transport.AsyncResponseStream",
    ],
)
def test_the_finalizer_of_an_uninitialized_object_raises_nothing(name: str) -> None:
    """A signal handler may raise before ``__init__`` has done anything."""
    module, _, kind = name.rpartition(".")
    cls: Any = getattr(__import__(module, fromlist=[kind]), kind)
    cls.__new__(cls).__del__()
