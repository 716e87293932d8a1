"""A program that the tests interrupt; its arguments are the base URL and an action."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

from scramjet_facade import AsyncHostClient, HostClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def ready() -> None:
    print("ready", flush=True)


def slow_source() -> Iterator[bytes]:
    yield b"first"
    ready()
    time.sleep(10)
    yield b"last"


def steady_source() -> Iterator[bytes]:
    while True:
        yield b"again"
        time.sleep(0.01)


async def endless_source() -> AsyncIterator[bytes]:
    yield b"first"
    await asyncio.Event().wait()


def main(base_url: str, action: str) -> None:  # noqa: C901, PLR0912 (one case after another)
    host = HostClient(base_url)
    instance = host.get_instance_client("i")
    match action:
        case "reading":
            with instance.get_stream("output", until_ended=True) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "opening inout":
            with host.get_instance_client("silent").inout(slow_source()):
                pass
        case "inout":
            with instance.inout(iter([b"first"])) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "exchange":
            with instance.exchange(steady_source()) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "run with a blocked source":
            with host.get_sequence_client("s").run(slow_source()) as stream:
                for _ in stream.iter_lines():
                    pass
        case "uploading":
            instance.send_input(slow_source())
        case "following":
            with instance.get_log_stream(on_gap=print) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "exit without closing":
            stream = instance.inout(iter([b"first"])).__enter__()
            next(stream.iter_lines())
            ready()
        case "async reading":
            asyncio.run(read_async(base_url))


async def read_async(base_url: str) -> None:
    async with AsyncHostClient(base_url) as host:
        instance = host.get_instance_client("i")
        async with instance.inout(endless_source(), until_ended=True) as stream:
            async for _ in stream.iter_lines():
                ready()


main(*sys.argv[1:])
