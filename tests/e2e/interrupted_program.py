"""A program that the tests interrupt; its arguments are the flavour and the base URL."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from scramjet_facade import AsyncHostClient, HostClient

TICKER = Path(__file__).parent.parent / "sequences" / "ticker"


def run(base_url: str) -> None:
    with (
        HostClient(base_url) as host,
        host.send_sequence(TICKER) as sequence,
        sequence.start() as instance,
        instance.get_stream("output") as output,
    ):
        for line in output.iter_lines():
            print(line, flush=True)


async def run_async(base_url: str) -> None:
    async with (
        AsyncHostClient(base_url) as host,
        await host.send_sequence(TICKER) as sequence,
        await sequence.start() as instance,
        instance.get_stream("output") as output,
    ):
        async for line in output.iter_lines():
            print(line, flush=True)


if sys.argv[1] == "sync":
    run(sys.argv[2])
else:
    asyncio.run(run_async(sys.argv[2]))
