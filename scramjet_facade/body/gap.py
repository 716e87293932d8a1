"""A gap in a stream that reconnects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ..errors import ClientError


@frozen
class Gap:
    """An interruption of a stream that reconnects, as passed to ``on_gap``.

    Data that was written during the gap is lost. The line that was cut off is lost as well. If the
    server replays the stream, as hubs do for a log, the stream starts again with its first line.

    Attributes:
        error: Why the stream was interrupted.
        seconds: How long the gap lasted.
        attempts: How many times the stream tried to reconnect.
    """

    error: ClientError
    seconds: float
    attempts: int
