# Generated from tests/cost/_async/test_garbage.py
"""What is done with leaves nothing for the garbage collector, which stops the whole program."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import Cancellation, HostClient, NotFoundError
from tests.cost.played_hub import plays_a_hub
from tests.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMES = 20


def call(host: HostClient) -> None:
    host.get_version()


def refused_call(host: HostClient) -> None:
    with suppress(NotFoundError):
        host.get_instance_client("unknown").get_info()


def parts() -> Iterator[bytes]:
    yield b"a part"


def upload(host: HostClient) -> None:
    host.get_instance_client("i").send_input(parts(), "text/plain")


def cancellable_upload(host: HostClient) -> None:
    host.send_topic("t", b"data", "text/plain", cancellation=Cancellation())


def stream(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output") as output:
        assert [line for line in output.iter_lines()] == ["a line"]


def duplex(host: HostClient) -> None:
    with host.get_instance_client("i").inout([b"data"]) as output:
        assert b"".join([chunk for chunk in output]) == b"data"


@pytest.mark.parametrize("use", [call, refused_call, upload, cancellable_upload, stream, duplex])
def test_no_garbage(use: Callable[[HostClient], None]) -> None:
    with ScriptedServer(plays_a_hub) as server:
        with HostClient(server.base_url) as host:
            use(host)
            found: list[int] = []
            gc.disable()
            try:
                for _ in range(3):
                    gc.collect()
                    for _ in range(TIMES):
                        use(host)
                    found.append(gc.collect())
            finally:
                gc.enable()
    assert min(found) < TIMES
