"""Lints the OpenAPI specifications with Redocly: python -m tests.lint_specs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.node import npm_ci

SPECS = Path(__file__).parent.parent / "openapi"
LINTER = SPECS / "linter"


def lint(*files: str | Path) -> int:
    """Install the linter if it is missing, and run it on files."""
    node = npm_ci(LINTER)
    command = [node, str(LINTER / "node_modules/@redocly/cli/bin/cli.js"), "lint"]
    # By default the linter reports its use to its vendor, and looks for updates.
    silence = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    return subprocess.run(
        [*command, "--config=linter/redocly.yaml", "--lint-config=error", *files],
        cwd=SPECS,
        env={**os.environ, **silence},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(lint(*sorted(SPECS.glob("*.yaml"))))
