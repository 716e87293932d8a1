# Generated from tests/e2e/_async/conftest.py
"""Clients of the real hub and of the platform in front of it, and programs that run there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    BadParametersError,
    HostClient,
    MiddlewareClient,
    NotFoundError,
)
from scramjet_facade.testing import FakePlatform
from tests.conftest import SEQUENCES, TOKEN
from tests.hubs import HUBS, OLD, Hub, spaces_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scramjet_facade import InstanceClient, SequenceClient


class Programs:
    """Sends packages to a hub and starts them; leaves none of them there."""

    def __init__(self, host: HostClient, *, force: bool) -> None:
        self._host = host
        self._force = force
        self._sequences: list[SequenceClient] = []
        self._instances: list[InstanceClient] = []

    def send(self, package: str | Path) -> SequenceClient:
        """Send one of the tests' packages by its name, or another by its path."""
        sequence = self._host.send_sequence(SEQUENCES / package)
        self._sequences.append(sequence)
        return sequence

    def start(self, package: str | Path, **options: Any) -> InstanceClient:
        sequence = self.send(package)
        instance = sequence.start(**options)
        self._instances.append(instance)
        return instance

    def close(self) -> None:
        for instance in self._instances:
            with suppress(NotFoundError, BadParametersError):
                instance.kill()
            instance.wait("ended", timeout=10)
        for sequence in self._sequences:
            sequence.delete(force=self._force)


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest, hubs: dict[str, Hub]) -> Hub:
    """Give each of the hubs: a case that is green on the fake only, or not on it, is no case."""
    return hubs[request.param]


@pytest.fixture(params=HUBS)
def own_hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    """Start a hub that no other test uses, so that it can be seen what is left there."""
    with HUBS[request.param]() as running:
        yield running


@pytest.fixture
def platform(hub: Hub) -> Iterator[FakePlatform]:
    """Start the stand-in platform in front of the hub."""
    with FakePlatform(spaces_of(hub), token=TOKEN) as running:
        yield running


@pytest.fixture
def host(hub: Hub) -> Iterator[HostClient]:
    with HostClient(hub.api_base) as client:
        yield client


@pytest.fixture
def middleware(platform: FakePlatform) -> Iterator[MiddlewareClient]:
    with MiddlewareClient(platform.url, token=platform.token) as client:
        yield client


@pytest.fixture
def programs(host: HostClient, hub: Hub) -> Iterator[Programs]:
    started = Programs(host, force=hub.version != OLD)
    yield started
    started.close()
