"""The topics of a space."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING

from tests.platform.endless import open_stream

if TYPE_CHECKING:
    from aiohttp import web

_KEPT_BYTES = 65536


class Topic:
    """A topic: keeps a little until somebody reads it, then every reader gets what comes."""

    def __init__(self, name: str, content_type: str) -> None:
        self.name = name
        self.content_type = content_type
        self._kept: deque[bytes] = deque()
        self._readers: set[web.StreamResponse] = set()
        self._emptied = asyncio.Event()

    async def send(self, chunk: bytes) -> None:
        """Pass a piece of data on, at the pace of the slowest reader."""
        for reader in list(self._readers):
            with contextlib.suppress(ConnectionError):
                await reader.write(chunk)
        if not self._readers:
            self._kept.append(chunk)
            self._emptied.clear()
            if sum(map(len, self._kept)) > _KEPT_BYTES:
                await self._emptied.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a reader with all that comes, until the reader leaves."""
        reader = await open_stream(request)
        while self._kept:
            await reader.write(self._kept.popleft())
        self._emptied.set()
        self._readers.add(reader)
        try:
            # It ends by being cancelled, when the reader has left.
            await asyncio.Event().wait()
        finally:
            self._readers.discard(reader)
        return reader
