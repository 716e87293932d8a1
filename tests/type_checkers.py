"""The type checkers, run as users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.executable).parent


def run(folder: Path, tool: str, *arguments: str) -> str:
    """Run a tool in a folder with nothing but a user's files, and return what it says."""
    # What is installed counts, and not what lies around here.
    environment = {k: v for k, v in os.environ.items() if k not in {"MYPYPATH", "PYTHONPATH"}}
    done = subprocess.run(
        [TOOLS / tool, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr or done.stdout
    return done.stdout
