"""The examples that are programs of their own, run as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scramjet_facade import HostClient

if TYPE_CHECKING:
    from tests.hub.real_hub import RealHub

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"


def test_parts_of_data_in_many_processes(hub: RealHub, tmp_path: Path) -> None:
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        done = subprocess.run(
            [sys.executable, EXAMPLES / "partitions" / "spread.py", hub.api_base],
            env={**os.environ, "DASK_TEMPORARY_DIRECTORY": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        *parts, last = done.stdout.splitlines()
        assert sorted(parts) == [
            "part 0: (2000, 14000)",
            "part 1: (2000, 16000)",
            'part 2 failed: OSError("part 2 can\'t be read")',
            "part 3: (2000, 20000)",
        ]
        assert last == "cancelled: error, instances left: 0"
        assert (host.list_sequences(), host.list_instances()) == before
