"""The connections that a client has, whether threads or tasks use them."""

from __future__ import annotations

import os
import warnings
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import httpx

from ..concurrency import timing
from ..concurrency.cancel_token import current_token
from ..errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channel import Channel
    from .exchange import Exchange
    from .way import Way

Transport = TypeVar("Transport")


class Breakable(Protocol):
    """What can be broken off, from whatever thread or signal handler."""

    def break_off(self, why: str = ...) -> None:
        """Wake whoever waits for it."""


class BasePool(Generic[Transport]):
    """The connections that a client and all clients reached from it share.

    They lead to one service, so that any idle one will do: the one used last, or a new one. While
    they are idle they belong to no thread and no event loop.
    """

    def __init__(
        self, find_way: Callable[[], Way], owner: str, transport: Transport | None = None
    ) -> None:
        """Take what finds the way to a service, the client's name, and what replaces a network."""
        self._idle: deque[Channel] = deque()
        # To list what is in it is one step, whatever other threads do.
        self._busy: set[Breakable] = set()
        self._process = os.getpid()
        self._is_closed = False
        self._owner = owner
        self._transport = transport
        self._find_way = find_way
        self._way = find_way()

    def __reduce__(self) -> tuple[Any, ...]:
        if self._transport is not None:
            raise TypeError("a client with transport= can't be pickled: make it where it is used")
        return type(self), (self._find_way, self._owner)  # where it arrives it connects anew

    def _begin(self, busy: Breakable) -> None:
        """Let something be broken off by closing the client, and by what may stop it."""
        self._busy.add(busy)
        if (cancel_token := current_token()) is not None:
            cancel_token.add_callback(busy.break_off)
            if cancel_token.is_cancelled:
                raise httpx.ConnectError("the stream was stopped")
        self._check()

    def _check(self) -> None:
        if self._is_closed:
            raise ClientError("this client is closed: make a new one")

    def _idle_channel(self) -> Channel | None:
        """Return an idle connection that can be used."""
        if self._process != os.getpid():  # a fork must not talk over its parent's connections
            self._process = os.getpid()
            self._busy.clear()
            self._close_idle()
        idle = self._idle
        oldest = monotonic() - timing.KEEPALIVE
        try:
            while idle[0].idle_since < oldest:
                idle.popleft().close()
            while not (channel := idle.pop()).is_usable():
                channel.close()
        except IndexError:  # there are no more
            return None
        return channel

    def _give_back(self, exchange: Exchange) -> None:
        """Take a connection back when its exchange is over, or close it."""
        self._busy.discard(exchange)
        channel = exchange.channel
        if exchange.end() and not self._is_closed:
            channel.idle_since = monotonic()
            self._idle.append(channel)
            if self._is_closed:  # meanwhile
                self._close_idle()
        elif self._process == os.getpid():
            channel.abort()
        else:
            channel.close()  # it still is the other process's

    def _close(self) -> None:
        """Break off what goes on, and refuse requests from now on."""
        self._is_closed = True
        for busy in list(self._busy):
            busy.break_off("this client was closed")
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            try:
                self._idle.popleft().close()
            except IndexError:  # another thread was faster
                return

    def __del__(self) -> None:
        if self._idle and self._process == os.getpid():
            self._close_idle()
            warnings.warn(
                f"the {self._owner} of {self._way.base_url} was never closed: use it in a with "
                "block, or close it",
                ResourceWarning,
                source=self,
                stacklevel=2,
            )
