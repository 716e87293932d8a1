"""``python -m scramjet_facade.testing`` as a program of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient, ndjson

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-m", "scramjet_facade.testing"]
SECONDS = 20


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start it, and give its process and its address."""
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            exports = (line for line in process.stdout if "export HUB_URL=" in line)
            yield process, next(exports).strip().removeprefix("export HUB_URL=")
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_a_sequence_until_it_is_asked_to_stop(number: signal.Signals) -> None:
    with served("--version", "1.0.1") as (process, url):
        with HostClient(url) as host:
            (sequence_id,) = host.get_sequence_id("greet")
            sequence = host.get_sequence_client(sequence_id)
            with sequence.run(ndjson([{"name": "Ada"}]), idle_timeout=SECONDS) as stream:
                assert list(stream.iter_json()) == [{"greeting": "Hello, Ada!"}]
        process.send_signal(number)
        assert process.wait(SECONDS) == 0


def test_the_version_and_the_port_can_be_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed = subprocess.run(
            [*COMMAND, "--port", str(port)], capture_output=True, text=True, check=False
        )
    assert failed.returncode == 1
    assert f"port {port}" in failed.stderr
    assert "Traceback" not in failed.stderr
    with (
        served("--port", str(port), "--version", "0.18.7") as (_, url),
        HostClient(url) as host,
    ):
        assert url == f"http://127.0.0.1:{port}/api/v1"
        assert host.get_version().version == "0.18.7"


def test_an_unknown_version_is_refused() -> None:
    failed = subprocess.run(
        [*COMMAND, "--version", "2"], capture_output=True, text=True, check=False
    )
    assert failed.returncode == 2
    assert "invalid choice" in failed.stderr
