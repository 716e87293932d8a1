"""The state of a fake platform: its spaces with their hubs, access keys, topics and stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..call import refusal
from ..hub.instance import timestamp
from ..hub.topic import Topics


@dataclass
class Hub:
    """A hub of a space, with the base URL of a fake or real hub."""

    id: str
    url: str
    connected: str = field(default_factory=timestamp)
    disconnected: str | None = None

    def disconnect(self) -> None:
        """Mark the hub as disconnected, so that requests to the hub fail."""
        self.disconnected = timestamp()

    def info(self) -> dict[str, Any]:
        """Return the manager's description of the hub."""
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
    """A key with which self-hosted hubs connect."""

    key: str
    created: int
    description: str


@dataclass
class Space:
    """A space: its hubs, access keys, topics and store."""

    id: str
    hubs: dict[str, Hub] = field(default_factory=dict[str, Hub])
    access_keys: list[AccessKey] = field(default_factory=list[AccessKey])
    topics: Topics = field(default_factory=Topics)
    store: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def connected_hubs(self) -> list[Hub]:
        """Return the hubs that are not disconnected."""
        return [hub for hub in self.hubs.values() if hub.disconnected is None]

    def hub(self, hub_id: str) -> Hub:
        """Return the hub with an id; respond with 404 if it does not exist."""
        if hub_id not in self.hubs:
            raise refusal(404, f"Hub {hub_id} not found")
        return self.hubs[hub_id]


class Spaces(dict[str, Space]):
    """The spaces by their ids."""

    def of(self, space_id: str) -> Space:
        """Return the space with an id; respond with 404 if it does not exist."""
        if space_id not in self:
            raise refusal(404, f"Space {space_id} not found")
        return self[space_id]
