"""The README's code, executed as it is written there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scramjet_facade import HostClient
from tests.code_blocks import Page

if TYPE_CHECKING:
    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_code(hub: RealHub, platform: FakePlatform) -> None:
    environment = {
        "SCRAMJET_API_URL": platform.url,
        "SCRAMJET_TOKEN": platform.token,
        "HUB_URL": hub.api_base,
    }
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        assert Page(ROOT / "README.md", ROOT, environment).run() > 1
        assert (host.list_sequences(), host.list_instances()) == before


def test_the_commands_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"(?:^    |`)make (?:PYTHON=\S+ )?([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test", "generate", "check"} <= named
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in named)


def test_the_paths_are_there() -> None:
    named = re.findall(r"`((?:openapi|generated|scramjet_facade|tests|\.ci)/[\w/.]*)`", README)
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).exists()] == []
