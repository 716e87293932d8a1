"""Programs of the cookbook, in situations that the page itself does not show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient
from tests.code_blocks import blocks
from tests.conftest import SEQUENCES
from tests.hubs import HUBS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hubs import Hub

COOKBOOK = Path(__file__).parent.parent.parent / "docs" / "cookbook" / "index.md"


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    with HUBS[request.param]() as running:
        yield running


def test_a_sequence_with_running_instances_is_replaced(hub: Hub, tmp_path: Path) -> None:
    (code,) = [
        block.code for block in blocks(COOKBOOK.read_text("utf-8")) if block.caption == "deploy.py"
    ]
    with HostClient(hub.api_base) as host:
        old = host.send_sequence(SEQUENCES / "ticker")
        instances = [old.start(), old.start()]
        result = subprocess.run(
            [sys.executable, "-c", code, SEQUENCES / "ticker"],
            cwd=tmp_path,
            env={**os.environ, "HUB_URL": hub.api_base},
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        (new,) = host.get_sequence_id("@scramjet-facade/ticker")
        assert result.stdout == f"new {new}\nremoved {old.id}\n"
        for instance in instances:
            instance.wait_ended(timeout=1)
