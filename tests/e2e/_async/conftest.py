"""Clients of a hub and of the platform in front of it, and programs on the hub."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncMiddlewareClient,
    BadParametersError,
    NotFoundError,
    PythonProgram,
)
from scramjet_facade.testing import FakePlatform
from tests.conftest import SEQUENCES, TOKEN
from tests.hubs import HUBS, OLD, Hub, spaces_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from scramjet_facade import AsyncInstanceClient, AsyncSequenceClient


class AsyncPrograms:
    """Sends packages to a hub, starts them, and deletes them at the end."""

    def __init__(self, host: AsyncHostClient, *, force: bool) -> None:
        self._host = host
        self._force = force
        self._sequences: list[AsyncSequenceClient] = []
        self._instances: list[AsyncInstanceClient] = []

    async def send(self, package: str | Path | PythonProgram) -> AsyncSequenceClient:
        """Send a package of the tests by name, another package by path, or a function."""
        if not isinstance(package, PythonProgram):
            package = SEQUENCES / package
        sequence = await self._host.send_sequence(package)
        self._sequences.append(sequence)
        return sequence

    async def start(self, package: str | Path, **options: Any) -> AsyncInstanceClient:
        return await self.start_sequence(await self.send(package), **options)

    async def start_sequence(
        self, sequence: AsyncSequenceClient, **options: Any
    ) -> AsyncInstanceClient:
        """Start a sequence; its instance is killed at the end of the test."""
        instance = await sequence.start(**options)
        self._instances.append(instance)
        return instance

    async def aclose(self) -> None:
        for instance in self._instances:
            with suppress(NotFoundError, BadParametersError):  # it has ended
                await instance.kill()
            await instance.wait("ended", timeout=10)
        for sequence in self._sequences:
            # Newer hubs refuse to delete it for 15 s after that, unless force is set.
            await sequence.delete(force=self._force)


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest, hubs: dict[str, Hub]) -> Hub:
    """Return each of the hubs, because all tests must pass on real hubs and on fakes."""
    return hubs[request.param]


@pytest.fixture(params=HUBS)
def own_hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    """Start a hub that no other test uses."""
    with HUBS[request.param]() as running:
        yield running


@pytest.fixture(params=HUBS)
def empty_hub(request: pytest.FixtureRequest, empty_hubs: dict[str, Hub]) -> Hub:
    """Return a hub on which each test deletes everything, so that leftovers can be found."""
    return empty_hubs[request.param]


@pytest.fixture
def platform(hub: Hub) -> Iterator[FakePlatform]:
    """Start a fake platform in front of the hub."""
    with FakePlatform(spaces_of(hub), token=TOKEN) as running:
        yield running


@pytest.fixture
async def host(hub: Hub) -> AsyncIterator[AsyncHostClient]:
    async with AsyncHostClient(hub.api_base) as client:
        yield client


@pytest.fixture
async def middleware(platform: FakePlatform) -> AsyncIterator[AsyncMiddlewareClient]:
    async with AsyncMiddlewareClient(platform.url, token=platform.token) as client:
        yield client


@pytest.fixture
async def programs(host: AsyncHostClient, hub: Hub) -> AsyncIterator[AsyncPrograms]:
    started = AsyncPrograms(host, force=hub.version != OLD)
    yield started
    await started.aclose()
