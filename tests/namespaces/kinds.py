"""What is tried over the links, in both flavours, and how each is to end."""

from __future__ import annotations

from attrs import frozen

SILENCE = 70.0
"""Seconds that a living peer is silent."""

FLAVOURS = ("sync", "async")
# A proxy that takes plain requests reads them whole, so only what sends no body goes through it.
_BODILESS = ("stream", "event")
_KINDS = ("stream", "followed", "event", "inout", "unread", "waiting", "unanswered")
_WITHOUT_TEST = {
    # To a living peer it is a stream as any other.
    ("silent", "sync", "followed"),
    ("silent", "async", "followed"),
    # The thread is the source's until there is something to send.
    ("gone", "sync", "waiting"),
}
_WAYS = {"plain": _KINDS, "tls": _KINDS, "tunnel": _KINDS, "proxy": _BODILESS}


@frozen
class Case:
    """One call over one connection.

    Attributes:
        peer: ``gone``, when its link is taken down, or ``silent``.
        flavour: ``sync`` or ``async``.
        way: ``plain``, ``tls``, and through a proxy: ``proxy`` or, with TLS, ``tunnel``.
        kind: ``stream``; ``followed``, a stream with ``on_gap``; ``event``, a call that waits for
            its answer; ``inout``; and uploads: ``unread``, whose data nobody takes, ``waiting`` for
            its source, and ``unanswered``. TCP_USER_TIMEOUT ends ``unread`` with a living peer.
    """

    peer: str
    flavour: str
    way: str
    kind: str

    def __str__(self) -> str:
        return f"{self.peer}-{self.flavour}-{self.way}-{self.kind}"


CASES = [
    Case(peer, flavour, way, kind)
    for peer in ("gone", "silent")
    for flavour in FLAVOURS
    for way, kinds in _WAYS.items()
    for kind in kinds
    if (peer, flavour, kind) not in _WITHOUT_TEST
]
