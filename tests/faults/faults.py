"""Plays the faults of matrix.yaml on raw sockets."""

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

MATRIX: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("matrix.yaml").read_text(encoding="utf-8")
)
OPERATIONS = ("get", "post", "put", "delete", "upload", "download", "duplex")
DATA = b"some data"
_CHUNKED = head(transfer_encoding="chunked", content_type="application/json")
_MIB = 1024 * 1024


class ClosedError(OSError):
    """A fault is done with its connection."""


class Player:
    """A server with a fault, for one cell of the matrix.

    Attributes:
        base_url: Where it is.
        verify: What a client has to trust.
        mended: Whether it now answers as it should.
        idle_closed: Set when it closed a connection after the first answer.
    """

    def __init__(self, base_url: str, server: ScriptedServer | None = None) -> None:
        self.base_url = base_url
        self.server = server
        self.verify: ssl.SSLContext | bool = True
        self.mended = False
        self.idle_closed = threading.Event()
        self.elsewhere: ScriptedServer | None = None
        self.unread = 0  # requests that came and were not read

    @property
    def seen(self) -> int:
        """How many requests came."""
        return self.unread + (len(self.server.requests) if self.server else 0)

    def release(self) -> None:
        """Let go of all clients."""
        if self.server is not None:
            release(self.server)


def release(server: ScriptedServer) -> None:
    """Let go of all of a server's clients."""
    for connection in list(server._open):
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def good_body(request: Request) -> bytes:
    """Return the right body for a request."""
    if request.path.endswith(("/output", "/inout")):
        return DATA
    if request.path.endswith("/version"):
        return json.dumps({"service": "sth", "apiVersion": "v1", "version": "1.0.1"}).encode()
    return b'{"id": "the-id"}'


def good(request: Request) -> bytes:
    """Return the right answer to a request."""
    return answer(good_body(request))


def close(peer: Peer) -> None:
    """End the connection in good order."""
    with suppress(OSError):
        peer.socket.shutdown(socket.SHUT_RDWR)
    raise ClosedError


def hold(peer: Peer) -> None:
    """Say no more, and wait for the client to leave."""
    peer.wait_until_closed()
    raise ClosedError


# What a fault does after a request was read. Returning, it goes on with the next request.
Fault = "Callable[[Player, Peer, Request], None]"


def says(make: Callable[[Request], bytes], then: Callable[[Peer], None] | None = None) -> Fault:
    """Make the fault of an answer, after which the connection lives or doesn't."""

    def play(_: Player, peer: Peer, request: Request) -> None:
        peer.send(make(request))
        if then is not None:
            then(peer)

    return play


def once(fault: Fault) -> Fault:
    """Make the fault that only the first request meets."""

    def play(player: Player, peer: Peer, request: Request) -> None:
        player.mended = True
        fault(player, peer, request)

    return play


def status(code: int, reason: str, body: bytes = b'{"error": "no"}', **headers: str) -> Fault:
    """Make the fault of an answer with a status."""
    return says(lambda _: answer(body, code, reason, **headers))


def reset_after(_: Player, peer: Peer, __: Request) -> None:
    peer.reset()
    raise ClosedError


def close_after(_: Player, peer: Peer, __: Request) -> None:
    close(peer)


def idle_close(player: Player, peer: Peer, request: Request) -> None:
    peer.send(good(request))
    player.mended = True
    with suppress(ClosedError):
        close(peer)
    player.idle_closed.set()
    raise ClosedError


def reused_close(player: Player, peer: Peer, request: Request) -> None:
    if len(player.server.requests) == 1:  # type: ignore[union-attr]
        peer.send(good(request))
        player.idle_closed.set()
        return
    player.mended = True
    close(peer)


def drip(peer: Peer, data: bytes, pieces: int, pause: float) -> None:
    size = len(data) // pieces + 1
    for start in range(0, len(data), size):
        peer.send(data[start : start + size])
        time.sleep(pause)


def dripped(_: Player, peer: Peer, request: Request) -> None:
    drip(peer, good(request), 10, 0.01)


def endless_header(_: Player, peer: Peer, __: Request) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        peer.send(b"x-%d: y\r\n" % number)
        time.sleep(0.01)


def informational(_: Player, peer: Peer, request: Request) -> None:
    peer.send(b"HTTP/1.1 102 Processing\r\n\r\n" * 3, good(request))


def informational_flood(_: Player, peer: Peer, __: Request) -> None:
    while True:
        peer.send(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)
        time.sleep(0.001)


