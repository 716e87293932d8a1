"""Every block of code in the documentation, executed as it is written there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient
from tests.code_blocks import Page, blocks

if TYPE_CHECKING:
    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = [
    path
    for path in sorted(DOCS.rglob("*.md"))
    if any(block.language in {"python", "console"} for block in blocks(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_page(path: Path, hub: RealHub, platform: FakePlatform, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    environment = {
        "SCRAMJET_API_URL": platform.url,
        "SCRAMJET_TOKEN": platform.token,
        "HUB_URL": hub.api_base,
        "HOME": str(folder / "home"),
    }
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        Page(path, folder, environment).run()
        assert (host.list_sequences(), host.list_instances()) == before
