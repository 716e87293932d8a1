"""Addresses, a DNS resolver and the phases of connecting, for tests of connection setup."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Iterator

Address = tuple[str, int]


@contextmanager
def unresponsive_address() -> Iterator[Address]:
    """Yield an address that ignores connection attempts, because its backlog is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1))
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()


@contextmanager
def refusing_address() -> Iterator[Address]:
    """Yield an address that refuses connections."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()


def address_of(server: ScriptedServer) -> Address:
    port = urlsplit(server.origin).port
    assert port is not None
    return "127.0.0.1", port


class Resolver:
    """Replaces the resolver of the system.

    Attributes:
        was_called: Set when it has been called.
        may_answer: The event that each call waits for.
    """

    def __init__(self, *addresses: Address) -> None:
        self.addresses = addresses
        self.was_called = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.failure: OSError | None = None
        self._threads: list[threading.Thread] = []

    def __call__(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        assert host == "hub.example"
        self._threads.append(threading.current_thread())
        self.was_called.set()
        assert self.may_answer.wait(20)
        if self.failure is not None:
            raise self.failure
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in self.addresses]

    def end(self) -> None:
        """Let all calls return, and wait until all have returned."""
        self.may_answer.set()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()


URL = "http://hub.example:8000/api/v1"


class Phase:
    """A phase of connecting that never finishes by itself.

    Attributes:
        url: The URL for the client.
        proxy: The proxy for the client, or None.
        started: Set when the phase has started.
        end: Lets the phase finish.
    """

    def __init__(
        self,
        name: str,
        server: ScriptedServer,
        received: threading.Event,
        address: Address,
        resolve: Any,
    ) -> None:
        resolver = resolve(address if name == "TCP connect" else address_of(server))
        self.end = resolver.end
        self.started = resolver.was_called if name in {"DNS lookup", "TCP connect"} else received
        if name == "DNS lookup":
            resolver.may_answer.clear()
        self.url = URL.replace("http:", "https:") if name == "TLS handshake" else URL
        self.proxy = None
        if name == "proxy CONNECT":
            self.proxy, self.url = URL.removesuffix("/api/v1"), "https://hub.invalid/api/v1"


PHASES = ["DNS lookup", "TCP connect", "TLS handshake", "proxy CONNECT"]


@contextmanager
def start_phase(name: str, resolve: Any) -> Iterator[Phase]:
    """Start a phase of connecting."""
    received = threading.Event()

    def silent(peer: Any) -> None:
        if peer.socket.recv(1):
            received.set()
            peer.wait_until_closed()

    with ScriptedServer(silent) as server, unresponsive_address() as address:
        yield Phase(name, server, received, address, resolve)
