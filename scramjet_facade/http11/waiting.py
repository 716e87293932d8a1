"""How the protocol's generators wait: they yield a Wait, and a waiter resumes them.

``sync_waiter`` runs such generators in a thread, ``async_waiter`` in a task.
"""

from __future__ import annotations

import socket
from collections.abc import Collection, Generator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from ..concurrency.future import Future

T = TypeVar("T")

READ, WRITE = 1, 2


class Wait(NamedTuple):
    """A pause of the protocol.

    A wait may end early, although nothing is ready. So the protocol checks the sockets again.

    Attributes:
        sockets: The sockets to wait for.
        events: READ, WRITE or both.
        deadline: When to stop waiting, by ``time.monotonic()``; None: never.
        future: A future to wait for instead of sockets.
    """

    sockets: tuple[socket.socket, ...]
    events: int
    deadline: float | None
    future: Future[Any] | None = None


Steps: TypeAlias = Generator[Wait, Collection[socket.socket], T]
"""A part of the protocol: it yields waits, and receives the sockets that are ready."""
