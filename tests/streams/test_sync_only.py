"""What only the synchronous client knows: Ctrl-C, and many threads."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient, NotFoundError
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.holder import Holder

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 200
CHUNKED = head(transfer_encoding="chunked")
PROGRAM = Path(__file__).with_name("interrupted.py")


def test_many_threads_that_read_and_a_call() -> None:
    with Holder() as server, HostClient(server.base_url) as host, ThreadPoolExecutor(MANY) as pool:

        def read() -> list[str]:
            with host.get_log_stream() as stream:
                return list(stream.iter_lines())

        readers = [pool.submit(read) for _ in range(MANY)]
        assert server.holds(MANY).wait(20)
        assert host.get_version().version == "1"
        server.release()
        assert all(reader.result(20) == ["last"] for reader in readers)


def test_an_upload_without_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.delattr("select.poll")

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/no/input"):
                peer.send(answer(b'{"error": "no"}', 404, "Not Found"))
                peer.wait_until_closed()
                return
            assert peer.read_body(request)
            peer.send(answer(b"{}"))

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(65536)

    with ScriptedServer(script) as server, HostClient(server.base_url) as host:
        host.get_instance_client("i").send_input(bytes(8 << 20))
        with pytest.raises(NotFoundError):
            host.get_instance_client("no").send_input(endless())


def plays_a_hub(peer: Peer) -> None:
    while (request := peer.read_head()) is not None:
        peer.server.asked.set()  # type: ignore[attr-defined]
        if request.path.endswith(("/i", "/start")):
            peer.send(answer(json.dumps({"id": "i", "status": peer.server.status}).encode()))  # type: ignore[attr-defined]
        elif request.path.endswith(("/health", "/_monitoring_rate")):
            peer.send(answer(b'{"healthy": true}'))
        elif request.path.endswith("/_kill"):
            peer.server.status = "completed"  # type: ignore[attr-defined]
            peer.read_body(request)
            peer.send(answer(b"{}"))
        elif request.header("x-end-stream") == "false":
            peer.read_body(request)
            peer.send(CHUNKED, b"0\r\n\r\n")
        elif request.path.endswith("/input") or "/silent/" in request.path:
            peer.read_body(request)
            peer.server.client_closed.set()
            return
        else:
            peer.send(CHUNKED)
            peer.send_chunk(b"first\n")
            peer.wait_until_closed()
            return


def hub() -> ScriptedServer:
    server = ScriptedServer(plays_a_hub)
    server.version = "1.0.1"
    server.asked = threading.Event()  # type: ignore[attr-defined]
    server.status = "running"  # type: ignore[attr-defined]
    return server


@contextmanager
def running(what: str) -> Iterator[tuple[subprocess.Popen[str], ScriptedServer]]:
    with (
        hub() as server,
        subprocess.Popen(
            [sys.executable, str(PROGRAM), server.base_url, what],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as program,
    ):
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
            assert server.asked.wait(5)  # type: ignore[attr-defined]
            yield program, server
        finally:
            program.kill()


@pytest.mark.parametrize(
    "what",
    [
        *("reading", "opening inout", "inout", "uploading", "following", "async reading"),
        *("exchange", "run, its source stuck"),
    ],
)
def test_ctrl_c_ends_a_program_at_once(what: str) -> None:
    with running(what) as (program, server):
        start = time.monotonic()
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=10)
        took = time.monotonic() - start
        assert server.client_closed.wait(5)
        uploads = [one for one in server.requests if one.path.endswith(("/input", "/inout"))]
        assert not any(one.complete for one in uploads if one.header("x-end-stream") is None)
        assert (server.status == "completed") == what.startswith("run")  # type: ignore[attr-defined]
    assert program.returncode == -signal.SIGINT, errors
    assert errors.endswith("\nKeyboardInterrupt\n")
    assert "ignored" not in errors
    assert took < (4 if what.startswith("run") else 2)


def test_a_program_ends_though_it_never_left_its_stream() -> None:
    with running("end without leaving") as (program, server):
        _, errors = program.communicate(timeout=10)
        assert server.client_closed.wait(5)
    assert (program.returncode, errors) == (0, "")
