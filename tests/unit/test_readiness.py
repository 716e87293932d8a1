"""What the system tells of a socket without being read from: on real sockets, where it tells it."""

from __future__ import annotations

import select
import socket
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from scramjet_facade.http11.readiness import has_data, is_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINUX = sys.platform == "linux"


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection, ours and the peer's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        peers, _ = server.accept()
        with ours, peers:
            yield ours, peers


def wait_for(ours: socket.socket) -> None:
    assert select.select([ours], [], [], 5)[0]


def test_an_idle_connection(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends
    assert is_silent(ours) is LINUX
    assert not has_data(ours)


def test_one_that_all_was_read_from(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, peers = ends
    for size in (1, 100_000):
        peers.sendall(b"x" * size)
        left = size
        while left:
            left -= len(ours.recv(left))
    assert is_silent(ours) is LINUX
    assert not has_data(ours)


def says(peers: socket.socket) -> None:
    peers.sendall(b"x")


def says_and_leaves(peers: socket.socket) -> None:
    peers.sendall(b"x")
    peers.shutdown(socket.SHUT_WR)


def leaves(peers: socket.socket) -> None:
    peers.shutdown(socket.SHUT_WR)


def breaks_off(peers: socket.socket) -> None:
    peers.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peers.close()


@pytest.mark.parametrize("what", [says, says_and_leaves, leaves, breaks_off])
def test_something_came(
    ends: tuple[socket.socket, socket.socket], what: Callable[[socket.socket], None]
) -> None:
    ours, peers = ends
    what(peers)
    wait_for(ours)
    assert not is_silent(ours)
    assert has_data(ours) is (LINUX and what in {says, says_and_leaves, leaves})


def test_where_the_system_tells_nothing() -> None:
    with socket.socket(socket.AF_UNIX if LINUX else socket.AF_INET) as other:
        assert not is_silent(other)
    assert not has_data(other)  # it is closed
    assert not is_silent(other)
