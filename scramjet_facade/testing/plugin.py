"""The fixtures for pytest, which finds them by itself where this package is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import FakeHub, FakePlatform


@pytest.fixture
def fake_hub() -> Iterator[FakeHub]:
    """Give a fake hub of its own to a test."""
    from . import FakeHub  # noqa: PLC0415 (only who uses it pays for it)

    with FakeHub() as hub:
        yield hub


@pytest.fixture
def fake_platform() -> Iterator[FakePlatform]:
    """Give a fake platform of its own to a test, with a fake hub in it."""
    from . import FakePlatform  # noqa: PLC0415

    with FakePlatform() as platform:
        yield platform
