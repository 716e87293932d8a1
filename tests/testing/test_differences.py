"""The guide tells of each difference, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

from tests.testing.differences import DIFFERENCES

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "testing.md"


def test_the_guide_lists_the_differences() -> None:
    section = PAGE.read_text("utf-8").split("## What is different")[1]
    listed = [" ".join(item.split()) for item in re.split(r"^\* ", section, flags=re.MULTILINE)[1:]]
    listed[-1] = listed[-1].split(" What a fake can't do")[0]
    assert listed == [f"{name}: {reason}." for name, reason in DIFFERENCES.items()]
