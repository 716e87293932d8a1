"""The tests also work in the background, where a shell ignores signals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TEST = "tests/streams/test_sync_only.py::test_ctrl_c_ends_a_program_immediately[uploading]"


def test_programs_that_a_test_starts_receive_ctrl_c() -> None:
    command = [sys.executable, "-m", "pytest", "--quiet", TEST]
    result = subprocess.run(
        ["sh", "-c", "trap '' INT TERM HUP; exec \"$@\"", "sh", *command],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert "1 passed" in result.stdout, result.stdout
