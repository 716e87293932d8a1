"""The cases that are run over the links, in both flavours."""

from __future__ import annotations

from attrs import frozen

SILENCE = 70.0
"""Seconds for which a running peer is silent."""

FLAVOURS = ("sync", "async")
# A proxy for plain requests reads them completely, so only requests without a body are useful.
_WITHOUT_BODY = ("stream", "event")
_KINDS = ("stream", "reconnecting", "event", "inout", "unread", "waiting", "unanswered")
_WITHOUT_TEST = {
    # With a running peer it is the same as "stream".
    ("silent", "sync", "reconnecting"),
    ("silent", "async", "reconnecting"),
    # The thread runs the source until there is data to send.
    ("vanished", "sync", "waiting"),
}
_ROUTES = {"plain": _KINDS, "tls": _KINDS, "tunnel": _KINDS, "proxy": _WITHOUT_BODY}


@frozen
class Case:
    """One call over one connection.

    Attributes:
        peer: ``vanished``, if its link is taken down, or ``silent``.
        flavour: ``sync`` or ``async``.
        route: ``plain``, ``tls``, or through a proxy: ``proxy`` or, with TLS, ``tunnel``.
        kind: ``stream``; ``reconnecting``, a stream with ``on_gap``; ``event``, a call that waits
            for its response; ``inout``; and uploads: ``unread`` by the server, ``waiting`` for its
            source, and ``unanswered``. TCP_USER_TIMEOUT ends ``unread`` if the peer is silent.
    """

    peer: str
    flavour: str
    route: str
    kind: str

    def __str__(self) -> str:
        return f"{self.peer}-{self.flavour}-{self.route}-{self.kind}"


CASES = [
    Case(peer, flavour, route, kind)
    for peer in ("vanished", "silent")
    for flavour in FLAVOURS
    for route, kinds in _ROUTES.items()
    for kind in kinds
    if (peer, flavour, kind) not in _WITHOUT_TEST
]
