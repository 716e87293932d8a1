"""Servers with the faults of matrix.yaml, on raw sockets."""

from __future__ import annotations

import gzip
import itertools
import json
import logging
import socket
import ssl
import threading
import time
import zlib
from contextlib import ExitStack, contextmanager, suppress
from email.utils import formatdate
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trustme
import yaml

from tests.scripted_server import Peer, Request, ScriptedServer, answer, head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MATRIX: dict[str, dict[str, Any]] = yaml.load(
    Path(__file__).with_name("matrix.yaml").read_text("utf-8"), yaml.CSafeLoader
)
OPERATIONS = ("get", "post", "put", "delete", "upload", "download", "duplex")
DATA = b"some data"
_CHUNKED = head(transfer_encoding="chunked", content_type="application/json")
_MIB = 1024 * 1024


class ClosedError(OSError):
    """A fault has finished with its connection."""


class FaultyServer:
    """A server with a fault, for one cell of the matrix.

    Attributes:
        base_url: Its URL.
        verify: The ``verify`` option for its clients.
        is_healthy: Whether the server responds correctly now.
        idle_closed: Set when the server has closed a connection after the first response.
    """

    def __init__(self, base_url: str, server: ScriptedServer | None = None) -> None:
        self.base_url = base_url
        self.server = server
        self.verify: ssl.SSLContext | bool = True
        self.is_healthy = False
        self.idle_closed = threading.Event()
        self.other_server: ScriptedServer | None = None
        self.unread_requests = 0

    @property
    def request_count(self) -> int:
        """The number of requests that arrived."""
        return self.unread_requests + (len(self.server.requests) if self.server else 0)

    def disconnect_clients(self) -> None:
        """Close the connections to all clients."""
        if self.server is not None:
            disconnect_clients(self.server)


def disconnect_clients(server: ScriptedServer) -> None:
    """Close the connections of a server to all clients."""
    for connection in list(server._open):
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def valid_body(request: Request) -> bytes:
    """Return the correct body for a request."""
    if request.path.endswith(("/output", "/inout")):
        return DATA
    if request.path.endswith("/version"):
        return json.dumps({"service": "sth", "apiVersion": "v1", "version": "1.0.1"}).encode()
    return b'{"id": "the-id"}'


def valid_response(request: Request) -> bytes:
    """Return the correct response to a request."""
    return answer(valid_body(request))


def close(peer: Peer) -> None:
    """Close the connection without a reset."""
    with suppress(OSError):
        peer.socket.shutdown(socket.SHUT_RDWR)
    raise ClosedError


def wait_for_client(peer: Peer) -> None:
    """Send nothing more, and wait until the client closes the connection."""
    peer.wait_until_closed()
    raise ClosedError


# Handles one request. If it returns, the server reads the next request.
Fault = "Callable[[FaultyServer, Peer, Request], None]"


def respond_with(
    make: Callable[[Request], bytes], then: Callable[[Peer], None] | None = None
) -> Fault:
    """Make a fault that sends a response; ``then`` may end the connection."""

    def handle(_: FaultyServer, peer: Peer, request: Request) -> None:
        peer.send(make(request))
        if then is not None:
            then(peer)

    return handle


def first_time_only(fault: Fault) -> Fault:
    """Make a fault that affects the first request only."""

    def handle(faulty: FaultyServer, peer: Peer, request: Request) -> None:
        faulty.is_healthy = True
        fault(faulty, peer, request)

    return handle


def status(code: int, reason: str, body: bytes = b'{"error": "no"}', **headers: str) -> Fault:
    """Make a fault that sends a response with a status."""
    return respond_with(lambda _: answer(body, code, reason, **headers))


def reset_connection(_: FaultyServer, peer: Peer, __: Request) -> None:
    peer.reset()
    raise ClosedError


def close_connection(_: FaultyServer, peer: Peer, __: Request) -> None:
    close(peer)


def close_after_response(faulty: FaultyServer, peer: Peer, request: Request) -> None:
    peer.send(valid_response(request))
    faulty.is_healthy = True
    with suppress(ClosedError):
        close(peer)
    faulty.idle_closed.set()
    raise ClosedError


def close_on_reuse(faulty: FaultyServer, peer: Peer, request: Request) -> None:
    if len(faulty.server.requests) == 1:  # type: ignore[union-attr]
        peer.send(valid_response(request))
        faulty.idle_closed.set()
        return
    faulty.is_healthy = True
    close(peer)


