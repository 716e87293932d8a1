"""The table of faults names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_tests_that_the_fault_matrix_names_exist() -> None:
    table = (ROOT / "tests" / "faults" / "matrix.yaml").read_text("utf-8")
    named = re.findall(r"^#   (tests/\S+)", table, re.MULTILINE)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).is_file()] == []
