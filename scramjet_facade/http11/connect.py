"""Connects to a server: name lookup, TCP to the first address that answers, proxy and TLS."""

from __future__ import annotations

import os
import socket
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from ..concurrency.future import Future
from .addresses import literal, look_up, new_socket
from .connection import Connection, reason
from .waiting import READ, WRITE, Wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from .addresses import Address, Found
    from .target import Server, Target
    from .waiting import Steps


class Connect:
    """An attempt to connect, with one time limit for all its steps.

    ``cancel`` may be called from any thread and signal handler.

    Attributes:
        wake: A function that ``cancel`` calls, to wake a task that waits for sockets.
    """

    def __init__(self, target: Target, timeout: float | None) -> None:
        self._target = target
        self._deadline = None if timeout is None else monotonic() + timeout
        self._found: Future[Found | None] = Future()
        self._sockets: list[socket.socket] = []
        self._failures: list[OSError] = []
        self._cancel_reason: str | None = None
        self._process = os.getpid()
        self.wake: Callable[[], object] | None = None

    def cancel(self, why: str = "the stream was cancelled") -> None:
        """Cancel the attempt, and wake everything that waits for the connection."""
        self._cancel_reason = self._cancel_reason or why
        self._found.set_result(None)
        # After a fork, the sockets belong to the parent.
        for one in list(self._sockets) if self._process == os.getpid() else ():
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        if self.wake is not None:
            self.wake()

    def close(self) -> None:
        """Close all sockets; a connection that was taken keeps its socket."""
        for one in self._sockets:
            one.close()

    def take(self, connection: Connection) -> Connection:
        """Take over the connection that ``run`` returned, so that ``close`` does not close it.

        If a task is cancelled before it calls ``take``, ``close`` also closes the connection.
        """
        self._sockets.remove(connection.socket)
        return connection

    def run(self) -> Steps[Connection]:
        """Return a connection over which requests can be sent.

        Raises:
            httpx.ConnectError: No address accepts a connection, or the server is not trusted.
            httpx.ConnectTimeout: The connection was not made in time.
            httpx.ProxyError: The proxy refuses the connection.
        """
        try:
            addresses = yield from self._addresses()
            began = monotonic()
            connected = yield from self._first_of(addresses)
            connection = Connection(connected)
            yield from self._handshakes(connection)
            connection.connect_seconds = monotonic() - began
        except (OSError, httpx.ReadError, httpx.WriteError) as error:
            self._check()
            raise httpx.ConnectError(reason(error)) from error
        self._check()
        return connection

    def _addresses(self) -> Steps[list[Address]]:
        server = self._target.first
        if (known := literal(server.host, server.port)) is not None:
            return known
        look_up(server.host, server.port).add_done_callback(self._looked_up)
        while not self._found.done():
            yield Wait((), 0, self._deadline, self._found)
            if not self._found.done():
                self._check("DNS lookup timed out")
        self._check()
        found = self._found.result()
        if isinstance(found, list):
            return found
        assert found is not None
        raise httpx.ConnectError(f"{server.host}: {reason(found)}") from found

    def _looked_up(self, lookup: Future[Found]) -> None:
        self._found.set_result(lookup.result())

    def _first_of(self, addresses: list[Address]) -> Steps[socket.socket]:
        """Return the first socket that is connected (RFC 8305, "happy eyeballs")."""
        waiting = deque(addresses)
        pending: list[socket.socket] = []
        next_start = 0.0
        while waiting or pending:
            now = monotonic()
            if waiting and (now >= next_start or not pending):
                if (begun := self._begin(waiting.popleft())) is not None:
                    pending.append(begun)
                next_start = now + timing.HAPPY_EYEBALLS_DELAY
            # _begin() adds a socket, and then _check() reads the reason. cancel() sets the reason,
            # and then reads the sockets. So no cancellation is missed.
            self._check()
            if not pending:
                continue
            until = self._deadline
            if waiting:
                until = next_start if until is None else min(until, next_start)
            for one in (yield Wait(tuple(pending), WRITE, until)):
                self._check()
                code = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    return one
                pending.remove(one)
                self._failures.append(OSError(code, os.strerror(code)))
        raise httpx.ConnectError(reason(self._failures[0])) from self._failures[0]

    def _begin(self, address: Address) -> socket.socket | None:
        try:
            one = new_socket(address)
            self._sockets.append(one)
            with suppress(BlockingIOError):
                one.connect(address.address)
        except OSError as error:  # for example, this machine has no IPv6
            self._failures.append(error)
            return None
        return one

    def _handshakes(self, connection: Connection) -> Steps[None]:
        """Perform the handshakes that precede the first request."""
        service, proxy = self._target.service, self._target.proxy
        if proxy is not None and proxy.is_secure:
            yield from self._tls(connection, proxy)
        if proxy is not None and service.is_secure:
            yield from self._tunnel(connection)
        if service.is_secure:
            yield from self._tls(connection, service)

    def _tls(self, connection: Connection, server: Server) -> Steps[None]:
        from .tls import TLSLayer  # noqa: PLC0415 (loads ssl, which plain HTTP does not need)

        layer = TLSLayer(self._target.ssl_context(), server.name)
        is_done, data = layer.handshake()
        while True:
            if data:
                yield from self._send(connection, data)
            if is_done:
                break
            is_done, data = layer.handshake((yield from self._receive(connection)))
        connection.layers.append(layer)
        connection.early_data = layer.decrypt(b"")
        connection.has_ended = layer.has_ended

    def _tunnel(self, connection: Connection) -> Steps[None]:
        """Ask the proxy to connect to the service."""
        from .parser import ResponseParser  # noqa: PLC0415

        authority = self._target.service.authority.encode("ascii")
        lines = [b"CONNECT %b HTTP/1.1" % authority, b"Host: " + authority]
        if self._target.authorization is not None:
            lines.append(b"Proxy-Authorization: " + self._target.authorization)
        request = memoryview(b"\r\n".join([*lines, b"", b""]))
        lines.clear()  # from here on no traceback shows the password
        yield from self._send(connection, request)
        parser = ResponseParser("HEAD")  # the data after the head does not belong to the proxy
        try:
            while not parser.has_head:
                parser.feed((yield from self._receive(connection)))
        except httpx.RemoteProtocolError as error:
            raise httpx.ProxyError(f"the proxy's response is not HTTP: {error}") from error
        if not httpx.codes.is_success(parser.status):
            phrase = parser.reason.decode("ascii", errors="replace")
            raise httpx.ProxyError(f"{parser.status} {phrase}")

    def _send(self, connection: Connection, data: bytes | memoryview) -> Steps[None]:
        buffers = connection.encode(data)
        while True:
            try:
                if connection.send(buffers):
                    return
            except BlockingIOError:
                self._check()
                yield Wait((connection.socket,), WRITE, self._deadline)

    def _receive(self, connection: Connection) -> Steps[bytes]:
        while True:
            yield Wait((connection.socket,), READ, self._deadline)
            try:
                received = connection.receive()
            except BlockingIOError:
                self._check()
                continue
            if received:
                return received
            if received == b"":
                raise httpx.ReadError("the server closed the connection")

    def _check(self, timeout_message: str = "the server does not respond") -> None:
        """Raise an error if the attempt was cancelled, or if its time limit has passed."""
        if self._cancel_reason is not None:
            raise httpx.ConnectError(self._cancel_reason)
        if self._deadline is not None and monotonic() >= self._deadline:
            raise httpx.ConnectTimeout(timeout_message)