def send_in_pieces(peer: Peer, data: bytes, pieces: int, pause: float) -> None:
    size = len(data) // pieces + 1
    for start in range(0, len(data), size):
        peer.send(data[start : start + size])
        time.sleep(pause)


def response_in_pieces(_: FaultyServer, peer: Peer, request: Request) -> None:
    send_in_pieces(peer, valid_response(request), 10, 0.01)


def endless_header(_: FaultyServer, peer: Peer, __: Request) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        peer.send(b"x-%d: y\r\n" % number)
        time.sleep(0.01)


def informational(_: FaultyServer, peer: Peer, request: Request) -> None:
    peer.send(b"HTTP/1.1 102 Processing\r\n\r\n" * 3, valid_response(request))


def informational_flood(_: FaultyServer, peer: Peer, __: Request) -> None:
    while True:
        peer.send(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)
        time.sleep(0.001)


def endless_body(_: FaultyServer, peer: Peer, __: Request) -> None:
    peer.send(_CHUNKED)
    peer.send_chunk(b'{"id": "')
    while True:
        peer.send_chunk(b"x" * 65536)


@cache
def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    block = b"[" * _MIB
    return b"".join(packer.compress(block) for _ in range(32)) + packer.flush()


def without_length(request: Request) -> bytes:
    """Return a response whose body ends when the connection is closed."""
    return head(content_type="application/json") + valid_body(request)


