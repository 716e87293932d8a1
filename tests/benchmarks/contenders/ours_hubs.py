"""This package's asynchronous client with many hubs of one platform."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from scramjet_facade import AsyncMiddlewareClient

HUBS = 1000


class AsyncContender:
    """Each call is sent to the next of 1000 hubs through one middleware client."""

    def __init__(self, url: str) -> None:
        self.middleware = AsyncMiddlewareClient(url)
        manager = self.middleware.get_manager_client("space")
        self.hosts = cycle([manager.get_host_client(f"hub-{number}") for number in range(HUBS)])

    async def close(self) -> None:
        await self.middleware.aclose()

    async def call(self) -> Any:
        return await next(self.hosts).get_version()
