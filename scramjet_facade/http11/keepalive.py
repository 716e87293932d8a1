"""Detects a peer that has vanished before it acknowledged all data."""

from __future__ import annotations

import socket
import struct
import sys
from contextlib import suppress
from time import monotonic

from ..concurrency import timing

# The system detects a vanished peer on an idle connection. It sends three probes: the first after
# 20 s of silence, the others at intervals of 10 s.
_IDLE, _INTERVAL, _COUNT = 20, 10, 3


def enable(connection: socket.socket) -> None:
    """Let the system probe the peer of an idle connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for names, value in (
        (("TCP_KEEPIDLE", "TCP_KEEPALIVE"), _IDLE),  # macOS calls this option TCP_KEEPALIVE
        (("TCP_KEEPINTVL",), _INTERVAL),
        (("TCP_KEEPCNT",), _COUNT),
    ):
        for name in names:
            if (option := getattr(socket, name, None)) is not None:
                with suppress(OSError):  # Python knows the option, but the system does not
                    connection.setsockopt(socket.IPPROTO_TCP, option, value)
                break


class KeepAlive:
    """Extends the time limit after which the system breaks the connection to a silent peer.

    While data is unacknowledged, the system sends no keep-alive probes. The system sends the data
    again, by default for 15 minutes. TCP_USER_TIMEOUT sets a shorter limit. But that limit also
    breaks the connection to a healthy peer that accepts no data. So this class extends the limit
    while acknowledgements arrive. The limit also makes the system request acknowledgements.
    """

    _GRACE = 15_000  # The shortest limit for a peer, in milliseconds.
    _SILENT = 24_000  # Milliseconds of silence after which the limit is not extended.

    # Fields of tcp_info on Linux: unacked, last_ack_recv (ms ago), bytes_acked, notsent_bytes.
    _TCP_INFO = struct.Struct("=24xI28xI60xQ16xI")

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._since = 0.0
        self._acknowledged = -1
        self._is_limited = False

    def check(self) -> None:
        """Update the limit; call this every ``timing.KEEPALIVE_CHECK`` s while data is sent."""
        if sys.platform != "linux":
            return
        try:
            info = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, self._TCP_INFO.size)
            unacknowledged, silence, acknowledged, unsent = self._TCP_INFO.unpack(info)
            now = monotonic()
            if acknowledged != self._acknowledged:
                self._since, self._acknowledged = now, acknowledged
            if not unacknowledged and not unsent:
                limit = 0
            elif silence < self._SILENT:
                waited = (now - self._since + timing.KEEPALIVE_CHECK) * 1000
                limit = int(waited) + self._GRACE
            else:
                return
            if limit or self._is_limited:
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, limit)
                self._is_limited = limit > 0
        except (OSError, struct.error):
            return  # the socket is closed, or the system reports fewer fields
