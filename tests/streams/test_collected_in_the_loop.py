"""Garbage collection may run in any thread, that of a forgotten duplex call included."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from scramjet_facade import HostClient
from tests.scripted_server import Peer, ScriptedServer, head

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal


def _script(peer: Peer) -> None:
    peer.read_head()
    peer.send(head(transfer_encoding="chunked"))
    peer.send_chunk(b"first")
    peer.wait_until_left()


def _forget(host: HostClient) -> BlockingPortal:
    """Open a stream that only a cycle holds; return the way into its loop."""
    stream = host.get_instance_client("i").inout([b"data"])
    stream.__enter__()
    chunks = stream.iter_bytes()
    assert next(chunks) == b"first"
    cycle = [stream, chunks]
    cycle.append(cycle)  # type: ignore[arg-type]
    assert stream._response is not None
    portal: BlockingPortal = stream._response.stream._stream._portal  # type: ignore[attr-defined]
    return portal


def test_a_duplex_call_that_is_collected_by_its_own_loop_is_closed() -> None:
    with ScriptedServer(_script) as server, HostClient(server.base_url) as host:
        gc.disable()
        try:
            portal = _forget(host)
            loop = portal.call(threading.current_thread)
            portal.call(gc.collect)
        finally:
            gc.enable()
        assert server.left.wait(5)
        loop.join(5)
        assert not loop.is_alive()
        for thread in threading.enumerate():
            if thread.name == "scramjet-close":  # it is about to end
                thread.join(5)
