"""The state of a fake platform: its spaces with their hubs, access keys, topics and stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..call import refusal
from ..hub.instance import timestamp
from ..hub.topic import Topics


@dataclass
class Hub:
    """A hub of a space, and the base URL of the fake or real hub that serves it."""

    id: str
    url: str
    connected: str = field(default_factory=timestamp)
    disconnected: str | None = None

    def disconnect(self) -> None:
        """Make the hub unreachable from now on."""
        self.disconnected = timestamp()

    def info(self) -> dict[str, Any]:
        """Return the hub as the manager describes it."""
        info = {"created": self.connected, "lastConnected": self.connected}
        described: dict[str, Any] = {
            "id": self.id,
            "info": info,
            "healthy": self.disconnected is None,
            "isConnectionActive": self.disconnected is None,
            "selfHosted": True,
            "description": f"The fake platform's hub {self.id}",
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
    hubs: dict[str, Hub] = field(default_factory=dict[str, Hub])
    access_keys: list[AccessKey] = field(default_factory=list[AccessKey])
    topics: Topics = field(default_factory=Topics)
    store: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def connected_hubs(self) -> list[Hub]:
        """Return the hubs that can be reached."""
        return [hub for hub in self.hubs.values() if hub.disconnected is None]

    def hub(self, hub_id: str) -> Hub:
        """Return a hub."""
        if hub_id not in self.hubs:
            raise refusal(404, f"Hub {hub_id} not found")
        return self.hubs[hub_id]


class Spaces(dict[str, Space]):
    """The spaces by their ids."""

    def of(self, space_id: str) -> Space:
        """Return a space."""
        if space_id not in self:
            raise refusal(404, f"Space {space_id} not found")
        return self[space_id]
