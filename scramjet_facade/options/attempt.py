"""What is told of each attempt to send a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ..errors import ClientError


@frozen(kw_only=True)
class Attempt:
    """One attempt of a request, as ``on_attempt=`` is told it; no secret is in it.

    Attributes:
        method: The request's method.
        url: Its URL, without a query.
        number: Which attempt it was, from 1.
        status: The answer's status; None if no answer came.
        error: Why it failed; None if it did not.
        seconds: How long it took: until the answer was read, or a stream's head had come.
        sent: Bytes of the request's body; None if nobody knows beforehand.
        received: Bytes of the answer's body, decompressed; None if it is a stream, or not known.
        pause: Seconds until the next attempt; None if there is none.
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
        again = "" if self.pause is None else f"; again in {self.pause:.3f} s"
        milliseconds = self.seconds * 1000
        return (
            f"{self.method} {self.url}: {outcome} in {milliseconds:.0f} ms "
            f"(attempt {self.number}){again}"
        )
