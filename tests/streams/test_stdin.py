"""The program's stdin is sent line by line."""

from __future__ import annotations

import queue
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripted_server import Peer, ScriptedServer, answer

ROOT = Path(__file__).parent.parent.parent

PROGRAM = "tests.streams.send_stdin"


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_each_line_is_sent_before_the_next_is_written(flavor: str) -> None:
    received: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            for block in peer.body_blocks(request):
                received.put(block)
            peer.send(answer(b""))

    with (
        ScriptedServer(script) as server,
        subprocess.Popen(
            [sys.executable, "-W", "error", "-m", PROGRAM, server.base_url, flavor],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as program,
    ):
        assert program.stdin is not None
        server.version = "1.0.1"
        try:
            for number in range(5):
                program.stdin.write(b"%d\n" % number)
                program.stdin.flush()
                assert received.get(timeout=20) == b"%d\n" % number
            _, errors = program.communicate(timeout=20)
        finally:
            program.kill()
        assert (program.returncode, errors) == (0, b"")
        assert [request.complete for request in server.requests] == [True]
