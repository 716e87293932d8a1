"""A connection to a server, and what holds whether threads or tasks wait at it."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import httpx

from .arrivals import has_none
from .life_signs import LifeSigns

if TYPE_CHECKING:
    from .tls import Tls

READ: Final = 65536
"""Bytes taken from the system at once: larger blocks malloc gives back, and fetches again."""

_NO_TIME = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class Channel:
    """One connection.

    It may be broken off from any thread and any signal handler; all else is for its user.

    Attributes:
        socket: The socket, which never waits.
        layers: TLS with the proxy, and TLS with the server, as far as there are.
        is_cut: Whether it broke in one direction: the end of the other one is no good end, then.
        has_ended: Whether the peer said within TLS that nothing more comes; it may not have left.
        idle_since: When its last answer ended.
        life: Whether the peer lives.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.layers: list[Tls] = []
        self.is_cut = self.has_ended = False
        self.idle_since = 0.0
        self.life = LifeSigns(connection)
        self._process = os.getpid()

    def encode(self, data: bytes | memoryview) -> bytes | memoryview:
        """Return data as it goes over the wire."""
        for layer in reversed(self.layers):
            data = layer.encrypt(data)
        return data

    def receive(self) -> bytes | None:
        """Return what came; None if that was none of the user's data, b"" at the end.

        Raises:
            BlockingIOError: Nothing came, so one has to wait.
            httpx.ReadError: The connection broke.
        """
        try:
            return self.decode(b"" if self.has_ended else self.socket.recv(READ))
        except BlockingIOError:
            raise
        except OSError as error:
            raise httpx.ReadError(reason(error)) from error

    def decode(self, data: bytes) -> bytes | None:
        """Return as plain bytes what came over the wire: as ``receive`` does."""
        if not data and self.is_cut and not self.layers:
            raise httpx.ReadError("the connection broke")
        for layer in self.layers:
            if not data and not layer.has_ended:
                raise httpx.ReadError("the connection ended, and its TLS did not")
            data = layer.decrypt(data)
            self.has_ended = self.has_ended or layer.has_ended
            if not data and not layer.has_ended:
                return None
        return data

    def is_usable(self) -> bool:
        """Tell whether an idle one can be used again: not if anything came, or its end."""
        if not self.has_ended and has_none(self.socket):
            return True
        try:
            while self.receive() is None:  # TLS's own words, such as a session ticket
                pass
        except BlockingIOError:
            return True
        except httpx.ReadError:
            pass
        return False

    def break_off(self) -> None:
        """Wake whoever waits here; they find that the connection broke."""
        self.is_cut = True
        if self._process == os.getpid():  # after a fork it is still the other process's
            with suppress(OSError):  # it is closed already
                self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close it; nobody may be waiting here."""
        self.socket.close()

    def abort(self) -> None:
        """Close it, and throw away what is still to be sent."""
        with suppress(OSError):  # it is closed already
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_TIME)
        self.socket.close()

    def __del__(self) -> None:
        self.socket.close()  # an exception out of a signal's handler may have lost it


def reason(error: BaseException) -> str:
    """Return what the system says of a failure, without its number."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