def with_length(request: Request, *lines: bytes, first: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """Return a response with these header lines; ``{}`` in a line becomes the body's length."""
    body = valid_body(request)
    lines = tuple(line.replace(b"{}", b"%d" % len(body)) for line in lines)
    return b"\r\n".join([first, *lines, b"", body])


def with_head_of(size: int) -> Fault:
    """Make a fault that sends a head of a number of bytes."""

    def make(request: Request) -> bytes:
        lines = [b"content-length: {}", b"x-long: "]
        missing = size - (len(with_length(request, *lines)) - len(valid_body(request)))
        return with_length(request, *lines[:-1], lines[-1] + b"x" * missing)

    return respond_with(make)


def truncated_chunk(request: Request) -> bytes:
    body = valid_body(request)
    return _CHUNKED + b"%x\r\n" % (len(body) + 10) + body


def redirect(code: int, where: str) -> Fault:
    def handle(faulty: FaultyServer, peer: Peer, request: Request) -> None:
        origin = faulty.server.origin  # type: ignore[union-attr]
        if where == "same":
            faulty.is_healthy = True
            target = f"{origin}/moved{request.path}"
        elif where == "loop":
            target = request.path
        else:
            assert faulty.other_server is not None
            target = f"{faulty.other_server.origin}{request.path}"
        peer.send(answer(b"", code, "Moved", content_type=None, location=target))

    return handle


FAULTS: dict[str, Fault] = {
    "no_fault": respond_with(valid_response),
    "reset_after_reading": reset_connection,
    "reset_once": first_time_only(reset_connection),
    "close_without_response": close_connection,
    "idle_connection_closed": close_after_response,
    "reused_connection_closed": close_on_reuse,
    "no_response": lambda _, peer, __: wait_for_client(peer),
    "slow_header": respond_with(lambda r: valid_response(r)[:25], wait_for_client),
    "response_in_pieces": response_in_pieces,
    "endless_header": endless_header,
    "slow_body": respond_with(lambda r: valid_response(r)[:-5], wait_for_client),
    "truncated_status_line": respond_with(lambda _: b"HTTP/1.1 2", close),
    "truncated_head": respond_with(lambda r: valid_response(r)[:30], close),
    "invalid_http": respond_with(lambda _: b"\x00\xff\x16 this is no HTTP\r\n\r\n", close),
    "wrong_protocol": respond_with(lambda _: b"220 smtp.example ESMTP\r\n\r\n", close),
    "header_1_mb": respond_with(lambda r: head(x_long="x" * _MIB, content_length="2") + b"{}"),
    "many_headers_1_mb": respond_with(
        lambda r: head(**{f"x_{n}": "y" * 90 for n in range(10_000)}, content_length="2") + b"{}"
    ),
    "header_9_kb": with_head_of(9 * 1024),
    "headers_200": respond_with(
        lambda r: with_length(r, *[b"x-%d: y" % n for n in range(200)], b"content-length: {}")
    ),
    "head_just_below_the_limit": with_head_of(64 * 1024),
    "head_just_above_the_limit": with_head_of(64 * 1024 + 1),
    "status_000": respond_with(
        lambda r: with_length(r, b"content-length: {}", first=b"HTTP/1.1 000 No")
    ),
    "folded_header": respond_with(
        lambda r: with_length(r, b"x-a: b", b"\tc", b"content-length:", b" {}")
    ),
    "line_feeds_only": respond_with(
        lambda r: with_length(r, b"content-length: {}").replace(b"\r", b"")
    ),
    "blank_line_first": respond_with(lambda r: b"\r\n" + valid_response(r)),
    "content_length_too_short": respond_with(
        lambda r: (
            head(content_type="application/json", content_length=str(len(valid_body(r)) - 5))
            + valid_body(r)
        )
    ),
    "content_length_too_long": respond_with(
        lambda r: (
            head(content_type="application/json", content_length=str(len(valid_body(r)) + 5))
            + valid_body(r)
        ),
        close,
    ),
    "content_length_repeated": respond_with(
        lambda r: with_length(r, b"content-length: {}", b"Content-Length: {}")
    ),
    "content_length_as_a_list": respond_with(lambda r: with_length(r, b"content-length: {}, {}")),
    "content_length_and_chunked": respond_with(
        lambda r: with_length(r, b"content-length: {}", b"transfer-encoding: chunked"), close
    ),
    "chunked_and_content_length": respond_with(
        lambda r: with_length(r, b"transfer-encoding: chunked", b"content-length: {}"), close
    ),
    "body_until_close": respond_with(without_length, close),
    "body_until_reset": respond_with(without_length, Peer.reset),
    "content_length_not_a_number": respond_with(
        lambda r: head(content_length="many") + valid_body(r), close
    ),
    "content_lengths_differ": respond_with(
        lambda r: b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ", close
    ),
    "truncated_chunk": respond_with(truncated_chunk, close),
    "reset_in_body": respond_with(truncated_chunk, Peer.reset),
    "truncated_chunk_once": first_time_only(respond_with(truncated_chunk, close)),
    "bad_chunk_size": respond_with(
        lambda r: _CHUNKED + b"zz\r\n" + valid_body(r) + b"\r\n0\r\n\r\n"
    ),
    "no_last_chunk": respond_with(
        lambda r: _CHUNKED + b"%x\r\n%s\r\n" % (len(valid_body(r)), valid_body(r)), close
    ),
    "informational_responses": informational,
    "informational_close": respond_with(
        lambda r: b"HTTP/1.1 102 Processing\r\nconnection: close\r\n\r\n" + valid_response(r)
    ),
    "endless_informational_responses": informational_flood,
    "no_content_with_body": respond_with(lambda r: answer(valid_body(r), 204, "No Content")),
    "truncated_json": respond_with(lambda r: answer(valid_body(r)[:-1])),
    "json_of_wrong_type": respond_with(lambda _: answer(b'"text"')),
    "json_empty": respond_with(lambda _: answer(b"")),
    "json_not_utf8": respond_with(lambda _: answer(b'{"id": "\xff\xfe"}')),
    "json_too_deep": respond_with(lambda _: answer(b"[" * 40_000 + b"]" * 40_000)),
    "html_200": respond_with(lambda _: answer(b"<html>Sign in</html>", content_type="text/html")),
    "html_502": status(502, "Bad Gateway", b"<html>oops</html>", content_type="text/html"),
    "error_too_deep": status(500, "Error", b"[" * 100_000),
    "truncated_error": respond_with(
        lambda _: head(500, "Internal Server Error", content_length="50") + b'{"err', close
    ),
    "status_503": status(503, "Service Unavailable"),
    "status_503_once": first_time_only(status(503, "Service Unavailable")),
    "retry_after_0": status(503, "Service Unavailable", retry_after="0"),
    "retry_after_past_date": status(
        503, "Service Unavailable", retry_after=formatdate(0, usegmt=True)
    ),
    "retry_after_far_date": status(
        503, "Service Unavailable", retry_after=formatdate(4e9, usegmt=True)
    ),
    "retry_after_too_long": status(503, "Service Unavailable", retry_after="86400"),
    "retry_after_of_400_digits": status(503, "Service Unavailable", retry_after="9" * 400),
    "retry_after_invalid": status(503, "Service Unavailable", retry_after="soon"),
    "retry_after_invalid_date": status(
        503, "Service Unavailable", retry_after=f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT"
    ),
    "status_400": status(400, "Bad Request"),
    "status_401": status(401, "Unauthorized"),
    "status_403": status(403, "Forbidden"),
    "status_404": status(404, "Not Found"),
    "status_409": status(409, "Conflict"),
    "status_410": status(410, "Gone"),
    "status_418": status(418, "I'm a Teapot"),
    "status_419": status(419, "Insufficient Resources"),
    "status_422": status(422, "Unprocessable Entity"),
    "status_429": status(429, "Too Many Requests"),
    "status_500": status(500, "Internal Server Error"),
    "status_504": status(504, "Gateway Timeout"),
    "status_507": status(507, "Insufficient Storage"),
    "status_520": status(520, "Web Server Returned an Unknown Error"),
    "status_999": status(999, "Nonsense"),
    "redirect": redirect(302, "same"),
    "redirect_same_origin": redirect(307, "same"),
    "redirect_other_origin": redirect(302, "other"),
    "redirect_loop": redirect(302, "loop"),
    "redirect_to_invalid_url": status(302, "Found", location="http://[::1"),
    "gzip_bomb": respond_with(lambda _: answer(gzip_bomb(), content_encoding="gzip")),
    "truncated_gzip": respond_with(
        lambda r: answer(gzip.compress(valid_body(r))[:-6], content_encoding="gzip")
    ),
    "invalid_gzip": respond_with(lambda _: answer(b"no gzip at all", content_encoding="gzip")),
    "gzip_empty": respond_with(lambda _: answer(b"", content_encoding="gzip")),
    "gzip_with_trailing_bytes": respond_with(
        lambda r: answer(gzip.compress(valid_body(r)) + b"\0more", content_encoding="gzip")
    ),
    "invalid_encoding": respond_with(lambda r: answer(valid_body(r), content_encoding="UTF-8")),
    "unknown_encoding": respond_with(lambda _: answer(b"?", content_encoding="br")),
    "endless_body": endless_body,
}


@contextmanager
def start_faulty_server(name: str) -> Iterator[FaultyServer]:
    """Start a server with a fault, and yield it."""
    if (start_custom_server := _CUSTOM_SERVERS.get(name)) is not None:
        with start_custom_server() as faulty:
            yield faulty
        return
    fault = FAULTS[name]

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if faulty.is_healthy:
                peer.send(valid_response(request))
            else:
                fault(faulty, peer, request)

    with _server(script) as faulty, ScriptedServer(lambda peer: None) as other_server:
        faulty.other_server = other_server
        yield faulty


@contextmanager
def _server(script: Callable[[Peer], None]) -> Iterator[FaultyServer]:
    server = ScriptedServer(script)
    faulty = FaultyServer(server.base_url, server)
    with ExitStack() as stack:
        stack.enter_context(server)
        stack.callback(faulty.disconnect_clients)  # ends scripts that would never end
        yield faulty


@contextmanager
def _connection_refused() -> Iterator[FaultyServer]:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # without listen(), which reserves the port
        yield FaultyServer(f"http://127.0.0.1:{reserved.getsockname()[1]}")


@contextmanager
def _connect_hang() -> Iterator[FaultyServer]:
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1))
        for _ in range(4):  # more than the backlog holds, so that further attempts are ignored
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield FaultyServer(f"http://127.0.0.1:{listener.getsockname()[1]}")


