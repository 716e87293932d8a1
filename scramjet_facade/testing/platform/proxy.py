"""A reverse proxy that forwards requests and responses as their data arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from ..call import error_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

    from ..call import Call

_HOP_BY_HOP = frozenset(
    f"proxy-{name}" for name in ("authenticate", "authorization", "connection")
) | {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
# These headers are not forwarded: the hub must not receive the token, and the platform itself
# handles Expect.
_FOR_THE_PLATFORM = ("Authorization", "Expect", "Host")


class Proxy:
    """Forwards requests to hubs."""

    def __init__(self) -> None:
        self._opened: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the connections to the hubs."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def forward(self, call: Call, url: str) -> web.StreamResponse:
        """Forward a request, and return the response."""
        request = call.request
        headers = _end_to_end(request.headers)
        for name in _FOR_THE_PLATFORM:
            headers.popall(name, None)
        query = f"?{call.seen.query}" if call.seen.query else ""
        try:
            upstream = await self._session().request(
                request.method,
                URL(url + query, encoded=True),
                headers=headers,
                data=_body(call) if request.body_exists else None,
                allow_redirects=False,
            )
        except aiohttp.ClientError as error:
            return error_answer(f"the platform cannot reach the hub: {error}", 502)
        try:
            return await self._answer(call, upstream)
        finally:
            # release() would wait for the rest of the upload.
            upstream.close()

    async def get_json(self, url: str) -> Any:
        """Send a GET, and return the JSON of the response."""
        async with self._session().get(url, raise_for_status=True) as answer:
            return await answer.json()

    async def _answer(self, call: Call, upstream: aiohttp.ClientResponse) -> web.StreamResponse:
        content_type = upstream.headers.get("Content-Type", "")
        headers = _end_to_end(upstream.headers)
        stream = await call.stream(upstream.status, content_type, upstream.reason, headers)
        try:
            async for chunk in upstream.content.iter_any():
                await stream.write(chunk)
        except aiohttp.ClientError:
            # Close without a final chunk, so that the client sees an incomplete response.
            call.hang_up()
        await stream.write_eof()
        return stream

    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                # No limit, because streams stay open.
                # No reuse, because hubs close idle connections.
                connector=aiohttp.TCPConnector(limit=0, force_close=True),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=10),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            )
        return self._opened


async def _body(call: Call) -> AsyncIterator[bytes]:
    # aiohttp sends the headers with the first part. An empty part sends the headers immediately.
    yield b""
    async for chunk in call.body():
        yield chunk


def _end_to_end(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """Return the headers without hop-by-hop headers."""
    named = {
        name.strip().lower()
        for value in headers.getall("Connection", ())
        for name in value.split(",")
    }
    return CIMultiDict(
        (name, value) for name, value in headers.items() if name.lower() not in _HOP_BY_HOP | named
    )
