"""Where clients connect to: places that answer or don't, names, and each part of connecting."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str, int]


@contextmanager
def dead() -> Iterator[Place]:
    """Give an address that answers nothing: its listener's backlog is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1))
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()


@contextmanager
def refusing() -> Iterator[Place]:
    """Give an address at which nothing listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()


def place_of(server: ScriptedServer) -> Place:
    port = urlsplit(server.origin).port
    assert port is not None
    return "127.0.0.1", port


class Resolver:
    """Stands for the system's resolver.

    Attributes:
        asked: Set when it was asked.
        answers: It answers when this is set.
    """

    def __init__(self, *places: Place) -> None:
        self.places = places
        self.asked = threading.Event()
        self.answers = threading.Event()
        self.answers.set()
        self.failure: OSError | None = None
        self._threads: list[threading.Thread] = []

    def __call__(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        assert host == "hub.example"
        self._threads.append(threading.current_thread())
        self.asked.set()
        assert self.answers.wait(20)
        if self.failure is not None:
            raise self.failure
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in self.places]

    def end(self) -> None:
        """Answer whoever waits, and see that all of it ends."""
        self.answers.set()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()


URL = "http://hub.example:8000/api/v1"


class Phase:
    """A part of connecting that goes on until it is broken off.

    Attributes:
        url: What the client is to be given.
        proxy: Likewise; None if it needs none.
        begun: Set when it goes on.
        end: Lets it end at last.
    """

    def __init__(
        self,
        name: str,
        server: ScriptedServer,
        heard: threading.Event,
        place: Place,
        resolve: Any,
    ) -> None:
        resolver = resolve(place if name == "connecting" else place_of(server))
        self.end = resolver.end
        self.begun = resolver.asked if name in {"resolving", "connecting"} else heard
        if name == "resolving":
            resolver.answers.clear()
        self.url = URL.replace("http:", "https:") if name == "shaking hands" else URL
        self.proxy = None
        if name == "asking the proxy":
            self.proxy, self.url = URL.removesuffix("/api/v1"), "https://hub.invalid/api/v1"


PHASES = ["resolving", "connecting", "shaking hands", "asking the proxy"]


@contextmanager
def phase_of(name: str, resolve: Any) -> Iterator[Phase]:
    """Give a part of connecting, which never ends by itself."""
    heard = threading.Event()

    def silent(peer: Any) -> None:
        if peer.socket.recv(1):
            heard.set()
            peer.wait_until_closed()

    with ScriptedServer(silent) as server, dead() as place:
        yield Phase(name, server, heard, place, resolve)
