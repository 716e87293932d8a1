"""The hubs that the same cases are held against: a real one, and fakes of two versions."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self

from tests.hub.real_hub import RealHub
from tests.twins import TwinHub

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = "0.18.7"


class Hub(Protocol):
    """A hub that is started by entering it."""

    version: str

    @property
    def api_base(self) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: Any) -> None: ...


SPACES = [f"org-{number * 8}-2222-3333-4444-555555555555-manager" for number in "12"]


def spaces_of(hub: Hub) -> dict[str, dict[str, str]]:
    """Return the spaces of a platform in front of a hub, which is in each under another name."""
    return {space: {f"sth-{number}": hub.api_base} for number, space in enumerate(SPACES)}


HUBS: dict[str, Callable[[], Hub]] = {
    "real": RealHub,
    "fake-old": partial(TwinHub, OLD),
    "fake": partial(TwinHub, "1.0.1"),
}
# A real hub of version 1.0.1 is on no registry. Who has one built gives a command that starts it,
# and prints what tests/hub/start.mjs does: then it is held against the same cases.
if "HUB_1_0_1" in os.environ:
    HUBS["real-new"] = partial(RealHub, [os.environ["HUB_1_0_1"]], "1.0.1")


def event(hub: Hub, name: str, message: Any) -> Any:
    """Return what a hub gives of an event: old ones all of it, others its payload alone."""
    return {"eventName": name, "message": message} if hub.version == OLD else message
