"""What the stand-in platform knows: its spaces, and in each hubs, access keys, topics, a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.platform.topics import Topic


def timestamp() -> str:
    """Return the present time as the platform writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Hub:
    """A hub of a space, and the base URL of the real one behind it."""

    id: str
    api_base: str
    connected: str = field(default_factory=timestamp)
    disconnected: str | None = None

    def info(self) -> dict[str, object]:
        """Return the hub as the manager describes it."""
        info = {"created": self.connected, "lastConnected": self.connected}
        described: dict[str, object] = {
            "id": self.id,
            "info": info,
            "healthy": self.disconnected is None,
            "isConnectionActive": self.disconnected is None,
            "selfHosted": True,
            "description": f"The hub {self.id} of the tests",
            "tags": ["test"],
        }
        if self.disconnected is not None:
            info["lastDisconnected"] = self.disconnected
            described["disconnectReason"] = "Disconnected by request"
        return described


@dataclass
class AccessKey:
    """A key that self-hosted hubs connect with."""

    key: str
    created: int
    description: str


@dataclass
class Space:
    """A space and what its manager keeps."""

    id: str
    hubs: dict[str, Hub] = field(default_factory=dict)
    access_keys: list[AccessKey] = field(default_factory=list)
    topics: dict[str, Topic] = field(default_factory=dict)
    store: dict[str, dict[str, object]] = field(default_factory=dict)

    def connected_hubs(self) -> list[Hub]:
        """Return the hubs that can be reached."""
        return [hub for hub in self.hubs.values() if hub.disconnected is None]

    def hub_of(self, request: web.Request) -> Hub:
        """Return the hub that a request names."""
        hub_id = request.match_info["hub_id"]
        if hub_id not in self.hubs:
            raise web.HTTPNotFound(text=f"Hub {hub_id} not found")
        return self.hubs[hub_id]


class Spaces(dict[str, Space]):
    """The spaces by their id."""

    def __init__(self, hubs: Mapping[str, str]) -> None:
        super().__init__()
        for number, (hub_id, api_base) in enumerate(hubs.items(), start=1):
            space = Space(f"org-{str(number) * 8}-2222-3333-4444-555555555555-manager")
            space.hubs[hub_id] = Hub(hub_id, api_base)
            self[space.id] = space

    def space_of(self, request: web.Request) -> Space:
        """Return the space that a request names."""
        space_id = request.match_info["space_id"]
        if space_id not in self:
            raise web.HTTPNotFound(text=f"Space {space_id} not found")
        return self[space_id]
