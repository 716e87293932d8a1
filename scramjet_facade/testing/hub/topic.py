"""The topics of a fake hub."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from ..streams import KeptStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

TYPES = {"text/x-ndjson", "application/x-ndjson", "text/plain", "application/octet-stream"}
NAME = re.compile(r"[\\a-zA-Z0-9_+-]+")
_KEPT_BYTES = 65536


class Topic:
    """A named stream with one writer at a time."""

    def __init__(self, name: str, content_type: str) -> None:
        self.name = name
        self.content_type = content_type
        self.stream: KeptStream = KeptStream(_KEPT_BYTES)
        self._turn = asyncio.Lock()
        self._provider: str | None = None

    async def write_all(self, parts: AsyncIterable[bytes]) -> None:
        """Wait for other writers, write all parts, and end the last line."""
        async with self._turn:
            last = b"\n"
            async for part in parts:
                await self.stream.write(part)
                last = part[-1:]
            if self.content_type.endswith("x-ndjson") and last != b"\n":
                self.stream.put(b"\n")

    async def take_turn(self, provider: str) -> None:
        """Wait until an instance may write; other writers then wait until the instance ends."""
        if self._provider != provider:
            await self._turn.acquire()
            self._provider = provider

    def leave_turn(self, provider: str) -> None:
        """Let other writers write."""
        if self._provider == provider:
            self._provider = None
            self._turn.release()


class Topics(dict[str, Topic]):
    """The topics by their names."""

    def of(self, name: str, content_type: str) -> Topic:
        """Return the topic with a name; create the topic if it does not exist."""
        if name not in self:
            self[name] = Topic(name, content_type)
        return self[name]
