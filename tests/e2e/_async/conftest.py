"""Clients of the real hub and of the platform in front of it, and programs that run there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, AsyncMiddlewareClient, NotFoundError
from tests.conftest import SEQUENCES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from scramjet_facade import AsyncInstanceClient, AsyncSequenceClient
    from tests.hub.real_hub import RealHub
    from tests.platform.server import Platform


class AsyncPrograms:
    """Sends packages to a hub and starts them; leaves none of them there."""

    def __init__(self, host: AsyncHostClient) -> None:
        self._host = host
        self._sequences: list[AsyncSequenceClient] = []
        self._instances: list[AsyncInstanceClient] = []

    async def send(self, package: str | Path) -> AsyncSequenceClient:
        """Send one of the tests' packages by its name, or another by its path."""
        sequence = await self._host.send_sequence(SEQUENCES / package)
        self._sequences.append(sequence)
        return sequence

    async def start(self, package: str | Path, **options: Any) -> AsyncInstanceClient:
        sequence = await self.send(package)
        instance = await sequence.start(**options)
        self._instances.append(instance)
        return instance

    async def aclose(self) -> None:
        for instance in self._instances:
            with suppress(NotFoundError):  # it has ended
                await instance.kill()
            await instance.wait("ended", timeout=10)
        for sequence in self._sequences:
            await sequence.delete()


@pytest.fixture
async def host(hub: RealHub) -> AsyncIterator[AsyncHostClient]:
    async with AsyncHostClient(hub.api_base) as client:
        yield client


@pytest.fixture
async def middleware(platform: Platform) -> AsyncIterator[AsyncMiddlewareClient]:
    async with AsyncMiddlewareClient(platform.base_url, token=platform.token) as client:
        yield client


@pytest.fixture
async def programs(host: AsyncHostClient) -> AsyncIterator[AsyncPrograms]:
    started = AsyncPrograms(host)
    yield started
    await started.aclose()
