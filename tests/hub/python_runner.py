"""A python3 that works with the hub's Python runner.

The runner keeps no reference to the writers of its connections. If ``asyncio.StreamWriter`` has
``__del__`` (Python 3.11.7, 3.12.1, 3.13.0 and others), garbage collection closes them.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PROBE = "import asyncio, sys; print(sys.executable, hasattr(asyncio.StreamWriter, '__del__'))"
_SITE = "import asyncio\n\ndel asyncio.StreamWriter.__del__\n"
_SCRIPT = '#!/bin/sh\nPYTHONPATH={folder}"${{PYTHONPATH:+:$PYTHONPATH}}" exec {python} "$@"\n'


def path_for_hub(folder: Path) -> str:
    """Return the PATH for a hub; write a python3 for the runner to a folder if necessary.

    Args:
        folder: An empty folder that exists as long as the hub runs.
    """
    path = os.environ.get("PATH", os.defpath)
    python = shutil.which("python3") or sys.executable
    probe = subprocess.run([python, "-c", _PROBE], capture_output=True, text=True, check=True)
    executable, _, has_del = probe.stdout.strip().rpartition(" ")
    if has_del == "False" and shutil.which("python3"):
        return path
    if has_del == "True":
        (folder / "sitecustomize.py").write_text(_SITE)
    script = folder / "python3"
    script.write_text(
        _SCRIPT.format(folder=shlex.quote(str(folder)), python=shlex.quote(executable))
    )
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{path}"
