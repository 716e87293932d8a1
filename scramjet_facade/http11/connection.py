"""A connection to a server: a socket, and TLS on top of it. Nothing waits here."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import httpx

from .keepalive import KeepAlive
from .readiness import is_silent

if TYPE_CHECKING:
    from .tls import TLSLayer

READ_SIZE: Final = 65536
"""Bytes received at once: malloc returns larger blocks to the system, and fetches them again."""

_NO_TIME = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
_SMALL = 16 * 1024  # bytes; joining parts up to this size is faster than passing a list of them
_SENDMSG = hasattr(socket.socket, "sendmsg")  # not on Windows


class UnsendableError(httpx.WriteError):
    """No more data can be sent."""


class Connection:
    """One connection.

    ``shutdown`` may be called from any thread and signal handler; the rest is for its user.

    Attributes:
        socket: The non-blocking socket.
        layers: TLS with the proxy and TLS with the server, if any.
        is_cut: Whether sending failed or the connection was shut down; then the end of received
            data does not prove that the data is complete.
        has_ended: Whether the peer has ended the data within TLS; the socket may still be open.
        idle_since: When its last response ended.
        keepalive: Detects a vanished peer.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.layers: list[TLSLayer] = []
        self.is_cut: bool = False
        self.has_ended: bool = False
        self.idle_since: float = 0.0
        self.keepalive: KeepAlive = KeepAlive(connection)
        self._process = os.getpid()

    def encode(self, *parts: bytes | memoryview) -> list[bytes | memoryview]:
        """Return data in the form in which it is sent; large parts are not copied.

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

        Large chunks are passed with their frame in one ``sendmsg``: joining them copies the data,
        which takes longer than sending it.

        Returns:
            Whether all was sent.

        Raises:
            BlockingIOError: The system accepts nothing at present.
        """
        sent = self.socket.send(buffers[0]) if len(buffers) == 1 else self.socket.sendmsg(buffers)
        if sent == sum(map(len, buffers)):
            return True
        while sent >= len(buffers[0]):
            sent -= len(buffers.pop(0))
        buffers[0] = memoryview(buffers[0])[sent:]
        return False

    def receive(self) -> bytes | None:
        """Return received data; None if it was only TLS's own, b"" at the end.

        Raises:
            BlockingIOError: Nothing has arrived.
            httpx.ReadError: The connection broke.
        """
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
        if self.layers[-1].has_ended:  # whatever the layers around it do
            return self.layers[-1].decrypt(b"")
        for layer in self.layers:
            if not data and not layer.has_ended:
                raise httpx.ReadError("the connection ended before TLS was closed")
            data = layer.decrypt(data)
            self.has_ended = self.has_ended or layer.has_ended
            if not data and not layer.has_ended:
                return None
        return data

    def is_usable(self) -> bool:
        """Return whether an idle connection can be reused: nothing has arrived, and it is open."""
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
        """Make everything that waits for the connection wake and fail."""
        self.is_cut = True
        if self._process == os.getpid():  # after a fork it still belongs to the parent
            with suppress(OSError):  # it is closed already
                self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection, which nothing may be waiting for."""
        self.socket.close()

    def abort(self) -> None:
        """Close the connection, and discard data that is not sent yet."""
        if self._process == os.getpid():
            with suppress(OSError):  # it is closed already
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_TIME)
        self.socket.close()

    def __del__(self) -> None:
        # A signal handler that raised may have lost it, even before it had a socket.
        if (own := getattr(self, "socket", None)) is not None:
            own.close()


def reason(error: BaseException) -> str:
    """Return the text of a failure without the number of the system's error."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
