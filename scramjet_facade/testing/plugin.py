"""The pytest fixtures, which are available when this package is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import FakeHub, FakePlatform


@pytest.fixture
def fake_hub() -> Iterator[FakeHub]:
    """Provide a new fake hub for each test."""
    from . import FakeHub  # noqa: PLC0415 (loads aiohttp)

    with FakeHub() as hub:
        yield hub


@pytest.fixture
def fake_platform() -> Iterator[FakePlatform]:
    """Provide a new fake platform with one fake hub for each test."""
    from . import FakePlatform  # noqa: PLC0415 (loads aiohttp)

    with FakePlatform() as platform:
        yield platform
