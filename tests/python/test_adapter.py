"""Run the tests of the adapter with this Python version, and with each other one that is installed.

Without slow tests, only the oldest one is used as well.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scramjet_facade.body import python_adapter
from tests.versions import find_python

CASES = Path(__file__).with_name("adapter_cases.py")
OTHERS = [f"3.{minor}" for minor in range(8, 15) if minor != sys.version_info.minor]
PYTHONS = {"current": sys.executable} | {
    version: path for version in OTHERS if (path := find_python(version)) is not None
}


@pytest.mark.parametrize(
    "version",
    [
        pytest.param(version, marks=pytest.mark.slow if number > 1 else [])
        for number, version in enumerate(PYTHONS)
    ],
)
def test_the_adapter_works_with_this_python_version(version: str) -> None:
    command = [PYTHONS[version], "-W", "error", CASES, python_adapter.__file__]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-5000:]
