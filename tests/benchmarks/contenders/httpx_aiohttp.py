"""Bare httpx on aiohttp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from httpx_aiohttp import AiohttpTransport

from . import async_blocks, httpx_async

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport


class AsyncContender(httpx_async.AsyncContender):
    """Bare httpx on httpx-aiohttp's transport."""

    def transport(self) -> AsyncBaseTransport:
        # 0 means no limit in aiohttp.
        return AiohttpTransport(limits=httpx.Limits(max_connections=0))

    async def duplex(self, size: int) -> int:
        request = self.client.stream("POST", "instance/any/inout", content=async_blocks(size))
        async with request as response:
            received = 0
            async for chunk in response.raise_for_status().aiter_bytes():
                received += len(chunk)
            return received
