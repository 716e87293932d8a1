"""The topics of a fake hub."""

from __future__ import annotations

import asyncio
import re

from ..kept_stream import KeptStream

TYPES = {"text/x-ndjson", "application/x-ndjson", "text/plain", "application/octet-stream"}
NAME = re.compile(r"[\\a-zA-Z0-9_+-]+")
_KEPT_BYTES = 65536


class Topic:
    """A named stream that one writes to at a time.

    Attributes:
        provider: The instance whose turn it is.
    """

    def __init__(self, name: str, content_type: str) -> None:
        self.name = name
        self.content_type = content_type
        self.stream = KeptStream(_KEPT_BYTES)
        self.turn = asyncio.Lock()
        self.provider: str | None = None

    async def take_turn(self, provider: str) -> None:
        """Wait until an instance may write, and let it keep the turn until its end."""
        if self.provider != provider:
            await self.turn.acquire()
            self.provider = provider

    def leave_turn(self, provider: str) -> None:
        """Let others write."""
        if self.provider == provider:
            self.provider = None
            self.turn.release()


class Topics(dict[str, Topic]):
    """The topics by their names."""

    def of(self, name: str, content_type: str) -> Topic:
        """Return a topic, which is made if it is new."""
        if name not in self:
            self[name] = Topic(name, content_type)
        return self[name]

    def renew(self, name: str) -> None:
        """Make a topic again whose consumer has ended, as hubs do if it was deleted."""
        self.of(name, "")
