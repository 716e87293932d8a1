"""Calls of a program whose interpreter exits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scramjet_facade import AsyncHostClient, ClientError, ndjson

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FOLDER = Path(__file__).parents[2] / "sequences" / "echo"


async def blocks() -> AsyncIterator[bytes]:
    yield b"block"


async def get_version(host: AsyncHostClient) -> None:
    await host.get_version()


async def send_generator(host: AsyncHostClient) -> None:
    await host.send_sequence(blocks())


async def send_file(host: AsyncHostClient) -> None:
    await host.send_sequence(FOLDER / "package.json")


async def send_folder(host: AsyncHostClient) -> None:
    await host.send_sequence(FOLDER)


async def start(host: AsyncHostClient) -> None:
    await host.get_sequence_client("s").start()


async def stream(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").get_stream("output") as output:
        async for _ in output:
            pass


async def duplex(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").inout(blocks()) as output:
        async for _ in output:
            pass


async def exchange(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").exchange(ndjson(iter([1]))) as output:
        async for _ in output:
            pass


async def main(url: str) -> None:
    """Make all calls; print a line for each: ``ok``, or the ClientError that explains why not."""
    for call in (
        get_version,
        send_generator,
        send_file,
        send_folder,
        start,
        stream,
        duplex,
        exchange,
    ):
        try:
            async with AsyncHostClient(url, retries=0) as host:
                await call(host)
        except ClientError as error:
            print(call.__name__, "failed:", error, flush=True)
        else:
            print(call.__name__, "ok", flush=True)
