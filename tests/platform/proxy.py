"""A reverse proxy that passes both directions on at once, as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
# Meant for the platform: the token is no business of the hub, and aiohttp has answered Expect.
_FOR_THE_PLATFORM = ("Authorization", "Expect", "Host")
_NO_TYPE = web.RequestKey("no_type", bool)


class Proxy:
    """Passes requests on; needs to be open while the application runs."""

    def __init__(self, app: web.Application) -> None:
        app.cleanup_ctx.append(self._client)
        app.on_response_prepare.append(_leave_out_type)

    async def forward(self, request: web.Request, url: str) -> web.StreamResponse:
        """Answer a request with what the server behind answers to it."""
        headers = _end_to_end(request.headers)
        for name in _FOR_THE_PLATFORM:
            headers.popall(name, None)
        upstream = await self._session.request(
            request.method,
            URL(url, encoded=True),
            headers=headers,
            data=_body(request) if request.body_exists else None,
            allow_redirects=False,
        )
        try:
            return await self._answer(request, upstream)
        finally:
            # Not release: that would wait for the rest of the upload.
            upstream.close()

    async def get_json(self, url: str) -> Any:
        """Return what a server answers to a GET."""
        async with self._session.get(url, raise_for_status=True) as answer:
            return await answer.json()

    async def _answer(
        self, request: web.Request, upstream: aiohttp.ClientResponse
    ) -> web.StreamResponse:
        response = web.StreamResponse(
            status=upstream.status, reason=upstream.reason, headers=_end_to_end(upstream.headers)
        )
        request[_NO_TYPE] = "Content-Type" not in upstream.headers
        await response.prepare(request)
        try:
            async for chunk in upstream.content.iter_any():
                await response.write(chunk)
        except aiohttp.ClientError:
            # What was cut off must look cut off: the connection ends without a final chunk.
            if request.transport is not None:
                request.transport.close()
        else:
            await response.write_eof()
        return response

    async def _client(self, app: web.Application) -> AsyncIterator[None]:
        self._session = aiohttp.ClientSession(
            # No limit, since streams stay open; no reuse, since the hub closes idle connections.
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )
        yield
        await self._session.close()


async def _body(request: web.Request) -> AsyncIterator[bytes]:
    # aiohttp sends the head together with the first piece, which may be long in coming.
    yield b""
    async for chunk in request.content.iter_any():
        yield chunk


def _end_to_end(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """Return the headers that are not for one connection only."""
    named = {
        name.strip().lower()
        for value in headers.getall("Connection", ())
        for name in value.split(",")
    }
    return CIMultiDict(
        (name, value) for name, value in headers.items() if name.lower() not in _HOP_BY_HOP | named
    )


async def _leave_out_type(request: web.Request, response: web.StreamResponse) -> None:
    """Take back the content type that aiohttp makes up where the hub gave none."""
    if request.get(_NO_TYPE):
        response.headers.popall("Content-Type", None)
