"""The hubs that run the same test cases: a real one, and fakes of two versions."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self

from tests.fake_programs import FakeHubWithPrograms
from tests.hub.real_hub import RealHub

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = "0.18.7"


class Hub(Protocol):
    """A hub that is started by its context manager."""

    version: str

    @property
    def api_base(self) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: Any) -> None: ...


SPACES = [f"org-{number * 8}-2222-3333-4444-555555555555-manager" for number in "12"]


def spaces_of(hub: Hub) -> dict[str, dict[str, str]]:
    """Return spaces for a fake platform: each contains the same hub under another id."""
    return {space: {f"sth-{number}": hub.api_base} for number, space in enumerate(SPACES)}


HUBS: dict[str, Callable[[], Hub]] = {
    "real": RealHub,
    "fake-old": partial(FakeHubWithPrograms, OLD),
    "fake": partial(FakeHubWithPrograms, "1.0.1"),
}
# Hub 1.0.1 is not published on npm. To test a hub that you have built, set HUB_1_0_1 to a command
# that starts it and prints the same line as tests/hub/start.mjs.
if "HUB_1_0_1" in os.environ:
    HUBS["real-new"] = partial(RealHub, [os.environ["HUB_1_0_1"]], "1.0.1")


def event(hub: Hub, name: str, message: Any) -> Any:
    """Return the body of a hub's event response: old hubs return more than the message."""
    return {"eventName": name, "message": message} if hub.version == OLD else message
