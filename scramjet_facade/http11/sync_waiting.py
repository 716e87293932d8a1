"""How threads wait for sockets."""

from __future__ import annotations

import math
import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Collection

READ, WRITE = 1, 2


def ready(sockets: Collection[socket.socket], events: int, seconds: float) -> dict[int, int]:
    """Wait until something can be done, or was broken off.

    Returns:
        For each such socket, by its number, READ or WRITE or both.
    """
    if not hasattr(select, "poll"):  # Windows
        return _ready_by_select(sockets, events, seconds)
    wanted = (select.POLLIN if events & READ else 0) | (select.POLLOUT if events & WRITE else 0)
    poll = select.poll()
    for one in sockets:
        poll.register(one, wanted)
    return {
        number: (READ if found & ~select.POLLOUT else 0) | (WRITE if found & ~select.POLLIN else 0)
        for number, found in poll.poll(math.ceil(seconds * 1000))
    }


def _ready_by_select(
    sockets: Collection[socket.socket], events: int, seconds: float
) -> dict[int, int]:
    nothing: list[socket.socket] = []
    readable, writable, failed = select.select(
        sockets if events & READ else nothing,
        sockets if events & WRITE else nothing,
        sockets,
        seconds,
    )
    found: dict[int, int] = dict.fromkeys((one.fileno() for one in failed), events)
    for event, those in ((READ, readable), (WRITE, writable)):
        for one in those:
            found[one.fileno()] = found.get(one.fileno(), 0) | event
    return found