def endless(_: Player, peer: Peer, __: Request) -> None:
    peer.send(_CHUNKED)
    peer.send_chunk(b'{"id": "')
    while True:
        peer.send_chunk(b"x" * 65536)


@cache
def bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    block = b"[" * _MIB
    return b"".join(packer.compress(block) for _ in range(32)) + packer.flush()


def without_length(request: Request) -> bytes:
    """Return an answer whose body ends with the connection."""
    return head(content_type="application/json") + good_body(request)


def with_length(request: Request, *lines: bytes, first: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """Return an answer with these lines in its head; a line may have the body's length in it."""
    whole = good_body(request)
    lines = tuple(line.replace(b"{}", b"%d" % len(whole)) for line in lines)
    return b"\r\n".join([first, *lines, b"", whole])


def with_head_of(size: int) -> Fault:
    """Make the fault of a head of so many bytes."""

    def make(request: Request) -> bytes:
        lines = [b"content-length: {}", b"x-long: "]
        missing = size - (len(with_length(request, *lines)) - len(good_body(request)))
        return with_length(request, *lines[:-1], lines[-1] + b"x" * missing)

    return says(make)


def cut(request: Request) -> bytes:
    whole = good_body(request)
    return _CHUNKED + b"%x\r\n" % (len(whole) + 10) + whole


def redirect(code: int, where: str) -> Fault:
    def play(player: Player, peer: Peer, request: Request) -> None:
        here = player.server.origin  # type: ignore[union-attr]
        if where == "same":
            player.mended = True
            target = f"{here}/moved{request.path}"
        elif where == "loop":
            target = request.path
        else:
            assert player.elsewhere is not None
            target = f"{player.elsewhere.origin}{request.path}"
        peer.send(answer(b"", code, "Moved", content_type=None, location=target))

    return play


FAULTS: dict[str, Fault] = {
    "none": says(good),
    "reset_after_reading": reset_after,
    "reset_once": once(reset_after),
    "close_without_answer": close_after,
    "idle_connection_closed": idle_close,
    "reused_connection_closed": reused_close,
    "silence": lambda _, peer, __: hold(peer),
    "slow_header": says(lambda r: good(r)[:25], hold),
    "dripping_answer": dripped,
    "endless_header": endless_header,
    "slow_body": says(lambda r: good(r)[:-5], hold),
    "half_status_line": says(lambda _: b"HTTP/1.1 2", close),
    "half_header": says(lambda r: good(r)[:30], close),
    "garbage": says(lambda _: b"\x00\xff\x16 this is no HTTP\r\n\r\n", close),
    "wrong_protocol": says(lambda _: b"220 smtp.example ESMTP\r\n\r\n", close),
    "header_1_mb": says(lambda r: head(x_long="x" * _MIB, content_length="2") + b"{}"),
    "many_headers_1_mb": says(
        lambda r: head(**{f"x_{n}": "y" * 90 for n in range(10_000)}, content_length="2") + b"{}"
    ),
    "header_9_kb": with_head_of(9 * 1024),
    "headers_200": says(
        lambda r: with_length(r, *[b"x-%d: y" % n for n in range(200)], b"content-length: {}")
    ),
    "head_just_below_the_limit": with_head_of(64 * 1024),
    "head_just_above_the_limit": with_head_of(64 * 1024 + 1),
    "status_000": says(lambda r: with_length(r, b"content-length: {}", first=b"HTTP/1.1 000 No")),
    "folded_header": says(lambda r: with_length(r, b"x-a: b", b"\tc", b"content-length:", b" {}")),
    "line_feeds_only": says(lambda r: with_length(r, b"content-length: {}").replace(b"\r", b"")),
    "blank_line_first": says(lambda r: b"\r\n" + good(r)),
    "content_length_too_short": says(
        lambda r: (
            head(content_type="application/json", content_length=str(len(good_body(r)) - 5))
            + good_body(r)
        )
    ),
    "content_length_too_long": says(
        lambda r: (
            head(content_type="application/json", content_length=str(len(good_body(r)) + 5))
            + good_body(r)
        ),
        close,
    ),
    "content_length_told_twice": says(
        lambda r: with_length(r, b"content-length: {}", b"Content-Length: {}")
    ),
    "content_length_as_a_list": says(lambda r: with_length(r, b"content-length: {}, {}")),
    "content_length_and_chunked": says(
        lambda r: with_length(r, b"content-length: {}", b"transfer-encoding: chunked"), close
    ),
    "chunked_and_content_length": says(
        lambda r: with_length(r, b"transfer-encoding: chunked", b"content-length: {}"), close
    ),
    "no_length": says(without_length, close),
    "no_length_reset": says(without_length, Peer.reset),
    "content_length_no_number": says(lambda r: head(content_length="many") + good_body(r), close),
    "content_length_twice": says(
        lambda r: b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ", close
    ),
    "cut_chunk": says(cut, close),
    "reset_in_body": says(cut, Peer.reset),
    "cut_chunk_once": once(says(cut, close)),
    "bad_chunk_size": says(lambda r: _CHUNKED + b"zz\r\n" + good_body(r) + b"\r\n0\r\n\r\n"),
    "no_last_chunk": says(
        lambda r: _CHUNKED + b"%x\r\n%s\r\n" % (len(good_body(r)), good_body(r)), close
    ),
    "informational": informational,
    "informational_close": says(
        lambda r: b"HTTP/1.1 102 Processing\r\nconnection: close\r\n\r\n" + good(r)
    ),
    "informational_flood": informational_flood,
    "no_content_with_body": says(lambda r: answer(good_body(r), 204, "No Content")),
    "json_cut_off": says(lambda r: answer(good_body(r)[:-1])),
    "json_of_wrong_type": says(lambda _: answer(b'"text"')),
    "json_empty": says(lambda _: answer(b"")),
    "json_not_utf8": says(lambda _: answer(b'{"id": "\xff\xfe"}')),
    "json_too_deep": says(lambda _: answer(b"[" * 40_000 + b"]" * 40_000)),
    "html_200": says(lambda _: answer(b"<html>Sign in</html>", content_type="text/html")),
    "html_502": status(502, "Bad Gateway", b"<html>oops</html>", content_type="text/html"),
    "error_too_deep": status(500, "Error", b"[" * 100_000),
    "error_cut": says(
        lambda _: head(500, "Internal Server Error", content_length="50") + b'{"err', close
    ),
    "status_503": status(503, "Service Unavailable"),
    "status_503_once": once(status(503, "Service Unavailable")),
    "retry_after_0": status(503, "Service Unavailable", retry_after="0"),
    "retry_after_a_past_date": status(
        503, "Service Unavailable", retry_after=formatdate(0, usegmt=True)
    ),
    "retry_after_a_late_date": status(
        503, "Service Unavailable", retry_after=formatdate(4e9, usegmt=True)
    ),
    "retry_after_too_long": status(503, "Service Unavailable", retry_after="86400"),
    "retry_after_absurd": status(503, "Service Unavailable", retry_after="9" * 400),
    "retry_after_nonsense": status(503, "Service Unavailable", retry_after="soon"),
    "retry_after_date_nonsense": status(
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
    "redirect_nowhere": status(302, "Found", location="http://[::1"),
    "gzip_bomb": says(lambda _: answer(bomb(), content_encoding="gzip")),
    "gzip_cut": says(lambda r: answer(gzip.compress(good_body(r))[:-6], content_encoding="gzip")),
    "gzip_garbage": says(lambda _: answer(b"no gzip at all", content_encoding="gzip")),
    "gzip_empty": says(lambda _: answer(b"", content_encoding="gzip")),
    "gzip_and_more": says(
        lambda r: answer(gzip.compress(good_body(r)) + b"\0more", content_encoding="gzip")
    ),
    "no_encoding": says(lambda r: answer(good_body(r), content_encoding="UTF-8")),
    "unknown_encoding": says(lambda _: answer(b"?", content_encoding="br")),
    "endless_body": endless,
}


@contextmanager
def played(name: str) -> Iterator[Player]:
    """Start a server with a fault."""
    if (special := _SPECIAL.get(name)) is not None:
        with special() as player:
            yield player
        return
    fault = FAULTS[name]

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if player.mended:
                peer.send(good(request))
            else:
                fault(player, peer, request)

    with _server(script) as player, ScriptedServer(lambda peer: None) as elsewhere:
        player.elsewhere = elsewhere
        yield player


@contextmanager
def _server(script: Callable[[Peer], None]) -> Iterator[Player]:
    server = ScriptedServer(script)
    player = Player(server.base_url, server)
    with ExitStack() as stack:
        stack.enter_context(server)
        stack.callback(player.release)  # ends the scripts that never end
        yield player


@contextmanager
def _refused() -> Iterator[Player]:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # without listen(): nobody else gets the port
        yield Player(f"http://127.0.0.1:{reserved.getsockname()[1]}")


@contextmanager
def _connect_hang() -> Iterator[Player]:
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1))
        for _ in range(4):  # more than the backlog holds: the next ones get no answer
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield Player(f"http://127.0.0.1:{listener.getsockname()[1]}")


