"""Runs a command that may take minutes, and prints the elapsed time every 5 s.

``python -m tests.progress COMMAND …`` needs no installed package.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_LIMIT = 900.0
_INTERVAL = 5.0


def run(command: list[str], folder: Path) -> int:
    """Run a command in a folder, and return its exit code."""
    started = time.monotonic()
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL) as process:
        while True:
            try:
                return process.wait(_INTERVAL)
            except subprocess.TimeoutExpired:
                elapsed = time.monotonic() - started
                if elapsed > _LIMIT:
                    process.kill()
                    raise RuntimeError(
                        f"Not finished after {elapsed:.0f} s: {' '.join(command)}"
                    ) from None
                print(f"... {elapsed:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], Path.cwd()))
