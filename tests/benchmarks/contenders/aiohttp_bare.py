"""Bare aiohttp."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp

from . import async_blocks, async_records

if TYPE_CHECKING:
    from contextlib import AsyncExitStack


class AsyncContender:
    """Bare aiohttp with one session."""

    def __init__(self, url: str) -> None:
        self.session = aiohttp.ClientSession(
            base_url=f"{url}/",
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=None),
            raise_for_status=True,
        )

    async def close(self) -> None:
        await self.session.close()

    async def call(self) -> Any:
        async with self.session.get("version") as response:
            return await response.json()

    async def instances(self) -> Any:
        async with self.session.get("instances") as response:
            return await response.json()

    async def download(self, size: int) -> int:
        received = 0
        async with self.session.get(f"instance/{size}/output") as response:
            async for chunk in response.content.iter_any():
                received += len(chunk)
        return received

    async def upload(self, size: int) -> None:
        async with self.session.post("instance/any/input", data=async_blocks(size)) as response:
            await response.read()

    async def send_records(self, count: int) -> None:
        data = async_records(count)
        async with self.session.post("instance/any/input", data=data) as response:
            await response.read()

    async def duplex(self, size: int) -> int:
        received = 0
        async with self.session.post("instance/any/inout", data=async_blocks(size)) as response:
            async for chunk in response.content.iter_any():
                received += len(chunk)
        return received

    async def ndjson(self, size: int) -> int:
        count = 0
        async with self.session.get(f"instance/{size}/output") as response:
            async for line in response.content:
                json.loads(line)
                count += 1
        return count

    async def hold(self, count: int, stack: AsyncExitStack) -> None:
        for _ in range(count):
            response = await stack.enter_async_context(self.session.get("log"))
            await response.content.readany()