@contextmanager
def _reset_before_reading() -> Iterator[Player]:
    def script(peer: Peer) -> None:
        if player.mended:
            while (request := peer.read_request()) is not None:
                peer.send(good(request))
            return
        if peer.socket.recv(1, socket.MSG_PEEK):  # it is there, and stays unread
            player.unread += 1
            peer.reset()

    with _server(script) as player:
        yield player


@contextmanager
def _refuses_unread() -> Iterator[Player]:
    def script(peer: Peer) -> None:
        if player.mended:
            while (request := peer.read_request()) is not None:
                peer.send(good(request))
        elif peer.socket.recv(1, socket.MSG_PEEK):
            player.unread += 1
            peer.send(answer(b'{"error": "too much"}', 413, "Content Too Large"))
            peer.socket.close()  # with what is unread: that makes it a reset

    with _server(script) as player:
        yield player


@contextmanager
def _trusted(end: Callable[[ssl.SSLSocket], object]) -> Iterator[Player]:
    def script(peer: Peer) -> None:
        if (request := peer.read_request()) is not None:
            peer.send(without_length(request))
            assert isinstance(peer.socket, ssl.SSLSocket)
            end(peer.socket)

    context = server_context("127.0.0.1", authority=authority())
    with _tls(secured(context, script)) as player:
        player.verify = ssl.create_default_context()
        authority().configure_trust(player.verify)
        yield player


