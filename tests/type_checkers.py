"""Run type checkers as users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.executable).parent


def run(folder: Path, tool: str, *arguments: str) -> str:
    """Run a tool in a folder that contains only a user's files, and return its output."""
    # The tool must find the installed package, not the files of this project.
    environment = {k: v for k, v in os.environ.items() if k not in {"MYPYPATH", "PYTHONPATH"}}
    result = subprocess.run(
        [TOOLS / tool, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode in {0, 1}, result.stderr or result.stdout
    return result.stdout
