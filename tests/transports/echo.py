"""A transport with full duplex."""

from __future__ import annotations

import httpx


class Echo(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends each part of the request back as soon as it is read; for both flavours."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=request.stream)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=request.stream)
