"""What the synchronous and the asynchronous side have in common."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl

ABORT = "scramjet_abort"
"""The response extension that breaks an answer off from any thread."""

KEEPALIVE_SECONDS = 4.0
"""How long an idle connection is kept: hubs close theirs after 5 s."""


@cache
def ssl_context() -> ssl.SSLContext:
    """Return the context of all clients: making one costs tens of milliseconds."""
    return httpx.create_ssl_context()


@cache
def user_agent() -> str:
    """Return what servers see as the client's name."""
    return f"scramjet-facade/{version('scramjet-facade')}"


def timeouts(*, connect: float, answer: float | None) -> httpx.Timeout:
    """Return limits in seconds for connecting and for each wait on the peer."""
    return httpx.Timeout(connect=connect, read=answer, write=answer, pool=connect)
