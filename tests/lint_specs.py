"""Lints the four OpenAPI specifications with Redocly: python -m tests.lint_specs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.node import npm_ci

SPECS = Path(__file__).parent.parent / "openapi"
LINTER = SPECS / "linter"


def lint() -> int:
    """Install the linter, if it isn't, and run it; return its exit code."""
    node = npm_ci(LINTER)
    command = [node, str(LINTER / "node_modules/@redocly/cli/bin/cli.js"), "lint"]
    # Besides what is lint-free, the linter tells its maker and looks for news of itself.
    silence = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    return subprocess.run(
        [*command, "--config=linter/redocly.yaml", "--lint-config=error"],
        cwd=SPECS,
        env={**os.environ, **silence},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(lint())
