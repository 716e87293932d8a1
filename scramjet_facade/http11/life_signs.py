"""Whether a peer lives that owes an acknowledgement."""

from __future__ import annotations

import socket
import struct
import sys
from time import monotonic


class LifeSigns:
    """Hears that a peer is gone while it owes an acknowledgement.

    Then the system sends no keep-alive; it repeats the data, for 15 minutes by default. It can be
    told to give up earlier, but counts a peer that is well and takes nothing as gone, too. So
    the limit is moved as long as acknowledgements come, and it makes the system ask for them.
    """

    EVERY = 5.0
    """Seconds between two looks."""

    _LEFT = 15_000  # milliseconds that a peer has at least
    _SILENT = 24_000  # milliseconds without an acknowledgement after which the limit stays

    # Of Linux's tcp_info: unacked, last_ack_recv (ms ago), bytes_acked, notsent_bytes.
    _TCP_INFO = struct.Struct("=24xI28xI60xQ16xI")

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._since = 0.0
        self._taken = -1
        self._is_limited = False

    def look(self) -> None:
        """Look whether the peer lives, and set the limit."""
        if sys.platform != "linux":
            return
        try:
            info = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, self._TCP_INFO.size)
            unacknowledged, silence, taken, unsent = self._TCP_INFO.unpack(info)
            now = monotonic()
            if taken != self._taken:
                self._since, self._taken = now, taken
            if not unacknowledged and not unsent:
                limit = 0
            elif silence < self._SILENT:
                waited = (now - self._since + self.EVERY) * 1000
                limit = int(waited) + self._LEFT
            else:
                return
            if limit or self._is_limited:
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, limit)
                self._is_limited = limit > 0
        except (OSError, struct.error):
            return  # it is closed, or this system tells less
