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


def run_program(caption: str, hub: Hub, folder: Path, *arguments: str | Path) -> str:
    """Run a program of the cookbook, and return its output."""
    (code,) = [
        block.code for block in blocks(COOKBOOK.read_text("utf-8")) if block.caption == caption
    ]
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "SCRAMJET_API_URL": hub.api_base},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_sequence_with_running_instances_is_replaced(hub: Hub, tmp_path: Path) -> None:
    with HostClient(hub.api_base) as host:
        old = host.send_sequence(SEQUENCES / "ticker")
        instances = [old.start(), old.start()]
        output = run_program("deploy.py", hub, tmp_path, SEQUENCES / "ticker")
        (new,) = host.get_sequence_id("@scramjet-facade/ticker")
        assert output == f"new {new}\nremoved {old.id}\n"
        for instance in instances:
            instance.wait_ended(timeout=1)


def test_old_instances_of_a_program_are_killed(hub: Hub, tmp_path: Path) -> None:
    with (
        HostClient(hub.api_base) as host,
        host.send_sequence(SEQUENCES / "ticker") as ticker,
        host.send_sequence(SEQUENCES / "echo") as echo,
        ticker.start() as old,
        echo.start() as other,
    ):
        name = "@scramjet-facade/ticker"
        assert run_program("kill_old.py", hub, tmp_path, name, "60") == "0 killed\n"
        output = run_program("kill_old.py", hub, tmp_path, name, "0")
        assert output.startswith(f"kill {old.id} of ")
        assert output.endswith("\n1 killed\n")
        old.wait_ended(timeout=1)
        assert not other.get_info().ended
