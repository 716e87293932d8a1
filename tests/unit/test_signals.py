"""The tests run in the background too, where a shell has signals ignored."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TEST = "tests/streams/test_sync_only.py::test_ctrl_c_ends_a_program_at_once[uploading]"


def test_programs_that_a_test_starts_hear_ctrl_c() -> None:
    command = [sys.executable, "-m", "pytest", "--quiet", TEST]
    done = subprocess.run(
        ["sh", "-c", "trap '' INT TERM HUP; exec \"$@\"", "sh", *command],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert "1 passed" in done.stdout, done.stdout
