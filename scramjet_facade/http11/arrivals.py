"""What came for a socket, as far as the system tells it without giving other threads a turn.

Whatever may wait lets them run first, and then waits for its own turn: among many threads, that is
most of what a request costs.
"""

from __future__ import annotations

import socket
import sys

_MEMORY = 55  # Linux's SO_MEMINFO, which begins with the bytes that are held for what came
_ESTABLISHED = b"\x01"


def has_some(connection: socket.socket) -> bool:
    """Tell whether something came, even if a part before it may still be on its way."""
    if sys.platform != "linux":
        return False
    try:
        return connection.getsockopt(socket.SOL_SOCKET, _MEMORY) > 0
    except OSError:
        return False


def has_none(connection: socket.socket) -> bool:
    """Tell whether it is sure that the connection stands and nothing came."""
    if sys.platform != "linux":
        return False
    try:
        return (
            connection.getsockopt(socket.SOL_SOCKET, _MEMORY) == 0
            and connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) == _ESTABLISHED
        )
    except OSError:
        return False
