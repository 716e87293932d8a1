"""Time limits of a request."""

from __future__ import annotations

import httpx


def timeouts(*, connect: float, answer: float | None) -> httpx.Timeout:
    """Return the limits in seconds for connecting and for each wait for the peer."""
    return httpx.Timeout(connect=connect, read=answer, write=answer, pool=connect)


def upload_timeouts(*, connect: float, answer: float | None, idle: float | None) -> httpx.Timeout:
    """Return the limits of a request with an upload.

    Args:
        connect: Seconds for connecting.
        answer: Seconds for the response, from the last byte of the upload; None: no limit.
        idle: Seconds for which the server may accept no data; None: no limit.
    """
    return httpx.Timeout(connect=connect, read=answer, write=idle, pool=connect)
