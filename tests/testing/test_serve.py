"""The program ``python -m scramjet_facade.testing``."""

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
def running_fake(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the program, and yield its process and its address."""
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            exports = (line for line in process.stdout if "export SCRAMJET_API_URL=" in line)
            yield process, next(exports).strip().removeprefix("export SCRAMJET_API_URL=")
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_sequence_is_served_until_a_signal_is_received(number: signal.Signals) -> None:
    with running_fake("--version", "1.0.1") as (process, url):
        with HostClient(url) as host:
            (sequence_id,) = host.get_sequence_id("greet")
            sequence = host.get_sequence_client(sequence_id)
            with sequence.run(ndjson([{"name": "Ada"}]), idle_timeout=SECONDS) as stream:
                assert list(stream.iter_json()) == [{"greeting": "Hello, Ada!"}]
        process.send_signal(number)
        assert process.wait(SECONDS) == 0


def test_the_version_and_the_port_can_be_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
        failed = subprocess.run(
            [*COMMAND, "--port", str(port)], capture_output=True, text=True, check=False
        )
    assert failed.returncode == 1
    assert f"port {port}" in failed.stderr
    assert "Traceback" not in failed.stderr
    with (
        running_fake("--port", str(port), "--version", "0.18.7") as (_, url),
        HostClient(url) as host,
    ):
        assert url == f"http://127.0.0.1:{port}/api/v1"
        assert host.get_version().version == "0.18.7"


def test_a_port_that_does_not_exist_is_reported() -> None:
    failed = subprocess.run(
        [*COMMAND, "--port", "70000"], capture_output=True, text=True, check=False
    )
    assert failed.returncode == 1
    assert "port 70000: bind(): port must be 0-65535" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_an_unknown_version_is_rejected() -> None:
    failed = subprocess.run(
        [*COMMAND, "--version", "2"], capture_output=True, text=True, check=False
    )
    assert failed.returncode == 2
    assert "invalid choice" in failed.stderr
