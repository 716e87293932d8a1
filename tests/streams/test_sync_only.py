"""Only for the synchronous client: Ctrl-C, and many threads."""

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
from scramjet_facade.body.buffer import Buffer
from tests.scripted_server import Peer, ScriptedServer, always, answer, head
from tests.streams.background import sync_wait_for_all
from tests.streams.stream_server import StreamServer

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 200
CHUNKED = head(transfer_encoding="chunked")
PROGRAM = Path(__file__).with_name("interrupted_program.py")


def test_a_call_works_beside_many_reading_threads() -> None:
    with (
        StreamServer() as server,
        HostClient(server.base_url) as host,
        ThreadPoolExecutor(MANY) as pool,
    ):

        def read() -> list[str]:
            with host.get_log_stream() as stream:
                return list(stream.iter_lines())

        readers = [pool.submit(read) for _ in range(MANY)]
        assert server.opened(MANY).wait(20)
        assert host.get_version().version == "1"
        server.release()
        assert all(reader.result(20) == ["last"] for reader in readers)


def test_progress_is_reported_even_if_the_upload_ends_immediately(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The request ends before the thread of the caller continues after the end of the source."""

    def end(buffer: Buffer, error: BaseException | None = None) -> None:
        original(buffer, error)
        sync_wait_for_all()

    original = Buffer.end
    monkeypatch.setattr(Buffer, "end", end)
    reports: list[tuple[int, int | None]] = []
    with ScriptedServer(always(answer(b"{}"))) as server:
        server.version = "1.0.1"
        with HostClient(server.base_url) as host:
            host.send_topic("t", iter([b"data"]), progress=lambda *report: reports.append(report))
    assert reports == [(4, None)]


def test_an_upload_works_without_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no select.poll()."""
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


def serve(peer: Peer) -> None:
    while (request := peer.read_head()) is not None:
        peer.server.requested.set()  # type: ignore[attr-defined]
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
    server = ScriptedServer(serve)
    server.version = "1.0.1"
    server.requested = threading.Event()  # type: ignore[attr-defined]
    server.status = "running"  # type: ignore[attr-defined]
    return server


@contextmanager
def running_program(action: str) -> Iterator[tuple[subprocess.Popen[str], ScriptedServer]]:
    with (
        hub() as server,
        subprocess.Popen(
            [sys.executable, str(PROGRAM), server.base_url, action],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as program,
    ):
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
            assert server.requested.wait(5)  # type: ignore[attr-defined]
            yield program, server
        finally:
            program.kill()


@pytest.mark.parametrize(
    "action",
    [
        *("reading", "opening inout", "inout", "uploading", "following", "async reading"),
        *("exchange", "run with a blocked source"),
    ],
)
def test_ctrl_c_ends_a_program_immediately(action: str) -> None:
    with running_program(action) as (program, server):
        start = time.monotonic()
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=10)
        duration = time.monotonic() - start
        assert server.client_closed.wait(5)
        uploads = [one for one in server.requests if one.path.endswith(("/input", "/inout"))]
        assert not any(one.complete for one in uploads if one.header("x-end-stream") is None)
        assert (server.status == "completed") == action.startswith("run")  # type: ignore[attr-defined]
    assert program.returncode == -signal.SIGINT, errors
    assert errors.endswith("\nKeyboardInterrupt\n")
    assert "ignored" not in errors
    assert duration < (4 if action.startswith("run") else 2)


def test_a_program_exits_without_closing_its_stream() -> None:
    with running_program("exit without closing") as (program, server):
        _, errors = program.communicate(timeout=10)
        assert server.client_closed.wait(5)
    assert (program.returncode, errors) == (0, "")
