"""Unreferenced streams are closed by garbage collection, which may run in any thread."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient
from tests.scripted_server import Peer, ScriptedServer, head
from tests.streams.background import join_threads, running_threads

if TYPE_CHECKING:
    from collections.abc import Iterator


def _script(peer: Peer) -> None:
    peer.read_head()
    peer.send(head(transfer_encoding="chunked"))
    peer.send_chunk(b"first")
    peer.wait_until_closed()


def _drop(host: HostClient, source: Iterator[bytes]) -> None:
    """Open a stream that is referenced by a cycle only."""
    stream = host.get_instance_client("i").inout(source)
    stream.__enter__()
    chunks = stream.iter_bytes()
    assert next(chunks) == b"first"
    cycle = [stream, chunks]
    cycle.append(cycle)  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["source thread", "another thread"])
def test_an_unreferenced_duplex_call_is_closed(where: str) -> None:
    dropped = threading.Event()

    def source() -> Iterator[bytes]:
        yield b"data"
        dropped.wait(5)
        if where == "source thread":
            gc.collect()
        while True:
            yield b"data"

    with ScriptedServer(_script) as server, HostClient(server.base_url) as host:
        gc.disable()
        try:
            _drop(host, source())
            dropped.set()
            if where == "another thread":
                with ThreadPoolExecutor(1) as threads:
                    threads.submit(gc.collect).result(5)
            assert server.client_closed.wait(5)
        finally:
            gc.enable()
        sources = [thread for thread in running_threads() if thread.name == "scramjet-source"]
        join_threads(sources)  # they may be ending
        assert not any(thread.is_alive() for thread in sources)
