"""What a program does while it is stopped and continued."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scramjet_facade import AsyncHostClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TIMEOUT = 0.3  # seconds; the program is stopped for longer


async def call(host: AsyncHostClient) -> str:
    return (await host.get_version()).version or ""


async def stream(host: AsyncHostClient) -> str:
    output = host.get_instance_client("i").get_stream("output", idle_timeout=TIMEOUT)
    async with output as lines:
        return " ".join([line async for line in lines.iter_lines()])


async def start_later(host: AsyncHostClient) -> str:
    """Start an instance, which is not safe to repeat, after the program was stopped."""
    await host.get_version()
    print("idle", flush=True)
    sys.stdin.readline()
    return (await host.get_sequence_client("s").start()).id


USES: dict[str, Callable[[AsyncHostClient], Awaitable[str]]] = {
    use.__name__: use for use in (call, stream, start_later)
}


async def main(url: str, name: str) -> None:
    async with AsyncHostClient(url, timeout=TIMEOUT, retries=0) as host:
        print(await USES[name](host), flush=True)
