"""The state of a socket without reading from it, on real sockets."""

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
    """Return both ends of a connection: ours and the peer's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        peer, _ = server.accept()
        with ours, peer:
            yield ours, peer


def wait_for(ours: socket.socket) -> None:
    assert select.select([ours], [], [], 5)[0]


def test_an_idle_connection_has_no_data(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends
    assert is_silent(ours) is LINUX
    assert not has_data(ours)


def test_a_connection_has_no_data_after_reading_all(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, peer = ends
    for size in (1, 100_000):
        peer.sendall(b"x" * size)
        remaining = size
        while remaining:
            remaining -= len(ours.recv(remaining))
    assert is_silent(ours) is LINUX
    assert not has_data(ours)


def send(peer: socket.socket) -> None:
    peer.sendall(b"x")


def send_and_close(peer: socket.socket) -> None:
    peer.sendall(b"x")
    peer.shutdown(socket.SHUT_WR)


def close(peer: socket.socket) -> None:
    peer.shutdown(socket.SHUT_WR)


def reset(peer: socket.socket) -> None:
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


@pytest.mark.parametrize("action", [send, send_and_close, close, reset])
def test_a_socket_with_data_or_an_end_is_not_silent(
    ends: tuple[socket.socket, socket.socket], action: Callable[[socket.socket], None]
) -> None:
    ours, peer = ends
    action(peer)
    wait_for(ours)
    assert not is_silent(ours)
    assert has_data(ours) is (LINUX and action in {send, send_and_close, close})


def test_other_sockets_and_closed_ones_are_not_silent() -> None:
    with socket.socket(socket.AF_UNIX if LINUX else socket.AF_INET) as other:
        assert not is_silent(other)
    assert not has_data(other)  # it is closed
    assert not is_silent(other)
