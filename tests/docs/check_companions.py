"""The pages about other tools, executed with the real tools: make check-docs.

Their packages are not needed for anything else, so these are no tests of the gate.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient
from tests.code_blocks import Page

if TYPE_CHECKING:
    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub

PAGES = sorted((Path(__file__).parent.parent.parent / "docs" / "with").glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page(path: Path, hub: RealHub, platform: FakePlatform, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    environment = {
        "SCRAMJET_API_URL": platform.url,
        "SCRAMJET_TOKEN": platform.token,
        "HUB_URL": hub.api_base,
        "HOME": str(folder / "home"),
        # Readers who do not use pytest-asyncio need no such setting.
        "PYTEST_ADDOPTS": "-o asyncio_default_fixture_loop_scope=function",
    }
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        Page(path, folder, environment).run()
        assert (host.list_sequences(), host.list_instances()) == before
