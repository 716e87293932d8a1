"""Checks the built site in a browser: python -m tests.docs.browser SITE SCREENSHOTS.

If Chromium is missing, it is installed from Debian.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.node import npm_ci

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Return the path of Chromium; install it if it is missing and this process is root."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium", flush=True)
        subprocess.run(["apt-get", "update", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "--yes", "--no-install-recommends", NAMES[0]],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found = shutil.which(NAMES[0])
    if found is None:
        sys.exit(
            "Chromium is not installed, and only root can install it: apt-get install chromium"
        )
    return found


if __name__ == "__main__":
    site, screenshots = sys.argv[1:]
    browser = chromium()
    node = npm_ci(HERE)
    sys.exit(
        subprocess.run(
            [node, HERE / "check.mjs", site, screenshots, browser], check=False
        ).returncode
    )
