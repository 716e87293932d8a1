"""Files that change while they are being sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient
from tests.scripted_server import Peer, ScriptedServer, answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZE = 16 << 20  # more than the client and the system buffer


async def send_input(host: AsyncHostClient, data: Any) -> None:
    await host.get_instance_client("i").send_input(data)


async def send_stdin(host: AsyncHostClient, data: Any) -> None:
    await host.get_instance_client("i").send_stdin(data)


async def send_package(host: AsyncHostClient, data: Any) -> None:
    await host.send_sequence(data)


class Hub(ScriptedServer):
    """Changes a file as soon as its upload has begun.

    Attributes:
        received: How many bytes of the file have arrived.
    """

    version = "1.0.1"

    def __init__(self, change: Callable[[], object]) -> None:
        super().__init__(self._play)
        self.received = 0
        self._change = change

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            for block in peer.body_blocks(request):
                if not self.received:
                    self._change()
                self.received += len(block)
            if not request.complete:
                return
            peer.send(answer(b'{"id": "s"}'))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.touch()
    os.truncate(path, SIZE)
    return path


SENDS = pytest.mark.parametrize("send", [send_input, send_stdin, send_package])
KINDS = pytest.mark.parametrize("is_open", [False, True], ids=["path", "file"])


@SENDS
@KINDS
async def test_a_file_that_shrinks_is_an_error(
    send: Callable[..., Any], path: Path, is_open: bool
) -> None:
    with Hub(lambda: os.truncate(path, SIZE - 1)) as hub, path.open("rb") as file:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OSError, match="became shorter while it was being sent"):
                await send(host, file if is_open else path)
    assert hub.received < SIZE


@SENDS
@KINDS
async def test_a_file_that_grows_is_sent_up_to_its_first_size(
    send: Callable[..., Any], path: Path, is_open: bool
) -> None:
    with Hub(lambda: os.truncate(path, SIZE + 100)) as hub, path.open("rb") as file:
        async with AsyncHostClient(hub.base_url) as host:
            await send(host, file if is_open else path)
    assert hub.received == SIZE
