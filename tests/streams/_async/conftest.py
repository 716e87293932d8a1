"""The hubs whose streams are tested."""

from __future__ import annotations

import pytest

from tests.hubs import HUBS, Hub


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest, hubs: dict[str, Hub]) -> Hub:
    """Return each of the hubs."""
    return hubs[request.param]
