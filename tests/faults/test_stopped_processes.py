"""A process that is stopped for longer than a timeout, by SIGSTOP or since a laptop was suspended.

What has arrived meanwhile is not late.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.faults._async.stopped_uses import TIMEOUT
from tests.scripted_server import Peer, ScriptedServer, answer, head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
VERSION = answer(b'{"version": "1.0.1"}')
ID = b'{"id": "the-id"}'
FLAVOURS = pytest.mark.parametrize("flavour", ["async", "sync"])


class Stopping(ScriptedServer):
    """Stops its client while it responds.

    Attributes:
        is_idle: Set when the client has an idle connection, which the server then closes.
        has_closed: Set when it has closed it.
    """

    def __init__(self, script: Callable[[Stopping, Peer], None]) -> None:
        super().__init__(lambda peer: script(self, peer))
        self.is_idle, self.has_closed = threading.Event(), threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._has_started = threading.Event()

    @contextmanager
    def client(self, flavour: str, use: str) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-m", "tests.faults.stopped_program"]
        with subprocess.Popen(
            [*command, flavour, self.base_url, use],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            self._process = process
            self._has_started.set()
            try:
                yield process
            finally:
                process.kill()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the client inside the block, and for longer than its timeouts."""
        assert self._has_started.wait(5)
        assert self._process is not None
        process = psutil.Process(self._process.pid)
        _wait_for(process, psutil.STATUS_SLEEPING)  # it waits for the response
        process.suspend()
        _wait_for(process, psutil.STATUS_STOPPED)
        yield
        time.sleep(2 * TIMEOUT)
        process.resume()


def _wait_for(process: psutil.Process, status: str) -> None:
    while process.status() != status:
        time.sleep(0.001)


def responds(server: Stopping, peer: Peer) -> None:
    while (request := peer.read_head()) is not None:
        match request.path.rpartition("/")[2]:
            case "version":
                with server.stopped():
                    peer.send(VERSION)
            case "output":
                peer.send(head(transfer_encoding="chunked"))
                with server.stopped():
                    peer.send(b"5\r\ndata\n\r\n0\r\n\r\n")


def closes_idle_connection(server: Stopping, peer: Peer) -> None:
    request = peer.read_request()
    assert request is not None
    if request.method == "POST":
        peer.send(answer(ID))
        return
    peer.send(VERSION)
    assert server.is_idle.wait(10)
    with server.stopped():
        peer.socket.shutdown(socket.SHUT_RDWR)
    server.has_closed.set()


@FLAVOURS
@pytest.mark.parametrize(("use", "result"), [("call", "1.0.1"), ("stream", "data")])
def test_data_that_arrives_while_a_process_is_stopped_causes_no_timeout(
    flavour: str, use: str, result: str
) -> None:
    with Stopping(responds) as server, server.client(flavour, use) as process:
        output, errors = process.communicate(timeout=30)
    assert (output, errors) == (f"{result}\n", "")


@FLAVOURS
def test_a_connection_that_was_closed_while_a_process_was_stopped_is_not_used(flavour: str) -> None:
    with (
        Stopping(closes_idle_connection) as server,
        server.client(flavour, "start_later") as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == "idle\n"
        server.is_idle.set()
        assert server.has_closed.wait(10)
        output, errors = process.communicate("\n", timeout=30)
    assert (output, errors) == ("the-id\n", "")
    assert [request.method for request in server.requests] == ["GET", "POST"]
