"""The guide describes exactly the differences between fakes and hubs."""

from __future__ import annotations

import re
from pathlib import Path

from tests.testing.differences import DIFFERENCES

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "testing.md"


def test_the_guide_lists_the_differences() -> None:
    section = PAGE.read_text("utf-8").split("## What is different")[1]
    rows = re.findall(r"^\| ([^|]+?) \|", section, flags=re.MULTILINE)
    assert rows == [*DIFFERENCES.values()]