@contextmanager
def _reset_before_reading() -> Iterator[FaultyServer]:
    def script(peer: Peer) -> None:
        if faulty.is_healthy:
            while (request := peer.read_request()) is not None:
                peer.send(valid_response(request))
            return
        if peer.socket.recv(1, socket.MSG_PEEK):  # it has arrived, but is not read
            faulty.unread_requests += 1
            peer.reset()

    with _server(script) as faulty:
        yield faulty


@contextmanager
def _early_error_response() -> Iterator[FaultyServer]:
    def script(peer: Peer) -> None:
        if faulty.is_healthy:
            while (request := peer.read_request()) is not None:
                peer.send(valid_response(request))
        elif peer.socket.recv(1, socket.MSG_PEEK):
            faulty.unread_requests += 1
            peer.send(answer(b'{"error": "too much"}', 413, "Content Too Large"))
            peer.socket.close()  # with unread data, which causes a reset

    with _server(script) as faulty:
        yield faulty


@contextmanager
def _trusted(end: Callable[[ssl.SSLSocket], object]) -> Iterator[FaultyServer]:
    def script(peer: Peer) -> None:
        if (request := peer.read_request()) is not None:
            peer.send(without_length(request))
            assert isinstance(peer.socket, ssl.SSLSocket)
            end(peer.socket)

    context = server_context("127.0.0.1", authority=authority())
    with _tls(secured(context, script)) as faulty:
        faulty.verify = ssl.create_default_context()
        authority().configure_trust(faulty.verify)
        yield faulty