@contextmanager
def _tls(then: Callable[[Peer], None]) -> Iterator[Player]:
    with _server(then) as player:
        player.base_url = player.base_url.replace("http:", "https:")
        yield player


@cache
def authority() -> trustme.CA:
    """Return a certificate authority that nobody trusts by default."""
    return trustme.CA()


def server_context(*hosts: str, authority: trustme.CA) -> ssl.SSLContext:
    """Return the TLS settings of a server with a certificate for some hosts."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


def secured(context: ssl.SSLContext, script: Callable[[Peer], None]) -> Callable[[Peer], None]:
    """Put TLS before a script."""

    def play(peer: Peer) -> None:
        with context.wrap_socket(peer.socket.dup(), server_side=True) as connection:
            script(Peer(peer.server, connection))

    return play


def _reads_hello(end: Callable[[Peer], None]) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        if peer.socket.recv(65536):
            end(peer)

    return script


_SPECIAL: dict[str, Any] = {
    "refused": _refused,
    "connect_hang": _connect_hang,
    "reset_before_reading": _reset_before_reading,
    "refused_unread": _refuses_unread,
    "tls_no_length": partial(_trusted, ssl.SSLSocket.unwrap),
    "tls_no_length_cut": partial(_trusted, lambda connection: connection.shutdown(2)),
    "tls_handshake_garbage": partial(
        _tls, _reads_hello(lambda peer: peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    ),
    "tls_handshake_closed": partial(_tls, _reads_hello(close)),
    "tls_handshake_reset": partial(_tls, _reads_hello(Peer.reset)),
    "tls_handshake_hang": partial(_tls, _reads_hello(hold)),
    "untrusted_certificate": lambda: _tls(
        secured(server_context("127.0.0.1", authority=authority()), close)
    ),
}
NAMES = (*_SPECIAL, *FAULTS)


def _representatives() -> set[tuple[str, str]]:
    """Choose for each fault one operation per outcome, so that each operation meets many faults."""
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


REPRESENTATIVES = _representatives()


def late_server(script: Callable[[Peer], None]) -> ScriptedServer:
    """Return a server at whose port nothing listens until ``listen`` is called."""
    server = ScriptedServer(script)
    server._listener.close()
    server._listener = socket.socket()
    server._listener.bind(("127.0.0.1", 0))
    return server


class ListenOnRetry(logging.Handler):
    """Lets a late server begin to listen when the client tells that it will try again."""

    def __init__(self, server: ScriptedServer) -> None:
        super().__init__(logging.DEBUG)
        self._server = server
        self._listens = False

    def emit(self, record: logging.LogRecord) -> None:
        if "retry in" in record.getMessage() and not self._listens:
            self._listens = True
            self._server._listener.listen()
            self._server._acceptor.start()
