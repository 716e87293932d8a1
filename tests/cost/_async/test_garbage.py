"""Finished requests leave nothing for the garbage collector, which would pause the program."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, Cancellation, NotFoundError
from tests.cost.scripted_hub import serve_hub
from tests.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

TIMES = 20


async def call(host: AsyncHostClient) -> None:
    await host.get_version()


async def failed_call(host: AsyncHostClient) -> None:
    with suppress(NotFoundError):
        await host.get_instance_client("unknown").get_info()


def parts() -> Iterator[bytes]:
    yield b"a part"


async def upload(host: AsyncHostClient) -> None:
    await host.get_instance_client("i").send_input(parts(), "text/plain")


async def cancellable_upload(host: AsyncHostClient) -> None:
    await host.send_topic("t", b"data", "text/plain", cancellation=Cancellation())


async def stream(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").get_stream("output") as output:
        assert [line async for line in output.iter_lines()] == ["a line"]


async def duplex(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").inout([b"data"]) as output:
        assert b"".join([chunk async for chunk in output]) == b"data"


@pytest.mark.parametrize("use", [call, failed_call, upload, cancellable_upload, stream, duplex])
async def test_a_request_leaves_no_garbage(
    use: Callable[[AsyncHostClient], Awaitable[None]],
) -> None:
    with ScriptedServer(serve_hub) as server:
        async with AsyncHostClient(server.base_url) as host:
            await use(host)  # import everything that a request needs
            found: list[int] = []
            gc.disable()
            try:
                for _ in range(3):  # other threads may leave garbage meanwhile
                    gc.collect()
                    for _ in range(TIMES):
                        await use(host)
                    found.append(gc.collect())
            finally:
                gc.enable()
    assert min(found) < TIMES
