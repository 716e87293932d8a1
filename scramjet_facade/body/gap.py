"""A gap in a stream that is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ..errors import ClientError


@frozen
class Gap:
    """What a followed stream tells when it broke off and goes on.

    What was written in the gap is lost, and so is the line that the break cut in two. A stream
    that the server replays, such as a hub's log, begins again with its first line.

    Attributes:
        error: Why the stream broke off.
        seconds: How long it took until it went on.
        attempts: How many times a new connection was tried.
    """

    error: ClientError
    seconds: float
    attempts: int
