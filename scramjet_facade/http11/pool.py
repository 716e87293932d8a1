"""The connections to one service, for both threads and tasks."""

from __future__ import annotations

import os
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Protocol

import httpx

from ..concurrency.cancel_token import current_token
from ..errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .connection import Connection
    from .exchange import HTTP11Exchange


CLOSED = "this client is closed: create a new one"


class Cancellable(Protocol):
    """A wait that any thread or signal handler can cancel."""

    def cancel(self, why: str = ...) -> None:
        """Cancel the wait."""


class ConnectionPool:
    """Idle connections to one service, and the exchanges in progress.

    The connection that was used last is reused first. Idle connections belong to no thread and no
    event loop.
    """

    def __init__(self) -> None:
        self._idle: deque[Connection] = deque()
        self._active: set[Cancellable] = set()  # Copying this set is atomic.
        # Removes a wait that has ended. The call is atomic: a signal handler cannot interrupt it.
        self.end: Callable[[Cancellable], None] = self._active.discard
        self._process = os.getpid()
        self._is_closed = False

    def check(self) -> None:
        """Refuse requests after the pool was closed."""
        if self._is_closed:
            raise ClientError(CLOSED)

    def begin(self, one: Cancellable) -> None:
        """Register a wait; it ends if the pool is closed or the current token is cancelled."""
        self._active.add(one)
        if (cancel_token := current_token()) is not None:
            cancel_token.add_callback(one.cancel)
            if cancel_token.is_cancelled:
                raise httpx.ConnectError("the stream was cancelled")
        self.check()

    def detach(self, one: Cancellable) -> None:
        """Let a wait continue even if the current token is cancelled; closing the pool ends it."""
        if (cancel_token := current_token()) is not None:
            cancel_token.remove_callback(one.cancel)

    def take(self) -> Connection | None:
        """Return an idle connection that can be used; None if there is none."""
        if self._process != os.getpid():  # a forked process must not use its parent's connections
            self._process = os.getpid()
            self._active.clear()
            self._close_idle()
        idle = self._idle
        try:
            while not idle[0].is_fresh():
                idle.popleft().close()
            while not ((connection := idle.pop()).is_fresh() and connection.is_usable()):
                connection.close()
        except IndexError:  # there is no idle connection
            return None
        return connection

    def release(self, exchange: HTTP11Exchange) -> None:
        """Keep or close the connection of an ended exchange; further calls have no effect."""
        try:
            # This removal is atomic. If a signal handler raises before the removal, the next call
            # does all the work. If a signal handler raises after the removal, nothing refers to the
            # connection any more, so the connection closes itself.
            self._active.remove(exchange)
        except KeyError:
            return
        connection = exchange.connection
        if exchange.close() and not self._is_closed:
            connection.idle_since = monotonic()
            self._idle.append(connection)
            if self._is_closed:  # the pool was closed meanwhile
                self._close_idle()
        elif exchange.is_accepted:
            connection.close()  # the server may still be reading the end of the request
        else:
            connection.abort()

    def close(self) -> None:
        """Cancel the exchanges in progress, and refuse requests from now on."""
        self._is_closed = True
        for one in list(self._active):
            one.cancel("this client was closed")
        self._close_idle()

    @property
    def has_idle(self) -> bool:
        """Whether this process has idle connections that are not closed."""
        return bool(self._idle) and self._process == os.getpid()

    def _close_idle(self) -> None:
        while self._idle:
            try:
                self._idle.popleft().close()
            except IndexError:  # another thread was faster
                return
