"""Checks whether data has arrived at a socket, without releasing the GIL.

A call that may block releases the GIL, and must then wait to acquire the GIL again. With 128
threads this makes a request 10 to 15 % slower.
"""

from __future__ import annotations

import socket
import sys

_SO_MEMINFO = 55  # Linux only; the first field is the memory for received data, in bytes
_ESTABLISHED = b"\x01"


def has_data(connection: socket.socket) -> bool:
    """Return whether data has arrived; False if the system cannot report it."""
    if sys.platform != "linux":
        return False
    try:
        return connection.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO) > 0
    except OSError:
        return False


def is_silent(connection: socket.socket) -> bool:
    """Return whether it is certain that the connection is open and that no data has arrived."""
    if sys.platform != "linux":
        return False
    try:
        return (
            connection.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO) == 0
            and connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) == _ESTABLISHED
        )
    except OSError:
        return False
