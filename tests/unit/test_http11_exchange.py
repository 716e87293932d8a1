"""The protocol of one request and its response, over a real pair of sockets."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scramjet_facade.http11.connection import Connection
from scramjet_facade.http11.exchange import HTTP11Exchange
from scramjet_facade.http11.target import Target
from scramjet_facade.http11.waiting import WRITE

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Target("http://hub/", proxy=None, ssl_context=ssl.create_default_context)
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"


@pytest.fixture
def sockets() -> Iterator[tuple[socket.socket, socket.socket]]:
    own, peer = socket.socketpair()
    own.setblocking(False)
    with own, peer:
        yield own, peer


def run(steps: Any) -> Any:
    """Run a part of the protocol for which everything is ready; return its result."""
    try:
        for _ in range(10):
            next(steps)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it waits")


def test_an_upload_does_not_wait_for_a_response_that_is_complete(
    sockets: tuple[socket.socket, socket.socket],
) -> None:
    """The end of the connection keeps the socket readable: such a wait would return immediately."""
    own, peer = sockets
    request = httpx.Request("POST", "http://hub/", content=iter([b""]))
    exchange = HTTP11Exchange(Connection(own), request, TARGET)
    run(exchange.send_request())
    peer.sendall(RESPONSE)
    peer.shutdown(socket.SHUT_WR)
    steps = exchange.send_block(b"x" * 8_000_000, listens=True)
    waits = [next(steps) for _ in range(3)]
    assert exchange.parser.is_complete
    assert waits[-1].events == WRITE


def test_a_late_failure_leaves_the_connection_to_the_next_exchange(
    sockets: tuple[socket.socket, socket.socket],
) -> None:
    own, peer = sockets
    connection, request = Connection(own), httpx.Request("GET", "http://hub/")
    first = HTTP11Exchange(connection, request, TARGET)
    run(first.send_request())
    peer.sendall(RESPONSE)
    run(first.receive_head())
    assert run(first.receive_data()) == b"x"
    assert first.close()
    second = HTTP11Exchange(connection, request, TARGET)
    run(second.send_request())
    with pytest.raises(httpx.ReadError):
        run(first.receive_data())  # its delivery was interrupted
    peer.sendall(RESPONSE)
    run(second.receive_head())
    assert run(second.receive_data()) == b"x"
