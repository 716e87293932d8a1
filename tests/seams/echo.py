"""A transport that can do both ways at once."""

from __future__ import annotations

import httpx


class Echo(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers before it reads, and then each part as it comes; for both flavours."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=request.stream)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=request.stream)