@contextmanager
def _requires_client_certificate() -> Iterator[FaultyServer]:
    context = server_context("127.0.0.1", authority=authority())
    context.verify_mode = ssl.CERT_REQUIRED
    with _tls(secured(context, close)) as faulty:
        faulty.verify = ssl.create_default_context()
        authority().configure_trust(faulty.verify)
        yield faulty


@contextmanager
def _tls(then: Callable[[Peer], None]) -> Iterator[FaultyServer]:
    with _server(then) as faulty:
        faulty.base_url = faulty.base_url.replace("http:", "https:")
        yield faulty


@cache
def authority() -> trustme.CA:
    """Return a certificate authority that is not trusted by default."""
    return trustme.CA()


def server_context(*hosts: str, authority: trustme.CA) -> ssl.SSLContext:
    """Return the SSL context of a server with a certificate for some hosts."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


def secured(context: ssl.SSLContext, script: Callable[[Peer], None]) -> Callable[[Peer], None]:
    """Return a script that performs the TLS handshake before another script."""

    def handle(peer: Peer) -> None:
        with context.wrap_socket(peer.socket.dup(), server_side=True) as connection:
            script(Peer(peer.server, connection))

    return handle


def _after_client_hello(end: Callable[[Peer], None]) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        if peer.socket.recv(65536):
            end(peer)

    return script


_CUSTOM_SERVERS: dict[str, Any] = {
    "connection_refused": _connection_refused,
    "connect_hang": _connect_hang,
    "reset_before_reading": _reset_before_reading,
    "early_error_response": _early_error_response,
    "tls_close_notify": partial(_trusted, ssl.SSLSocket.unwrap),
    "tls_without_close_notify": partial(_trusted, lambda connection: connection.shutdown(2)),
    "client_certificate_required": _requires_client_certificate,
    "tls_handshake_invalid": partial(
        _tls, _after_client_hello(lambda peer: peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    ),
    "tls_handshake_closed": partial(_tls, _after_client_hello(close)),
    "tls_handshake_reset": partial(_tls, _after_client_hello(Peer.reset)),
    "tls_handshake_hang": partial(_tls, _after_client_hello(wait_for_client)),
    "untrusted_certificate": lambda: _tls(
        secured(server_context("127.0.0.1", authority=authority()), close)
    ),
}
NAMES = (*_CUSTOM_SERVERS, *FAULTS)


def _choose_representatives() -> set[tuple[str, str]]:
    """Choose one operation for each outcome of each fault, and each operation equally often."""
    chosen: list[tuple[str, str]] = []
    used = dict.fromkeys(OPERATIONS, 0)
    for name in NAMES:
        outcomes: dict[str, list[str]] = {}
        for operation in OPERATIONS:
            outcomes.setdefault(str(MATRIX[name][operation]), []).append(operation)
        for operations in outcomes.values():
            operation = min(operations, key=used.__getitem__)
            used[operation] += 1
            chosen.append((name, operation))
    return set(chosen)


REPRESENTATIVES = _choose_representatives()


def server_not_yet_listening(script: Callable[[Peer], None]) -> ScriptedServer:
    """Return a server whose port is reserved, but does not listen yet."""
    server = ScriptedServer(script)
    server._listener.close()
    server._listener = socket.socket()
    server._listener.bind(("127.0.0.1", 0))
    return server


class ListenOnRetry(logging.Handler):
    """Lets a server start to listen when the client logs that it will retry."""

    def __init__(self, server: ScriptedServer) -> None:
        super().__init__(logging.DEBUG)
        self._server = server
        self._is_listening = False

    def emit(self, record: logging.LogRecord) -> None:
        if "retry in" in record.getMessage() and not self._is_listening:
            self._is_listening = True
            self._server._listener.listen()
            self._server._acceptor.start()
