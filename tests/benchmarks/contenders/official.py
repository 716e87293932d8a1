"""The platform's own Python client, scramjet-api-client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from client.host_client import HostClient
from client.instance_client import InstanceClient

if TYPE_CHECKING:
    from contextlib import AsyncExitStack


class AsyncContender:
    """The official client; it creates a session for each call, and reads streams by lines."""

    def __init__(self, url: str) -> None:
        self.host = HostClient(url)

    async def close(self) -> None:
        pass

    async def call(self) -> Any:
        return await self.host.get_version()

    async def instances(self) -> Any:
        return await self.host.list_instances()

    async def download(self, size: int) -> int:
        received = 0
        async for line in await self.host.get_named_data(str(size)):
            received += len(line)
        return received

    async def upload(self, size: int) -> None:
        # It does not support streams, only complete data.
        await InstanceClient("any", self.host).send_input(bytes(size))

    async def ndjson(self, size: int) -> int:
        count = 0
        async for line in await self.host.get_named_data(str(size)):
            json.loads(line)
            count += 1
        return count

    async def hold(self, count: int, stack: AsyncExitStack) -> None:
        for _ in range(count):
            lines = await self.host.get_log_stream()
            stack.push_async_callback(lines.aclose)
            await anext(lines)
