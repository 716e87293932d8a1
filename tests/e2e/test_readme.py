"""The README's code, executed as it is written there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient

if TYPE_CHECKING:
    from tests.hub.real_hub import RealHub
    from tests.platform.server import Platform

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
JOURNEY = r"""{space}, sth-0: version 0\.18\.7
sent: True
started: True
created: \d{{4}}-\d\d-\d\d .* healthy: True
greeter: ready
Hello, Ada!
Hello, Alan!
"""
# What the blocks print, in their order.
PRINTED = [
    JOURNEY,
    JOURNEY,
    "tick 0\ntick 1\ntick 2\n",
    r"(?:org-[12]{{8}}-\S+, sth-[01]: \d+ instances\n){{2}}",
    r"\{{'name': 'Ada'\}}\nNOT_FOUND 404\n",
    r"0\.18\.7\n",
]


def test_all_blocks_are_known() -> None:
    assert len(BLOCKS) == len(PRINTED)


@pytest.mark.parametrize("number", range(len(PRINTED)))
def test_a_block(hub: RealHub, platform: Platform, number: int) -> None:
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", BLOCKS[number]],
            cwd=ROOT,
            env={
                **os.environ,
                "SCRAMJET_API_URL": platform.base_url,
                "SCRAMJET_TOKEN": platform.token,
                "HUB_URL": hub.api_base,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ran.stderr == ""
        assert re.fullmatch(PRINTED[number].format(space=platform.space_ids[0]), ran.stdout)
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
