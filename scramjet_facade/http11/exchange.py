"""A request and its answer, and what holds whether threads or tasks wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from .answers import Answer
from .channel import reason
from .requests import has_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channel import Channel


class UnsendableError(httpx.WriteError):
    """The system takes nothing more."""


class Exchange:
    """A request on its way and its answer, for as long as a connection is theirs.

    Attributes:
        channel: The connection.
        request: What is sent.
        patience: Seconds to wait for each part of the answer.
        sending_patience: Seconds in which the server may take nothing.
        give_back: What takes the connection back.
        answer: What came.
        why: What this client itself broke it off for.
        late: What did not come in time, if it was broken off for that.
        has_begun: Whether any byte of the request may have left.
        is_sent: Whether all of it was sent.
    """

    def __init__(
        self, channel: Channel, request: httpx.Request, give_back: Callable[[Exchange], None]
    ) -> None:
        limits: dict[str, float | None] = request.extensions.get("timeout", {})
        self.channel = channel
        self.request = request
        self.patience = limits.get("read")
        self.sending_patience = limits.get("write")
        self.give_back = give_back
        self.answer = Answer(request.method)
        self.why: str | None = None
        self.late: httpx.TimeoutException | None = None
        self.has_begun = self.is_sent = False
        self._is_over = False

    def at_hand(self) -> bytes | None:
        """Return the answer's body if all of it has come."""
        return self.answer.take() if self.answer.is_whole else None

    def break_off(self, why: str = "the stream was stopped") -> None:
        """Break it off, from whatever thread or signal handler, unless it came to its end."""
        if self.is_done:
            return
        # In this order, which end() has the other way round: one of the two sees the other's.
        self.why = self.why or why
        if not self._is_over:
            self.channel.break_off()

    def be_late(self, error: httpx.TimeoutException) -> None:
        """Break it off, because what was waited for didn't come in time."""
        self.late = self.late or error
        self.channel.break_off()

    def end(self) -> bool:
        """Let go of the connection; return whether another exchange may use it."""
        self._is_over = True
        if not self.is_done or self.why is not None or self.late is not None:
            return False
        # Whoever refuses a body may leave it unread and close the connection.
        return not (self.answer.is_refusal and has_body(self.request))

    @property
    def is_done(self) -> bool:
        """Whether all was sent and read, and the connection is as good as before."""
        return self.is_sent and self.answer.is_whole and not self.answer.is_last

    def failure(self, error: Exception) -> httpx.TransportError:
        """Return what a failure of the connection means for the request."""
        if self.why is not None:
            return httpx.ReadError(self.why, request=self.request)
        if self.late is not None:
            error = self.late
        kind = type(error) if isinstance(error, httpx.TransportError) else httpx.ReadError
        if issubclass(kind, httpx.NetworkError) and not self.has_begun:
            kind = httpx.ConnectError
        return kind(reason(error), request=self.request)
