"""Sends its stdin to an instance: python -m tests.streams.send_stdin URL FLAVOUR."""

from __future__ import annotations

import asyncio
import sys

from scramjet_facade import AsyncHostClient, HostClient


def main(url: str) -> None:
    with HostClient(url) as host:
        host.get_instance_client("i").send_stdin(sys.stdin.buffer)


async def async_main(url: str) -> None:
    async with AsyncHostClient(url) as host:
        await host.get_instance_client("i").send_stdin(sys.stdin.buffer)


if __name__ == "__main__":
    if sys.argv[2] == "async":
        asyncio.run(async_main(sys.argv[1]))
    else:
        main(sys.argv[1])
