"""Bare httpx, asynchronous."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx

from . import async_blocks

if TYPE_CHECKING:
    from contextlib import AsyncExitStack


class AsyncContender:
    """Bare httpx with its own transport."""

    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=None, transport=self.transport())

    def transport(self) -> httpx.AsyncBaseTransport:
        return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None))

    async def close(self) -> None:
        await self.client.aclose()

    async def call(self) -> Any:
        return (await self.client.get("version")).raise_for_status().json()

    async def instances(self) -> Any:
        return (await self.client.get("instances")).raise_for_status().json()

    async def download(self, size: int) -> int:
        async with self.client.stream("GET", f"instance/{size}/output") as response:
            received = 0
            async for chunk in response.raise_for_status().aiter_bytes():
                received += len(chunk)
            return received

    async def upload(self, size: int) -> None:
        response = await self.client.post("instance/any/input", content=async_blocks(size))
        response.raise_for_status()

    async def ndjson(self, size: int) -> int:
        count = 0
        async with self.client.stream("GET", f"instance/{size}/output") as response:
            async for line in response.raise_for_status().aiter_lines():
                json.loads(line)
                count += 1
        return count

    async def hold(self, count: int, stack: AsyncExitStack) -> None:
        for _ in range(count):
            response = await stack.enter_async_context(self.client.stream("GET", "log"))
            await anext(response.aiter_bytes())
