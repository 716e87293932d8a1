"""A server on a real socket that runs a script for each connection."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType

CHUNK = 65536


@dataclass
class Request:
    """A request as it was received."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytearray = field(default_factory=bytearray)  # grows in place
    complete: bool = field(default=True, kw_only=True)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> str:
        return urlsplit(self.target).query

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) < 2, f"{name} was sent {len(found)} times"
        return found[0] if found else None


class Peer:
    """The server's end of one connection, for scripts."""

    def __init__(self, server: ScriptedServer, connection: socket.socket) -> None:
        self.server = server
        self.socket = connection
        self._unread = b""

    def read_head(self) -> Request | None:
        """Read a request's head, but not its body; return None if the client has disconnected."""
        while b"\r\n\r\n" not in self._unread:
            if not self._fill():
                return None
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = [(name, value.strip()) for name, _, value in (li.partition(":") for li in lines)]
        request = Request(method, target, headers, complete=False)
        if self.server.version and request.path.endswith("/version"):
            self.send(answer(b'{"version": "%b"}' % self.server.version.encode()))
            return self.read_head()
        self.server.requests.append(request)
        return request

    def read_body(self, request: Request) -> bool:
        """Read a request's body to its end; return False if the client disconnects earlier."""
        for block in self.body_blocks(request):
            request.body += block
        return request.complete

    def body_blocks(self, request: Request):  # noqa: ANN201 (a generator of bytes)
        """Yield a request's body as it arrives; set ``complete`` at its end."""
        if (request.header("transfer-encoding") or "").lower() == "chunked":
            while (line := self._line()) is not None:
                size = int(line.split(b";")[0], 16)
                data = self._exactly(size + 2)
                if data is None:
                    return
                if size == 0:
                    request.complete = True
                    return
                yield data[:-2]
            return
        remaining = int(request.header("content-length") or 0)
        while remaining:
            if not self._unread and not self._fill():
                return
            block, self._unread = self._unread[:remaining], self._unread[remaining:]
            remaining -= len(block)
            yield block
        request.complete = True

    def read_request(self) -> Request | None:
        """Read a complete request; return None if the client has disconnected."""
        request = self.read_head()
        if request is not None:
            self.read_body(request)
        return request

    def send(self, *blocks: bytes) -> None:
        for block in blocks:
            self.socket.sendall(block)

    def send_chunk(self, data: bytes) -> None:
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def reset(self) -> None:
        """Reset the connection."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def wait_until_closed(self) -> None:
        """Wait until the client closes its connection, or the server is closed."""
        try:
            while self.socket.recv(CHUNK):
                pass
        except OSError:
            pass
        self.server.client_closed.set()

    def _fill(self) -> bool:
        try:
            block = self.socket.recv(CHUNK)
        except OSError:
            return False
        self._unread += block
        return bool(block)

    def _line(self) -> bytes | None:
        while b"\r\n" not in self._unread:
            if not self._fill():
                return None
        line, _, self._unread = self._unread.partition(b"\r\n")
        return line

    def _exactly(self, size: int) -> bytes | None:
        while len(self._unread) < size:
            if not self._fill():
                return None
        data, self._unread = self._unread[:size], self._unread[size:]
        return data


Script = Callable[[Peer], None]


def head(status: int = 200, reason: str = "OK", **headers: str) -> bytes:
    """Return the head of a response; ``content_type="…"`` becomes ``content-type: …``."""
    lines = [f"HTTP/1.1 {status} {reason}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def answer(
    body: bytes = b"{}",
    status: int = 200,
    reason: str = "OK",
    content_type: str | None = "application/json",
    **headers: str,
) -> bytes:
    """Return a complete response."""
    if content_type is not None:
        headers["content_type"] = content_type
    return head(status, reason, content_length=str(len(body)), **headers) + body


def json_answer(body: object, status: int = 200, reason: str = "OK") -> bytes:
    """Return a complete response with a JSON body."""
    return answer(json.dumps(body).encode(), status, reason)


def always(reply: bytes | Callable[[Request], bytes]) -> Script:
    """Return a script that sends the same response to every request of a connection."""

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(reply if isinstance(reply, bytes) else reply(request))

    return script


def interrupted_once(data: bytes) -> Script:
    """Return a script that responds to each request with a stream; the first stream breaks off."""

    def script(peer: Peer) -> None:
        if peer.read_request() is None:
            return
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(data)
        if len(peer.server.requests) > 1:
            peer.send(b"0\r\n\r\n")

    return script


class ScriptedServer:
    """Runs a script in a thread for each connection, and records the requests.

    Attributes:
        requests: The received requests in order; each is added when its head is read.
        connections: The number of accepted connections.
        version: If set, the response to requests for the version; these are not recorded.
        client_closed: Set when a script's ``wait_until_closed`` returns.
    """

    version = ""

    def __init__(self, script: Script, host: str = "127.0.0.1") -> None:
        self.script = script
        self.requests: list[Request] = []
        self.connections = 0
        self.client_closed = threading.Event()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(
            (host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        self._acceptor = threading.Thread(target=self._accept, name="scripted-server")

    @property
    def origin(self) -> str:
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    @property
    def base_url(self) -> str:
        return f"{self.origin}/api/v1"

    def __enter__(self) -> Self:
        self._acceptor.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join()
        self._listener.close()
        for connection in self._open:
            with suppress(OSError):  # closed by its script
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def clear(self) -> None:
        """Wait until the clients have closed their connections, and forget all requests."""
        for thread in self._threads:
            thread.join(5)
        self._threads.clear()
        self._open.clear()
        self.requests.clear()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), name="scripted-peer")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        # A script ends with an OSError if the client disconnects. Tests check only the client.
        with connection, suppress(OSError):
            self.script(Peer(self, connection))
