"""A connection to a server: a socket, and TLS on top of it. This module never waits."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

import httpx

from ..concurrency import timing
from .keepalive import KeepAlive
from .readiness import is_silent

if TYPE_CHECKING:
    from .tls import TLSLayer

READ_SIZE: Final = 65536
"""Bytes in one read: for larger blocks, malloc asks the system for memory each time."""

_NO_TIME = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
_SMALL = 16 * 1024  # Bytes. Joining parts up to this size is faster than passing a list of parts.
_SENDMSG = hasattr(socket.socket, "sendmsg")  # Windows has no sendmsg.


class UnsendableError(httpx.WriteError):
    """No more data can be sent."""


class Connection:
    """One connection.

    Any thread or signal handler may call ``shutdown``. Only the user of the connection may call the
    other methods.

    Attributes:
        socket: The non-blocking socket.
        layers: TLS with the proxy and TLS with the server, if any.
        is_cut: Whether sending failed or the connection was shut down. Afterwards, the received
            data may be incomplete.
        early_data: What the peer sent together with the end of the TLS handshake.
        has_ended: Whether the peer has closed TLS; the socket may still be open.
        idle_since: When the last response on this connection ended.
        connect_seconds: How long connecting took, which is at least one round trip.
        keepalive: Detects a vanished peer.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.layers: list[TLSLayer] = []
        self.is_cut: bool = False
        self.early_data: bytes = b""
        self.has_ended: bool = False
        self.idle_since: float = 0.0
        self.connect_seconds: float = 0.0
        self.keepalive: KeepAlive = KeepAlive(connection)
        self._process = os.getpid()

    def encode(self, *parts: bytes | memoryview) -> list[bytes | memoryview]:
        """Return buffers to send, encrypted for TLS; without TLS, large parts are not copied.

        Raises:
            UnsendableError: TLS has ended.
        """
        if self.layers:
            return [self._encrypt(parts)]
        if len(parts) > 1 and (not _SENDMSG or sum(map(len, parts)) <= _SMALL):
            return [b"".join(parts)]
        return list(parts)

    def _encrypt(self, parts: tuple[bytes | memoryview, ...]) -> bytes:
        data = b""
        try:
            for layer in reversed(self.layers):
                data = layer.encrypt(*parts)
                parts = (data,)
        except OSError as error:
            self.is_cut = True
            raise UnsendableError(f"the request was cut off: {reason(error)}") from error
        return data

    def send(self, buffers: list[bytes | memoryview]) -> bool:
        """Send as much as the system accepts, and leave the rest in the buffers.

        A large chunk is sent with its size and its end by one ``sendmsg``. Joining these parts
        would copy the data, and copying takes longer than sending.

        Returns:
            Whether all data was sent.

        Raises:
            BlockingIOError: The system accepts no data at present.
        """
        sent = self.socket.send(buffers[0]) if len(buffers) == 1 else self.socket.sendmsg(buffers)
        if sent == sum(map(len, buffers)):
            return True
        while sent >= len(buffers[0]):
            sent -= len(buffers.pop(0))
        buffers[0] = memoryview(buffers[0])[sent:]
        return False

    def receive(self) -> bytes | None:
        """Return received data; None if TLS has no complete data yet; b"" at the end.

        Raises:
            BlockingIOError: No data has arrived.
            httpx.ReadError: The connection broke.
        """
        if self.early_data:
            data, self.early_data = self.early_data, b""
            return data
        try:
            return self._decode(b"" if self.has_ended else self.socket.recv(READ_SIZE))
        except BlockingIOError:
            raise
        except OSError as error:
            raise httpx.ReadError(reason(error)) from error

    def _decode(self, data: bytes) -> bytes | None:
        if not self.layers:
            if not data and self.is_cut:
                raise httpx.ReadError("the connection broke")
            return data
        if self.layers[-1].has_ended:  # although an outer layer may still be open
            return self.layers[-1].decrypt(b"")
        for layer in self.layers:
            if not data and not layer.has_ended:
                raise httpx.ReadError("the connection ended before TLS was closed")
            data = layer.decrypt(data)
            self.has_ended = self.has_ended or layer.has_ended
            if not data and not layer.has_ended:
                return None
        return data

    def is_fresh(self) -> bool:
        """Return whether a new request would arrive before the server closes the idle connection.

        For the server, the connection is idle from the end of its last response until the next
        request arrives. This time is one round trip longer than the client measures.
        """
        return monotonic() - self.idle_since + self.connect_seconds <= timing.KEEPALIVE

    def is_usable(self) -> bool:
        """Return whether an idle connection can be reused: it is open, and no data has arrived."""
        if self._process != os.getpid():  # After a fork, the connection belongs to the parent.
            return False
        if not self.has_ended and is_silent(self.socket):
            return True
        try:
            while self.receive() is None:  # TLS's own data, such as a session ticket
                pass
        except BlockingIOError:
            return True
        except httpx.ReadError:
            pass
        return False

    def shutdown(self) -> None:
        """Wake everything that waits for the connection, and make it fail."""
        self.is_cut = True
        if self._process == os.getpid():  # After a fork, the connection belongs to the parent.
            with suppress(OSError):  # The socket is closed already.
                self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; nothing may be waiting for the connection."""
        self.socket.close()

    def abort(self) -> None:
        """Close the connection, and discard data that is not sent yet."""
        if self._process == os.getpid():
            with suppress(OSError):  # The socket is closed already.
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_TIME)
        self.socket.close()

    def __del__(self) -> None:
        # After an exception of a signal handler, possibly no other code closes the connection. An
        # exception during __init__ leaves the connection without a socket.
        if (own := getattr(self, "socket", None)) is not None:
            own.close()


def reason(error: BaseException) -> str:
    """Return the text of an error, without the error number of the system."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
