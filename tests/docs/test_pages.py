"""The code of the README and the documentation is executed, and the names in it exist."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from scramjet_facade import HostClient
from tests.code_blocks import Page, blocks
from tests.node import node_and_npm

if TYPE_CHECKING:
    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub

ROOT = Path(__file__).parent.parent.parent
ALL = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Run by other tests: test_hubs.py runs the pages for new users on the hubs that they start, and
# check_companions.py runs the pages about other tools.
RUN_BY_OTHER_TESTS = {
    ROOT / "README.md",
    ROOT / "docs" / "start.md",
    ROOT / "docs" / "index.md",
    *(ROOT / "docs" / "with").glob("*.md"),
}
PAGES = [
    path
    for path in ALL
    if path not in RUN_BY_OTHER_TESTS
    and any(block.language in {"python", "console"} for block in blocks(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_code_of_a_page_works(
    path: Path, hub: RealHub, platform: FakePlatform, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    trustme.CA().cert_pem.write_to_path(str(folder / "company.pem"))  # for connecting.md
    (folder / "node_modules").symlink_to(ROOT / "tests" / "hub" / "node_modules")
    tools = node_and_npm()
    assert tools is not None
    environment = {
        "PATH": f"{os.environ['PATH']}{os.pathsep}{Path(tools[0]).parent}",
        "SCRAMJET_API_URL": hub.api_base,
        "SCRAMJET_TOKEN": platform.token,
        "HOME": str(folder / "home"),
    }
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        Page(path, folder, environment, platform.url).run()
        assert (host.list_sequences(), host.list_instances()) == before


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_targets_and_files_that_a_page_names_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = re.findall(r"(?:^    |^\$ |`)make ([a-z-]+|[A-Z]+=\S+ [a-z-]+)", text, re.MULTILINE)
    assert {name.split()[-1] for name in named} <= targets
    folders = r"`((?:openapi|generated|scramjet_facade|docs|tests|\.ci)/[\w/.]*)`"
    assert [path for path in re.findall(folders, text) if not (ROOT / path).exists()] == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 200
