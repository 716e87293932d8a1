"""A script for a hub: the shortest possible response for each kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scripted_server import answer, head

if TYPE_CHECKING:
    from tests.scripted_server import Peer


def serve_hub(peer: Peer) -> None:
    while (request := peer.read_request()) is not None:
        if request.path.endswith("/output"):
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(b"a line\n")
            peer.send(b"0\r\n\r\n")
        elif request.path.endswith("/inout"):
            peer.send(answer(request.body))
        elif request.path.endswith("/unknown"):
            peer.send(answer(b'{"error": "no"}', 404, "No"))
        else:
            peer.send(answer(b'{"version": "1"}'))
