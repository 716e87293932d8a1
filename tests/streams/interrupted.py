"""A program that is interrupted: run by the tests, with the hub's base URL and what to do."""

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


def slow() -> Iterator[bytes]:
    yield b"first"
    ready()
    time.sleep(10)
    yield b"last"


def steady() -> Iterator[bytes]:
    while True:
        yield b"again"
        time.sleep(0.01)


async def endless() -> AsyncIterator[bytes]:
    yield b"first"
    await asyncio.Event().wait()


def main(base_url: str, what: str) -> None:  # noqa: C901, PLR0912 (one case after another)
    host = HostClient(base_url)
    instance = host.get_instance_client("i")
    match what:
        case "reading":
            with instance.get_stream("output", until_ended=True) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "opening inout":
            with host.get_instance_client("silent").inout(slow()):
                pass
        case "inout":
            with instance.inout(iter([b"first"])) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "exchange":
            with instance.exchange(steady()) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "run, its source stuck":
            with host.get_sequence_client("s").run(slow()) as stream:
                for _ in stream.iter_lines():
                    pass
        case "uploading":
            instance.send_input(slow())
        case "following":
            with instance.get_log_stream(on_gap=print) as stream:
                for _ in stream.iter_lines():
                    ready()
        case "end without leaving":
            stream = instance.inout(iter([b"first"])).__enter__()
            next(stream.iter_lines())
            ready()
        case "async reading":
            asyncio.run(read_async(base_url))


async def read_async(base_url: str) -> None:
    async with AsyncHostClient(base_url) as host:
        instance = host.get_instance_client("i")
        async with instance.inout(endless(), until_ended=True) as stream:
            async for _ in stream.iter_lines():
                ready()


main(*sys.argv[1:])
