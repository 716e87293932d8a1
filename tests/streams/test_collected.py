"""Garbage collection may run in any thread, that of a forgotten duplex call included."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient
from tests.scripted_server import Peer, ScriptedServer, head
from tests.streams.beside import begun_threads

if TYPE_CHECKING:
    from collections.abc import Iterator


def _script(peer: Peer) -> None:
    peer.read_head()
    peer.send(head(transfer_encoding="chunked"))
    peer.send_chunk(b"first")
    peer.wait_until_closed()


def _forget(host: HostClient, source: Iterator[bytes]) -> None:
    """Open a stream that only a cycle holds."""
    stream = host.get_instance_client("i").inout(source)
    stream.__enter__()
    chunks = stream.iter_bytes()
    assert next(chunks) == b"first"
    cycle = [stream, chunks]
    cycle.append(cycle)  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["its source", "another thread"])
def test_a_duplex_call_that_is_forgotten_is_closed(where: str) -> None:
    forgotten = threading.Event()

    def source() -> Iterator[bytes]:
        yield b"data"
        forgotten.wait(5)
        if where == "its source":
            gc.collect()
        while True:
            yield b"data"

    with ScriptedServer(_script) as server, HostClient(server.base_url) as host:
        gc.disable()
        try:
            _forget(host, source())
            forgotten.set()
            if where == "another thread":
                with ThreadPoolExecutor(1) as threads:
                    threads.submit(gc.collect).result(5)
            assert server.client_closed.wait(5)
        finally:
            gc.enable()
        for thread in begun_threads():
            if thread.name == "scramjet-source":  # it is about to end
                thread.join(5)
                assert not thread.is_alive()
