"""This package's asynchronous client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scramjet_facade import AsyncHostClient

from . import async_blocks

if TYPE_CHECKING:
    from contextlib import AsyncExitStack


class AsyncContender:
    """The asynchronous client."""

    def __init__(self, url: str) -> None:
        self.host = AsyncHostClient(url)

    async def close(self) -> None:
        await self.host.aclose()

    async def call(self) -> Any:
        return await self.host.get_version()

    async def instances(self) -> Any:
        return await self.host.list_instances()

    async def download(self, size: int) -> int:
        received = 0
        async with self.host.get_instance_client(str(size)).get_stream("output") as stream:
            async for chunk in stream.iter_bytes():
                received += len(chunk)
        return received

    async def upload(self, size: int) -> None:
        await self.host.get_instance_client("any").send_input(async_blocks(size))

    async def duplex(self, size: int) -> int:
        received = 0
        async with self.host.get_instance_client("any").inout(async_blocks(size)) as stream:
            async for chunk in stream.iter_bytes():
                received += len(chunk)
        return received

    async def ndjson(self, size: int) -> int:
        count = 0
        async with self.host.get_instance_client(str(size)).get_stream("output") as stream:
            async for _ in stream.iter_json():
                count += 1
        return count

    async def hold(self, count: int, stack: AsyncExitStack) -> None:
        for _ in range(count):
            stream = await stack.enter_async_context(self.host.get_log_stream())
            await anext(aiter(stream))
