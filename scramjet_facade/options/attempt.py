"""The description of one attempt to send a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ..errors import ClientError


@frozen(kw_only=True)
class Attempt:
    """One attempt to send a request, as passed to ``on_attempt=``; it contains no secrets.

    Attributes:
        method: The request's method.
        url: The request's URL, without the query.
        number: The number of the attempt; the first attempt has number 1.
        status: The response's status; None if there was no response.
        error: The error of a failed attempt; None if it succeeded.
        seconds: The duration until the response was read; for a stream, until its headers arrived.
        sent: The size of the request's body in bytes; None if the size is not known in advance.
        received: The size of the decompressed response body in bytes; None for a stream or a failed
            attempt.
        pause: Seconds until the next attempt; None if no attempt follows.
    """

    method: str
    url: str
    number: int
    status: int | None
    error: ClientError | None
    seconds: float
    sent: int | None
    received: int | None
    pause: float | None

    def __str__(self) -> str:
        outcome = f"{self.status}"
        if self.error is not None:
            outcome = f"{self.status or type(self.error).__name__} ({self.error.message})"
        again = "" if self.pause is None else f"; retry in {self.pause:.3f} s"
        milliseconds = self.seconds * 1000
        return (
            f"{self.method} {self.url}: {outcome} in {milliseconds:.0f} ms "
            f"(attempt {self.number}){again}"
        )
